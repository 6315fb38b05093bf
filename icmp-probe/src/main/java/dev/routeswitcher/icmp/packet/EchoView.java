package dev.routeswitcher.icmp.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A view that reads the fields of an ICMP message in place, without copying.
 *
 * <p>The fields are those of an echo (RFC 792, page 14; RFC 4443, section 4), which are the same
 * for both IP versions but for the type's number. A view is reused; it holds only the buffer it was
 * last set on, and is for one thread.
 */
public final class EchoView {
  /** The octets of the header that every message starts with. */
  public static final int HEADER_SIZE = 8;

  private static final int CODE = 1;
  private static final int IDENTIFIER = 4;
  private static final int SEQUENCE = 6;

  private ByteBuffer packet = ByteBuffer.allocate(0);
  private int start;
  private int size;
  private boolean swaps;

  /** A view of an empty buffer. */
  public EchoView() {}

  /**
   * Sets the view on the remaining octets of a buffer, whose position does not change.
   *
   * @return whether there are at least eight; if not, no other method may be called
   */
  public boolean isOn(ByteBuffer message) {
    return isOn(message, message.position());
  }

  /** Sets the view on the octets from an absolute offset to the buffer's limit, likewise. */
  public boolean isOn(ByteBuffer message, int offset) {
    packet = message;
    start = offset;
    size = message.limit() - offset;
    swaps = message.order() == ByteOrder.LITTLE_ENDIAN;
    return size >= HEADER_SIZE;
  }

  /** The ICMP type, 0 to 255. */
  public int type() {
    return Byte.toUnsignedInt(packet.get(start));
  }

  /** The ICMP code, 0 to 255. */
  public int code() {
    return Byte.toUnsignedInt(packet.get(start + CODE));
  }

  /** An echo's identifier, 0 to 65,535. */
  public int identifier() {
    return unsignedShort(IDENTIFIER);
  }

  /** An echo's sequence number, 0 to 65,535. */
  public int sequence() {
    return unsignedShort(SEQUENCE);
  }

  /** The octets behind the header. */
  public int payloadSize() {
    return size - HEADER_SIZE;
  }

  /**
   * Eight octets of the payload as one number, most significant first.
   *
   * @throws IndexOutOfBoundsException if there are fewer from {@code offset} on
   */
  public long payloadLongAt(int offset) {
    long value = packet.getLong(start + HEADER_SIZE + offset);
    return swaps ? Long.reverseBytes(value) : value;
  }

  /**
   * One octet of the payload.
   *
   * @throws IndexOutOfBoundsException if there is none at {@code offset}
   */
  public byte payloadByteAt(int offset) {
    return packet.get(start + HEADER_SIZE + offset);
  }

  /** Whether the checksum of RFC 792 is right; that of ICMPv6 covers more than the message. */
  public boolean isIntact() {
    return InternetChecksum.of(packet, start, size) == 0;
  }

  private int unsignedShort(int offset) {
    short value = packet.getShort(start + offset);
    return Short.toUnsignedInt(swaps ? Short.reverseBytes(value) : value);
  }
}
