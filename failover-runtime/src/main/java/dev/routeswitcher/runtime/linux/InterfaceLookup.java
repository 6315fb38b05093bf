package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;

/** What the adapters of routes and of rules ask and say alike. */
final class InterfaceLookup {

  private InterfaceLookup() {}

  /** The name of an interface; one of its number if it is gone since a route by it was listed. */
  static String nameOf(RtnetlinkClient client, int index) throws NetlinkException {
    try {
      return client.links().get(index).name().orElse("if" + index);
    } catch (NetlinkException e) {
      if (!e.is(Errno.ENODEV)) {
        throw e;
      }
      return "if" + index;
    }
  }

  /** The kernel's words for a refusal: {@code ENETUNREACH: Nexthop has invalid gateway}. */
  static String words(NetlinkException failure) {
    String name = failure.errno().map(Errno::name).orElse(String.valueOf(failure.getMessage()));
    return name + failure.kernelMessage().map(text -> ": " + text).orElse("");
  }
}
