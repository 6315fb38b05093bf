package dev.routeswitcher.netlink.codec;

/** Checks of numbers that have fewer bits on the wire than in Java. */
public final class Unsigned {
  private Unsigned() {}

  /**
   * Checks that a number fits a u8.
   *
   * @throws IllegalArgumentException if not
   */
  public static int requireU8(String what, int value) {
    if (value >>> 8 != 0) {
      throw new IllegalArgumentException(what + " must be 0 to 255, is " + value);
    }
    return value;
  }

  /**
   * Checks that a number fits a u16.
   *
   * @throws IllegalArgumentException if not
   */
  public static int requireU16(String what, int value) {
    if (value >>> 16 != 0) {
      throw new IllegalArgumentException(what + " must be a u16, is " + value);
    }
    return value;
  }

  /**
   * Checks that a number fits a u32.
   *
   * @throws IllegalArgumentException if not
   */
  public static long requireU32(String what, long value) {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException(what + " must be a u32, is " + value);
    }
    return value;
  }
}
