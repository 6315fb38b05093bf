package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A default route of the main table, as the kernel holds it or as it is wanted there.
 *
 * @param metric the route's priority, 0 to 4294967295; the lowest wins ({@code RTA_PRIORITY})
 * @param protocol who made the route, 0 to 255 ({@code rtm_protocol}); {@link #PROTOCOL} is ours
 * @param hops the ways out: one for an ordinary route, several for a multipath one, none for a
 *     route that leads nowhere ({@code blackhole}, {@code unreachable}, {@code prohibit})
 * @param preferredSource the source address the kernel gives to unbound sockets ({@code
 *     RTA_PREFSRC}), or null if the route names none
 * @param metrics the path metrics such as mtu, by their {@code RTAX_*} number
 */
public record DefaultRoute(
    long metric,
    int protocol,
    ImmutableList<NextHop> hops,
    @Nullable InetAddress preferredSource,
    ImmutableSortedMap<Integer, Long> metrics) {

  /**
   * The route protocol number that marks every route of Route-Switcher. It is none of those that
   * linux/rtnetlink.h or the usual routing daemons take.
   */
  public static final int PROTOCOL = 157;

  /** A route of ours with one way out. */
  static DefaultRoute ours(
      long metric,
      NextHop hop,
      @Nullable InetAddress preferredSource,
      ImmutableSortedMap<Integer, Long> metrics) {
    return new DefaultRoute(metric, PROTOCOL, ImmutableList.of(hop), preferredSource, metrics);
  }

  /** Whether Route-Switcher made this route: its protocol is {@link #PROTOCOL}. */
  public boolean isOurs() {
    return protocol == PROTOCOL;
  }

  /** Whether the route's only way out is {@code hop}'s interface and gateway. */
  public boolean leadsBy(NextHop hop) {
    return hops.size() == 1 && hops.get(0).leadsAs(hop);
  }

  /** The way out by the interface {@code name}; of a multipath route, its first such. */
  public Optional<NextHop> hopBy(String name) {
    return hops.stream().filter(hop -> hop.interfaceName().equals(name)).findFirst();
  }

  /** Whether the route's only way out is the interface {@code name}. */
  public boolean leavesBy(String name) {
    return hops.size() == 1 && hops.get(0).interfaceName().equals(name);
  }

  /**
   * The route as {@code ip route} takes it, without its path metrics: {@code default via 192.0.2.1
   * dev eth0 proto 157 metric 10}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("default");
    if (hops.size() == 1) {
      text.append(' ').append(hops.get(0));
    } else {
      hops.forEach(hop -> text.append(" nexthop ").append(hop));
    }
    text.append(" proto ").append(protocol);
    if (preferredSource != null) {
      text.append(" src ").append(InetAddresses.toAddrString(preferredSource));
    }
    return text.append(" metric ").append(metric).toString();
  }
}
