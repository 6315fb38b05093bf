package dev.routeswitcher.icmp;

/**
 * A non-blocking ICMP socket bound to one interface: the kernel as {@link EchoLane} needs it.
 *
 * <p>Methods that return an {@code int} return how many packets they dealt with, or, if that is
 * none for a reason, the error number, negative.
 */
interface EchoSocket {

  /** The two kinds of socket that can send an echo. */
  enum Kind {
    /** SOCK_DGRAM: the kernel sets the identifier, and delivers replies with that one only. */
    DATAGRAM,
    /** SOCK_RAW: the identifier is the sender's, and everybody's replies are delivered. */
    RAW
  }

  Kind kind();

  /** Whether the kernel was asked for a transmit stamp of each packet, and agreed. */
  boolean asksForTransmitStamps();

  /** Whether the interface it was bound to still exists under the name it then had. */
  boolean isOnItsInterface();

  /**
   * Sends the requests of a batch from one on, in order, up to the first that fails, and calls
   * {@link RequestBatch#leaving} as it does. EAGAIN: it would have had to wait.
   */
  int send(RequestBatch batch, int from);

  /** Takes the next packets received; fewer than the batch holds if no more are there. */
  int receive(ReceivedBatch into);

  /** Takes the next messages of the error queue, likewise. */
  int receiveErrors(ReceivedBatch into);

  void close();
}
