package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.IcmpSocketException;
import java.util.List;

/**
 * The port that opens sockets and waits for them. All methods but {@link #wakeUp} are for the
 * loop's thread.
 */
public interface EchoNetwork {

  /** Receives the index of each socket that has something to read. */
  @FunctionalInterface
  interface ReadyHandler {
    /** Called within {@link #await}. */
    void ready(int socketIndex);
  }

  /** Waits without a limit. */
  int FOREVER = -1;

  /**
   * Opens a socket bound to an interface.
   *
   * @param identifier what its requests carry as identifier, if the kind of socket leaves that to
   *     us
   * @param cookie what its requests carry at {@link RequestBatch#COOKIE}
   * @throws IcmpSocketException with ENODEV if there is no such interface, with the remedy in its
   *     message if no kind of socket is permitted
   */
  EchoSocket open(ChannelKey key, int identifier, long cookie) throws IcmpSocketException;

  /**
   * Waits until a socket has a packet or an error to read, {@link #wakeUp} was called, or the time
   * is over, and reports every socket that is ready.
   *
   * @param sockets the same list with the same content as the last time, unless {@code changed}
   * @param timeoutMillis 0 to return at once, or {@link #FOREVER}
   */
  void await(List<EchoSocket> sockets, boolean changed, int timeoutMillis, ReadyHandler handler);

  /** Ends the current or the next {@link #await}; any thread may call it, also after closing. */
  void wakeUp();

  /** Releases what waiting took; the sockets must be closed. Called once. */
  void close();
}
