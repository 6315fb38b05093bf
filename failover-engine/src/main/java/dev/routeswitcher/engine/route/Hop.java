package dev.routeswitcher.engine.route;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One next hop of a route: an interface and, unless the link is point-to-point, a gateway on it.
 *
 * @param interfaceName the interface the packets leave by
 * @param gateway the next router, or null for a route that has none ({@code default dev ppp0})
 * @param onLink whether the gateway is taken for directly reachable although no connected subnet
 *     holds it ({@code RTNH_F_ONLINK}, linux/rtnetlink.h)
 */
public record Hop(String interfaceName, @Nullable InetAddress gateway, boolean onLink) {

  /** Whether interface and gateway are those of {@code other}; {@code onLink} is not compared. */
  public boolean sameNextHop(Hop other) {
    return interfaceName.equals(other.interfaceName) && Objects.equals(gateway, other.gateway);
  }

  /** The next hop in the usual notation: {@code via 192.0.2.1 dev eth0}. */
  @Override
  public String toString() {
    String via = gateway == null ? "" : "via " + InetAddresses.toAddrString(gateway) + " ";
    return via + "dev " + interfaceName + (onLink ? " onlink" : "");
  }
}
