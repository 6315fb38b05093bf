package dev.routeswitcher.engine.config;

/**
 * A firewall mark of a packet ({@code skb->mark}), and which of its bits count.
 *
 * @param value the mark, 0 to 4294967295
 * @param mask the bits that count, 0 to 4294967295
 */
public record FirewallMark(long value, long mask) {

  private static final long ALL = 0xffff_ffffL;

  /** A mark of which every bit counts. */
  public static FirewallMark of(long value) {
    return new FirewallMark(value, ALL);
  }

  /** The mark so many steps of the mask's lowest bit further. */
  FirewallMark plus(int steps) {
    return new FirewallMark(value + steps * Long.lowestOneBit(mask), mask);
  }

  /** Whether some of its bits are set, and none that does not count. */
  boolean fits() {
    return value != 0 && (value & ~mask) == 0;
  }

  /** The mark in the usual notation: {@code 0x100/0xff00}. */
  @Override
  public String toString() {
    String text = "0x" + Long.toHexString(value);
    return mask == ALL ? text : text + "/0x" + Long.toHexString(mask);
  }
}
