package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Structure;

/**
 * The lifetime of an address ({@code struct ifa_cacheinfo}).
 *
 * @param preferredSeconds u32: how long it is used for new connections; {@link #FOREVER}
 * @param validSeconds u32: how long it exists; {@link #FOREVER}
 * @param created u32: when, in 1/100 s since boot
 * @param updated u32: when last, in 1/100 s since boot
 */
public record AddressCacheInfo(
    long preferredSeconds, long validSeconds, long created, long updated) {
  /** A lifetime without end. */
  public static final long FOREVER = 0xffff_ffffL;

  static final Form<AddressCacheInfo> FORM =
      Form.of(
          attribute -> {
            Structure info = attribute.structure(16);
            return new AddressCacheInfo(info.u32(0), info.u32(4), info.u32(8), info.u32(12));
          },
          (w, info) ->
              w.u32(info.preferredSeconds)
                  .u32(info.validSeconds)
                  .u32(info.created)
                  .u32(info.updated));

  /** As {@code ip} prints it: {@code valid_lft 300sec preferred_lft forever}. */
  @Override
  public String toString() {
    return "valid_lft " + lifetime(validSeconds) + " preferred_lft " + lifetime(preferredSeconds);
  }

  private static String lifetime(long seconds) {
    return seconds == FOREVER ? "forever" : seconds + "sec";
  }
}
