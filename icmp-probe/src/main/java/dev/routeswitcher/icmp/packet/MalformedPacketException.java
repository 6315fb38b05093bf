package dev.routeswitcher.icmp.packet;

/** Thrown for octets that are not a well-formed ICMP message. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedPacketException(String message) {
    super(message);
  }
}
