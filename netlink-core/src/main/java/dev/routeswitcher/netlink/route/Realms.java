package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.message.Names;

/**
 * The realms of a route or rule, for accounting and traffic control ({@code RTA_FLOW}, {@code
 * FRA_FLOW}).
 *
 * @param from u16: the realm of the source; 0 for none
 * @param to u16: the realm of the destination
 */
public record Realms(int from, int to) {
  public Realms {
    Names.requireU16("realm", from);
    Names.requireU16("realm", to);
  }

  public static Realms read(Attribute attribute) {
    long both = attribute.u32();
    return new Realms((int) (both >>> 16), (int) (both & 0xffff));
  }

  public long bits() {
    return (long) from << 16 | to;
  }

  /** As {@code ip} prints them: {@code 5/7}, or {@code 7} without a source realm. */
  @Override
  public String toString() {
    return from == 0 ? Integer.toString(to) : from + "/" + to;
  }
}
