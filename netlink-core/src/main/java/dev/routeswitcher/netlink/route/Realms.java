package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * The realms of a route or rule, for accounting and traffic control ({@code RTA_FLOW}, {@code
 * FRA_FLOW}).
 *
 * @param from u16: the realm of the source; 0 for none
 * @param to u16: the realm of the destination
 */
public record Realms(int from, int to) {
  public Realms {
    Unsigned.requireU16("realm", from);
    Unsigned.requireU16("realm", to);
  }

  /** A u32: the source realm in the upper half. */
  public static final Form<Realms> FORM =
      Form.of(
          attribute -> {
            long both = attribute.cursor().u32();
            return new Realms((int) (both >>> 16), (int) (both & 0xffff));
          },
          (w, realms) -> w.u32((long) realms.from << 16 | realms.to));

  /** As {@code ip} prints them: {@code 5/7}, or {@code 7} without a source realm. */
  @Override
  public String toString() {
    return from == 0 ? Integer.toString(to) : from + "/" + to;
  }
}
