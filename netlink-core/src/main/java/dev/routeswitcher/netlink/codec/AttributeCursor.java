package dev.routeswitcher.netlink.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Steps over a run of attributes ({@code struct nlattr}, {@code NLA_OK}, {@code NLA_NEXT}). It
 * allocates nothing and may be used again and again. The values are those of the attribute that the
 * last {@link #next} came to. Not thread-safe.
 *
 * <p>The value methods check the payload's length and throw {@link MalformedAttributeException} if
 * it is another; the cursor is unmoved by that and can go on.
 */
public final class AttributeCursor {
  /** The size of an attribute's header in bytes. */
  public static final int HEADER_LENGTH = 4;

  /** {@code NLA_F_NESTED}: the payload is attributes. Old kernels do not always set it. */
  public static final int NESTED_FLAG = 0x8000;

  /** {@code NLA_F_NET_BYTEORDER}: the payload is a number in network byte order. */
  public static final int NETWORK_ORDER_FLAG = 0x4000;

  private static final int FLAGS = NESTED_FLAG | NETWORK_ORDER_FLAG;
  private static final int EXCERPT = 256;

  private ByteBuffer buffer = Wire.NOTHING;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private AttributeSchema schema = AttributeSchema.NONE;
  private int origin;
  private int start;
  private int next;
  private int limit;
  private int length;

  /** A cursor over nothing yet. */
  public AttributeCursor() {}

  /**
   * Puts the cursor before the first attribute of a range of the buffer.
   *
   * @param offset where the range starts in the buffer
   * @param length of the range in bytes
   * @param messageOffset how far the range starts from its message's header; errors count offsets
   *     from there
   */
  public AttributeCursor over(
      ByteBuffer buffer, int offset, int length, ByteOrder order, int messageOffset) {
    this.buffer = buffer;
    this.order = order;
    this.origin = messageOffset - offset;
    this.start = offset;
    this.next = offset;
    this.limit = offset + length;
    this.length = 0;
    return this;
  }

  /**
   * Names attributes by this schema in errors.
   *
   * @return this
   */
  public AttributeCursor named(AttributeSchema by) {
    this.schema = by;
    return this;
  }

  /**
   * Puts a cursor before the first attribute inside the current one; {@link #named} gives it names.
   *
   * @return {@code child}
   */
  public AttributeCursor enter(AttributeCursor child) {
    return child
        .over(buffer, payloadOffset(), payloadLength(), order, messageOffset() + HEADER_LENGTH)
        .named(AttributeSchema.NONE);
  }

  /**
   * Comes to the next attribute; false if there is none. After a failure there is none, because
   * nothing says where the next one would be.
   *
   * @throws MalformedAttributeException if what follows has an impossible length
   */
  public boolean next() {
    int remaining = limit - next;
    if (remaining <= 0) {
      return false;
    }
    start = next;
    next = limit;
    length = remaining;
    if (remaining < HEADER_LENGTH) {
      throw brokenFrame(
          MalformedAttributeException.SCRAPS,
          "an attribute header of 4 bytes",
          remaining + " bytes");
    }
    int stated = Wire.u16(buffer, start, order);
    if (stated < HEADER_LENGTH || stated > remaining) {
      throw brokenFrame(name(), "a length of 4 to " + remaining, Integer.toString(stated));
    }
    length = stated;
    next = (int) Math.min(limit, start + Wire.align(stated));
    return true;
  }

  /**
   * Goes back, or ahead, to an attribute that {@link #next} has come to before.
   *
   * @param offset its {@link #offset()}
   */
  public void moveTo(int offset) {
    next = offset;
    if (!next()) {
      throw new IllegalArgumentException("no attribute at offset " + offset);
    }
  }

  private MalformedAttributeException brokenFrame(String name, String expected, String found) {
    Bytes rest = Bytes.copyOf(buffer, start, Math.min(limit - start, EXCERPT));
    return new MalformedAttributeException(name, messageOffset(), expected, found, rest);
  }

  /** The type as it stands on the wire, flag bits included. */
  public int rawType() {
    return Wire.u16(buffer, start + 2, order);
  }

  /** The type without its flag bits. */
  public int type() {
    return rawType() & ~FLAGS;
  }

  /** The type's name, or its number if the schema has none. */
  String name() {
    return schema.name(type());
  }

  /** True if the sender marked the payload as attributes. */
  public boolean isNested() {
    return (rawType() & NESTED_FLAG) != 0;
  }

  /** True if the sender marked the payload as a number in network byte order. */
  private boolean isNetworkOrder() {
    return (rawType() & NETWORK_ORDER_FLAG) != 0;
  }

  /** The byte order that numbers are read in. */
  public ByteOrder order() {
    return order;
  }

  /** The buffer that is read. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Where the attribute's header starts in the buffer. */
  public int offset() {
    return start;
  }

  /** How far the attribute's header is from its message's header. */
  public int messageOffset() {
    return start + origin;
  }

  /** Where the payload starts in the buffer. */
  public int payloadOffset() {
    return start + HEADER_LENGTH;
  }

  /** The length of the payload in bytes, padding not counted. */
  public int payloadLength() {
    return length - HEADER_LENGTH;
  }

  /** The payload, as a copy. */
  public Bytes payload() {
    return Bytes.copyOf(buffer, payloadOffset(), payloadLength());
  }

  /** The payload as a u8. */
  public int u8() {
    return Wire.u8(buffer, payload(1));
  }

  /** The payload as a u16. */
  public int u16() {
    return Wire.u16(buffer, payload(2), valueOrder());
  }

  /** The payload as an s32. */
  public int s32() {
    return Wire.s32(buffer, payload(4), valueOrder());
  }

  /** The payload as a u32. */
  public long u32() {
    return Wire.u32(buffer, payload(4), valueOrder());
  }

  /** The payload as a u64: its 64 bits, to be read as unsigned. */
  public long u64() {
    return Wire.u64(buffer, payload(8), valueOrder());
  }

  /** The payload as an unsigned number of 4 or 8 bytes ({@code NLA_UINT}). */
  public long uint() {
    return switch (payloadLength()) {
      case 4 -> u32();
      case 8 -> u64();
      default -> throw malformed("4 or 8 bytes");
    };
  }

  /** The payload as a u16 in network byte order, whether it is marked as such or not. */
  public int be16() {
    return Wire.u16(buffer, payload(2), ByteOrder.BIG_ENDIAN);
  }

  /**
   * The first two bytes of the payload as a u16 in network byte order: the kernel takes a u16 of
   * netfilter from a longer attribute too ({@code nla_parse_deprecated}).
   */
  public int startAsBe16() {
    if (payloadLength() < 2) {
      throw malformed("2 bytes or more");
    }
    return Wire.u16(buffer, payloadOffset(), ByteOrder.BIG_ENDIAN);
  }

  /** The payload as a u32 in network byte order, whether it is marked as such or not. */
  public long be32() {
    return Wire.u32(buffer, payload(4), ByteOrder.BIG_ENDIAN);
  }

  /** The payload as a u64 in network byte order, whether it is marked as such or not. */
  public long be64() {
    return Wire.u64(buffer, payload(8), ByteOrder.BIG_ENDIAN);
  }

  /**
   * The first 64 bits of an IPv6 address of the schema's family; 0 for IPv4.
   *
   * @throws MalformedAttributeException if the payload is no address of that family
   */
  public long addressHigh() {
    return requireAddress() == 16 ? Wire.u64(buffer, payloadOffset(), ByteOrder.BIG_ENDIAN) : 0;
  }

  /** The last 64 bits of an IPv6 address, all of an IPv4 address; as {@link #addressHigh}. */
  public long addressLow() {
    return requireAddress() == 16
        ? Wire.u64(buffer, payloadOffset() + 8, ByteOrder.BIG_ENDIAN)
        : Wire.u32(buffer, payloadOffset(), ByteOrder.BIG_ENDIAN);
  }

  /** The length of the address that the payload is; throws if it is none of the family. */
  int requireAddress() {
    int wanted = schema.family().addressLength();
    if (wanted == 0) {
      throw malformed("an IP address, not of family " + schema.family());
    }
    return requireLength(wanted, " bytes of address");
  }

  int requireLength(int wanted, String unit) {
    if (payloadLength() != wanted) {
      throw malformed(wanted + unit);
    }
    return wanted;
  }

  private ByteOrder valueOrder() {
    return isNetworkOrder() ? ByteOrder.BIG_ENDIAN : order;
  }

  private int payload(int size) {
    requireLength(size, size == 1 ? " byte" : " bytes");
    return payloadOffset();
  }

  /** The error of an attribute whose payload is not {@code expected}. */
  public MalformedAttributeException malformed(String expected) {
    return new MalformedAttributeException(
        name(), messageOffset(), expected, payloadLength() + " bytes", payload());
  }
}
