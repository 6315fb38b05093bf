package dev.routeswitcher.netlink.socket;

import java.util.Optional;

/**
 * What may be chosen of a {@link NetlinkSocket}.
 *
 * @param receiveBufferSize bytes to ask for ({@code SO_RCVBUFFORCE}, and where that is not
 *     permitted {@code SO_RCVBUF}, which {@code net.core.rmem_max} limits); 0 leaves the system's
 *     default. The kernel doubles what it is asked for; {@link NetlinkTransport#receiveBufferSize}
 *     is the result. A route event takes about 830 bytes of it.
 * @param namespace where the socket is to live; empty for where the calling thread is
 */
public record SocketOptions(int receiveBufferSize, Optional<NetworkNamespace> namespace) {
  /** The system's defaults, where the calling thread is. */
  public static final SocketOptions DEFAULT = new SocketOptions(0, Optional.empty());

  public SocketOptions {
    if (receiveBufferSize < 0) {
      throw new IllegalArgumentException("receive buffer size: " + receiveBufferSize);
    }
  }

  /** The same with this receive buffer, in bytes. */
  public SocketOptions receiveBuffer(int bytes) {
    return new SocketOptions(bytes, namespace);
  }

  /** The same in this namespace. */
  public SocketOptions in(NetworkNamespace newNamespace) {
    return new SocketOptions(receiveBufferSize, Optional.of(newNamespace));
  }
}
