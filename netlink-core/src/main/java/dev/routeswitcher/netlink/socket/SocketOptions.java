package dev.routeswitcher.netlink.socket;

/**
 * What may be chosen of a {@link NetlinkSocket}.
 *
 * @param receiveBufferSize bytes to ask for ({@code SO_RCVBUFFORCE}, and where that is not
 *     permitted {@code SO_RCVBUF}, which {@code net.core.rmem_max} limits); 0 leaves the system's
 *     default. The kernel doubles what it is asked for; {@link NetlinkTransport#receiveBufferSize}
 *     tells what came of it. A route event takes about 830 bytes of it.
 */
public record SocketOptions(int receiveBufferSize) {
  /** The system's defaults. */
  public static final SocketOptions DEFAULT = new SocketOptions(0);

  public SocketOptions {
    if (receiveBufferSize < 0) {
      throw new IllegalArgumentException("receive buffer size: " + receiveBufferSize);
    }
  }
}
