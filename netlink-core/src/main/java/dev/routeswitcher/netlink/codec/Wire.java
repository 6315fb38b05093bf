package dev.routeswitcher.netlink.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Absolute reads in a stated byte order, whatever the order of the buffer. */
final class Wire {
  /** Every message, and every attribute, starts at a multiple of this many bytes. */
  static final int ALIGNMENT = 4;

  /** What a cursor is over before it is over anything. */
  static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private Wire() {}

  static int u8(ByteBuffer buffer, int index) {
    return Byte.toUnsignedInt(buffer.get(index));
  }

  static int u16(ByteBuffer buffer, int index, ByteOrder order) {
    short value = buffer.getShort(index);
    return Short.toUnsignedInt(buffer.order() == order ? value : Short.reverseBytes(value));
  }

  static int s32(ByteBuffer buffer, int index, ByteOrder order) {
    int value = buffer.getInt(index);
    return buffer.order() == order ? value : Integer.reverseBytes(value);
  }

  static long u32(ByteBuffer buffer, int index, ByteOrder order) {
    return Integer.toUnsignedLong(s32(buffer, index, order));
  }

  static long u64(ByteBuffer buffer, int index, ByteOrder order) {
    long value = buffer.getLong(index);
    return buffer.order() == order ? value : Long.reverseBytes(value);
  }

  /** The next multiple of {@link #ALIGNMENT} that is not below {@code length}. */
  static long align(long length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
