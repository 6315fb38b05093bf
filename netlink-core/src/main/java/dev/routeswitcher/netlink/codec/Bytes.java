package dev.routeswitcher.netlink.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable string of bytes. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of these bytes. */
  public static Bytes of(byte... bytes) {
    return new Bytes(bytes.clone());
  }

  /** A copy of {@code length} bytes at an absolute offset of the buffer. */
  public static Bytes copyOf(ByteBuffer buffer, int offset, int length) {
    byte[] copy = new byte[length];
    buffer.get(offset, copy);
    return new Bytes(copy);
  }

  /**
   * The bytes of a string of hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static Bytes parseHex(String digits) {
    return new Bytes(HexFormat.of().parseHex(digits));
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** A new array of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** A read-only view of the bytes, big endian. */
  public ByteBuffer asBuffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
