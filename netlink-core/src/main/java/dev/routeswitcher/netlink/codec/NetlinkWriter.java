package dev.routeswitcher.netlink.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes messages and attributes, one after the other, into a buffer that grows. Lengths and
 * padding are its business. Not thread-safe.
 *
 * <pre>{@code
 * NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
 * int message = writer.beginMessage(header); // RTM_NEWROUTE
 * writer.u8(2).u8(0).u8(0).u8(0).u8(254).u8(3).u8(253).u8(1).u32(0); // struct rtmsg
 * writer.u32Attribute(4, 3); // RTA_OIF
 * int metrics = writer.beginNested(8); // RTA_METRICS
 * writer.u32Attribute(2, 1400); // RTAX_MTU
 * writer.endAttribute(metrics);
 * writer.endMessage(message);
 * }</pre>
 */
public final class NetlinkWriter {
  private static final int MAX_ATTRIBUTE = 0xffff;
  private static final int INITIAL_CAPACITY = 256;

  private ByteBuffer buffer;

  /** An empty writer. */
  public NetlinkWriter(ByteOrder order) {
    this(order, INITIAL_CAPACITY);
  }

  /** An empty writer that begins with room for so many bytes. */
  NetlinkWriter(ByteOrder order, int capacity) {
    this.buffer = ByteBuffer.allocate(capacity).order(order);
  }

  /** The byte order that numbers are written in. */
  public ByteOrder order() {
    return buffer.order();
  }

  /** How many bytes have been written. */
  public int length() {
    return buffer.position();
  }

  /** Starts a message; what it returns is for {@link #endMessage}. */
  public int beginMessage(NetlinkHeader header) {
    int start = length();
    u32(0).u16(header.type()).u16(header.flags());
    u32(header.sequence()).u32(header.portId());
    return start;
  }

  /** Ends the message that {@link #beginMessage} started: writes its length and the padding. */
  public NetlinkWriter endMessage(int start) {
    buffer.putInt(start, length() - start);
    return pad();
  }

  /** Writes a u8. */
  public NetlinkWriter u8(int value) {
    room(1).put((byte) checked(value, 8));
    return this;
  }

  /** Writes a u16. */
  public NetlinkWriter u16(int value) {
    room(2).putShort((short) checked(value, 16));
    return this;
  }

  /** Writes an s32. */
  public NetlinkWriter s32(int value) {
    room(4).putInt(value);
    return this;
  }

  /** Writes a u32. */
  public NetlinkWriter u32(long value) {
    room(4).putInt((int) checked(value, 32));
    return this;
  }

  /** Writes the 64 bits of a u64. */
  public NetlinkWriter u64(long value) {
    room(8).putLong(value);
    return this;
  }

  /** Writes a u16 in network byte order. */
  public NetlinkWriter be16(int value) {
    int number = (int) checked(value, 16);
    return u8(number >>> 8).u8(number & 0xff);
  }

  /** Writes a u32 in network byte order. */
  public NetlinkWriter be32(long value) {
    int number = (int) checked(value, 32);
    room(4).putInt(order() == ByteOrder.BIG_ENDIAN ? number : Integer.reverseBytes(number));
    return this;
  }

  /** Writes the 64 bits of a u64 in network byte order. */
  public NetlinkWriter be64(long value) {
    room(8).putLong(order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value));
    return this;
  }

  /** Writes bytes as they are. */
  public NetlinkWriter bytes(byte[] bytes) {
    room(bytes.length).put(bytes);
    return this;
  }

  /** Writes a range of another buffer as it is. */
  public NetlinkWriter bytes(ByteBuffer source, int offset, int length) {
    room(length).put(source.slice(offset, length));
    return this;
  }

  /** Fills up with zero bytes to the next multiple of four. */
  public NetlinkWriter pad() {
    while (length() % Wire.ALIGNMENT != 0) {
      u8(0);
    }
    return this;
  }

  /**
   * Writes an attribute.
   *
   * @param rawType the type with any flag bits
   * @throws IllegalArgumentException if the payload is longer than 65,531 bytes
   */
  public NetlinkWriter attribute(int rawType, byte[] payload) {
    int start = beginAttribute(rawType);
    bytes(payload);
    return endAttribute(start);
  }

  /** Writes an attribute whose payload is a u32. */
  public NetlinkWriter u32Attribute(int type, long value) {
    int start = beginAttribute(type);
    u32(value);
    return endAttribute(start);
  }

  /**
   * Writes an attribute whose payload is {@link Utf8} text and a zero byte.
   *
   * @throws IllegalArgumentException if the text itself holds a zero byte
   */
  public NetlinkWriter textAttribute(int type, String text) {
    int start = beginAttribute(type);
    bytes(Utf8.write(text)).u8(0);
    return endAttribute(start);
  }

  /** Starts an attribute whose payload follows; what it returns is for {@link #endAttribute}. */
  public int beginAttribute(int rawType) {
    int start = length();
    u16(0).u16(rawType);
    return start;
  }

  /** Starts an attribute of attributes, marked as such; end it with {@link #endAttribute}. */
  public int beginNested(int type) {
    return beginAttribute(type | AttributeCursor.NESTED_FLAG);
  }

  /** Ends an attribute: writes its length and the padding. */
  public NetlinkWriter endAttribute(int start) {
    int length = length() - start;
    if (length > MAX_ATTRIBUTE) {
      throw new IllegalArgumentException("attribute of " + length + " bytes is above 65535");
    }
    buffer.putShort(start, (short) length);
    return pad();
  }

  /** Writes a u16 over what was written at an offset. */
  public NetlinkWriter patchU16(int offset, int value) {
    buffer.putShort(offset, (short) checked(value, 16));
    return this;
  }

  /** Starts again with nothing written, in the same buffer. */
  public NetlinkWriter clear() {
    buffer.clear();
    return this;
  }

  /** What was written, as a view that holds until the next {@link #clear}. */
  public ByteBuffer written() {
    return buffer.asReadOnlyBuffer().flip();
  }

  /** A copy of what was written. */
  public Bytes toBytes() {
    return Bytes.copyOf(buffer, 0, length());
  }

  private ByteBuffer room(int size) {
    if (buffer.remaining() < size) {
      int capacity = Math.max(Math.addExact(length(), size), 2 * buffer.capacity());
      ByteBuffer larger = ByteBuffer.allocate(capacity).order(buffer.order());
      buffer = larger.put(buffer.flip());
    }
    return buffer;
  }

  private static long checked(long value, int bits) {
    if (value >>> bits != 0) {
      throw new IllegalArgumentException(value + " is no u" + bits);
    }
    return value;
  }
}
