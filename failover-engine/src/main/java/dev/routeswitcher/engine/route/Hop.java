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
 * @param encapsulation how it wraps the packets, or null if it leaves them as they are
 */
public record Hop(
    String interfaceName,
    @Nullable InetAddress gateway,
    boolean onLink,
    @Nullable Encapsulation encapsulation) {

  /** A next hop that leaves the packets as they are. */
  public Hop(String interfaceName, @Nullable InetAddress gateway, boolean onLink) {
    this(interfaceName, gateway, onLink, null);
  }

  /** Whether interface and gateway are those of {@code other}; nothing else is compared. */
  public boolean sameNextHop(Hop other) {
    return interfaceName.equals(other.interfaceName) && Objects.equals(gateway, other.gateway);
  }

  /** Whether it does something with the packets that no route of ours can be made to do. */
  public boolean isSealed() {
    return encapsulation != null && !encapsulation.canBeCopied();
  }

  /** The next hop in the usual notation: {@code via 192.0.2.1 dev eth0}. */
  @Override
  public String toString() {
    String wrapped = encapsulation == null ? "" : encapsulation + " ";
    String via = gateway == null ? "" : "via " + InetAddresses.toAddrString(gateway) + " ";
    return wrapped + via + "dev " + interfaceName + (onLink ? " onlink" : "");
  }
}
