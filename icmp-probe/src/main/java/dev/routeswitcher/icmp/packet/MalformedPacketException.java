package dev.routeswitcher.icmp.packet;

/** Bytes that are no well-formed ICMP message; the message says in which respect. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPacketException(String message) {
    super(message);
  }
}
