package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * The preference of an IPv6 router (RFC 4191, {@code ICMPV6_ROUTER_PREF_*}).
 *
 * @param value 0 to 255; 0, 1 and 3 have a meaning
 */
public record RouterPreference(int value) {
  /** Neither preferred nor avoided. */
  public static final RouterPreference MEDIUM = new RouterPreference(0);

  /** Preferred. */
  public static final RouterPreference HIGH = new RouterPreference(1);

  /** Avoided. */
  public static final RouterPreference LOW = new RouterPreference(3);

  private static final Names NAMES = Names.from(0, "medium", "high").and(3, "low");

  static final Form<RouterPreference> FORM = Form.u8(RouterPreference::of, RouterPreference::value);

  public RouterPreference {
    Unsigned.requireU8("router preference", value);
  }

  /** The preference with this number. */
  public static RouterPreference of(int value) {
    return new RouterPreference(value);
  }

  /** The name {@code ip} uses, such as {@code medium}, or the number. */
  @Override
  public String toString() {
    return NAMES.of(value);
  }
}
