package dev.routeswitcher.icmp.loop;

/**
 * A non-blocking ICMP socket bound to one interface: the port that the loop sends and receives by.
 *
 * <p>Methods that return an {@code int} return how many packets they processed or, if none, the
 * negative error number.
 */
public interface EchoSocket {

  /** The two kinds of socket that can send an echo. */
  enum Kind {
    /** SOCK_DGRAM: the kernel sets the identifier, and delivers only replies that carry it. */
    DATAGRAM,
    /** SOCK_RAW: the sender chooses the identifier, and all replies are delivered. */
    RAW
  }

  Kind kind();

  /** Whether the kernel was asked for a transmit stamp of each packet, and agreed. */
  boolean asksForTransmitStamps();

  /** Whether the interface it was bound to still exists under the name it then had. */
  boolean isOnItsInterface();

  /**
   * Sends the requests of a batch, in order, up to the first that fails, and calls {@link
   * RequestBatch#markDeparture} as it does. EAGAIN: it would have had to wait.
   *
   * @param from the index of the first request to send
   */
  int send(RequestBatch batch, int from);

  /** Reads the next packets received; if the batch is not filled then, there are no more. */
  int receive(ReceivedBatch into);

  /** Reads the next entries of the error queue, likewise. */
  int receiveErrors(ReceivedBatch into);

  /** Closes it; called once. */
  void close();
}
