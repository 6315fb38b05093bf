package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A route of any table, as the kernel holds it or as it is wanted there.
 *
 * @param table the number of its table ({@code RTA_TABLE}); {@link #MAIN} for the main one
 * @param destination the addresses it leads to
 * @param metric the route's priority, 0 to 4294967295; the lowest wins ({@code RTA_PRIORITY})
 * @param protocol who made the route, 0 to 255 ({@code rtm_protocol}); {@link #PROTOCOL} is ours
 * @param hops the next hops: one of an ordinary route, several of a multipath one, none of a route
 *     that leads nowhere
 * @param preferredSource the source address the kernel gives to unbound sockets ({@code
 *     RTA_PREFSRC}), or null if the route names none
 * @param metrics the path metrics such as mtu, by their {@code RTAX_*} number
 * @param congestionControl the algorithm that TCP is to use ({@code RTAX_CC_ALGO}, the one path
 *     metric that is no number), or null if the route names none
 * @param preference what the IPv6 router that it leads to asks for, or null for nothing
 * @param deadEnd what it does with packets if it leads nowhere, or null
 */
public record Route(
    long table,
    Subnet destination,
    long metric,
    int protocol,
    ImmutableList<Hop> hops,
    @Nullable InetAddress preferredSource,
    ImmutableSortedMap<Integer, Long> metrics,
    @Nullable String congestionControl,
    @Nullable RouterPreference preference,
    @Nullable DeadEnd deadEnd)
    implements RoutingEntry {

  /**
   * A route that leads somewhere, names no congestion control, to a router that asks for nothing.
   */
  public Route(
      long table,
      Subnet destination,
      long metric,
      int protocol,
      ImmutableList<Hop> hops,
      @Nullable InetAddress preferredSource,
      ImmutableSortedMap<Integer, Long> metrics) {
    this(table, destination, metric, protocol, hops, preferredSource, metrics, null, null, null);
  }

  /**
   * The protocol number that marks every route and rule of Route-Switcher. It is none of those that
   * linux/rtnetlink.h or the usual routing daemons take.
   */
  public static final int PROTOCOL = 157;

  /** The main table ({@code RT_TABLE_MAIN}, linux/rtnetlink.h). */
  public static final long MAIN = 254;

  /** The highest metric there is. */
  static final long MAX_METRIC = 0xffff_ffffL;

  /** Whether it is a default route: it leads to all addresses. */
  public boolean isDefault() {
    return destination.length() == 0;
  }

  @Override
  public boolean isOfMainTable() {
    return table == MAIN;
  }

  /** Whether the kernel takes the other for the same route when one is replaced. */
  public boolean sharesSlotWith(Route other) {
    return table == other.table && metric == other.metric && destination.equals(other.destination);
  }

  /** Whether the route has one next hop, by {@code hop}'s interface and gateway; onlink or not. */
  public boolean hasOnlyHop(Hop hop) {
    return hops.size() == 1 && hops.get(0).sameNextHop(hop);
  }

  /** Whether a next hop does what no route of ours can be made to do. */
  public boolean isSealed() {
    return hops.stream().anyMatch(Hop::isSealed);
  }

  /** The next hop by the interface {@code name}; of a multipath route, its first such. */
  public Optional<Hop> hopThrough(String name) {
    return hops.stream().filter(hop -> hop.interfaceName().equals(name)).findFirst();
  }

  /** Whether it leads nowhere and no rule behind that of its table is asked. */
  public boolean endsLookup() {
    return deadEnd != null && deadEnd.endsLookup();
  }

  /** Whether the route's only next hop is by the interface {@code name}. */
  public boolean usesOnly(String name) {
    return hops.size() == 1 && hops.get(0).interfaceName().equals(name);
  }

  /**
   * The route in the usual notation, without its path metrics and its router's preference: {@code
   * default via 192.0.2.1 dev eth0 proto 157 metric 10}.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(deadEnd == null ? "" : deadEnd + " ");
    text.append(destination);
    if (hops.size() == 1) {
      text.append(' ').append(hops.get(0));
    } else {
      hops.forEach(hop -> text.append(" nexthop ").append(hop));
    }
    if (!isOfMainTable()) {
      text.append(" table ").append(table);
    }
    text.append(" proto ").append(protocol);
    if (preferredSource != null) {
      text.append(" src ").append(InetAddresses.toAddrString(preferredSource));
    }
    return text.append(" metric ").append(metric).toString();
  }
}
