package dev.routeswitcher.netlink.codec;

import dev.routeswitcher.netlink.ip.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A C structure in a buffer, read by offset. A cursor is one too: over the structure that it is at.
 * A read beyond the structure is an {@link IndexOutOfBoundsException}.
 */
public class Structure {
  private ByteBuffer buffer = Wire.NOTHING;
  private ByteOrder order;
  private int start;
  private int size;

  /** A structure of no bytes yet, for cursors. */
  protected Structure(ByteOrder order) {
    this.order = order;
  }

  Structure(ByteBuffer buffer, int start, int size, ByteOrder order) {
    this.order = order;
    place(buffer, start, size);
  }

  /** Puts it over a range of a buffer. */
  protected final void place(ByteBuffer newBuffer, int newStart, int newSize) {
    this.buffer = newBuffer;
    this.start = newStart;
    this.size = newSize;
  }

  /** Puts it over a range of a buffer whose numbers are in this byte order. */
  protected final void place(ByteBuffer newBuffer, int newStart, int newSize, ByteOrder newOrder) {
    this.order = newOrder;
    place(newBuffer, newStart, newSize);
  }

  /** The byte order that numbers are read in. */
  public final ByteOrder order() {
    return order;
  }

  /** The buffer that is read. */
  public final ByteBuffer buffer() {
    return buffer;
  }

  /** Where the structure starts in the buffer. */
  protected final int start() {
    return start;
  }

  /** The size in bytes. */
  public final int size() {
    return size;
  }

  /** The u8 at this offset. */
  public final int u8(int offset) {
    return Wire.u8(buffer, check(offset, 1));
  }

  /** The u16 at this offset. */
  public final int u16(int offset) {
    return Wire.u16(buffer, check(offset, 2), order);
  }

  /** The s32 at this offset. */
  public final int s32(int offset) {
    return Wire.s32(buffer, check(offset, 4), order);
  }

  /** The u32 at this offset. */
  public final long u32(int offset) {
    return Wire.u32(buffer, check(offset, 4), order);
  }

  /** The u64 at this offset: its 64 bits, to be read as unsigned. */
  public final long u64(int offset) {
    return Wire.u64(buffer, check(offset, 8), order);
  }

  /** The u16 in network byte order at this offset. */
  public final int be16(int offset) {
    return Wire.u16(buffer, check(offset, 2), ByteOrder.BIG_ENDIAN);
  }

  /** The address of 4 or 16 bytes at this offset. */
  public final IpAddress ipAddress(int offset, int length) {
    return IpAddress.read(buffer, check(offset, length), length);
  }

  /** The bytes from this offset on. */
  public final Bytes bytesFrom(int offset) {
    return Bytes.copyOf(buffer, check(offset, 0), size - offset);
  }

  /** The next multiple of 4 that is not below {@code length}: where what follows it starts. */
  protected static long align(long length) {
    return Wire.align(length);
  }

  private int check(int offset, int length) {
    return start + Objects.checkFromIndexSize(offset, length, size);
  }
}
