package dev.routeswitcher.engine.route;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The path of an unbound packet to one target, as a route lookup showed it.
 *
 * @param target the address looked up
 * @param interfaceName the interface the packet leaves by, or null if the target is unreachable
 * @param prefixLength bits of the route that matched: 0 for a default route, and if none matched.
 *     The address's own length if a route that leads nowhere matched: the kernel does not report
 *     the length of that one
 * @param local whether the kernel delivers it to this host itself ({@code RTN_LOCAL},
 *     linux/rtnetlink.h): what answers there says nothing of an uplink
 */
public record TargetPath(
    InetAddress target, @Nullable String interfaceName, int prefixLength, boolean local) {

  /** The path to another host. */
  public TargetPath(InetAddress target, @Nullable String interfaceName, int prefixLength) {
    this(target, interfaceName, prefixLength, false);
  }

  /**
   * Whether a default route decides the path, or one of those that programs install to overrule it:
   * the two halves ({@code /1}), and of IPv6 all global addresses ({@code 2000::/3}). A target with
   * a route of its own says nothing about the default.
   */
  public boolean followsDefault() {
    return prefixLength <= (IpFamily.of(target) == IpFamily.IPV6 ? 3 : 1);
  }

  /** The path in words: {@code 203.0.113.8 by eth0}. */
  @Override
  public String toString() {
    String path = interfaceName == null ? " unreachable" : " by " + interfaceName;
    return InetAddresses.toAddrString(target) + path;
  }
}
