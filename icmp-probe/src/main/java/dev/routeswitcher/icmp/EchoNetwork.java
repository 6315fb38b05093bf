package dev.routeswitcher.icmp;

import java.util.List;

/** What opens sockets and waits for them; all but {@link #wakeUp} is for one thread. */
interface EchoNetwork {

  /** Is told which socket has something to read. */
  @FunctionalInterface
  interface ReadyHandler {
    void ready(int socketIndex);
  }

  /** Waits without a limit. */
  int FOREVER = -1;

  /**
   * Opens a socket bound to an interface.
   *
   * @param cookie what its requests carry as {@link Probe#COOKIE}
   * @throws IcmpSocketException with ENODEV if there is no such interface, with the remedy in its
   *     message if no kind of socket is permitted
   */
  EchoSocket open(ChannelKey key, int identifier, long cookie) throws IcmpSocketException;

  /**
   * Waits until a socket has a packet or an error to read, {@link #wakeUp} was called, or the time
   * is over, and names every socket that is ready.
   *
   * @param sockets the same list with the same content as the last time, unless {@code changed}
   * @param timeoutMillis 0 to look only, or {@link #FOREVER}
   */
  void await(List<EchoSocket> sockets, boolean changed, int timeoutMillis, ReadyHandler handler);

  /** Ends the current or the next {@link #await}; any thread may call it, also after closing. */
  void wakeUp();

  void close();
}
