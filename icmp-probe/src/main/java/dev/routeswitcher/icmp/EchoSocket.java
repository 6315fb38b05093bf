package dev.routeswitcher.icmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * A non-blocking ICMP socket bound to one interface: the kernel as {@link InterfaceChannel} needs
 * it. Methods that return an {@code int} return {@link ErrorNumber#OK} or an error number.
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

  /** Whether the interface it was bound to still exists under the name it then had. */
  boolean isOnItsInterface();

  /** Sends the remaining octets of a direct buffer. EAGAIN: it would have had to wait. */
  int send(ByteBuffer packet, InetAddress target);

  /** Takes the next packet received. EAGAIN: there is none. Other errors are told once. */
  int receive(ReceivedMessage into);

  /** Takes the next message from the error queue. EAGAIN: there is none. */
  int receiveError(ReceivedMessage into);

  void close();
}
