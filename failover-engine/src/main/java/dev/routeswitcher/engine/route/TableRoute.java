package dev.routeswitcher.engine.route;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A route of a table other than the main one.
 *
 * @param table the number of its table ({@code RTA_TABLE})
 * @param destination what it leads to
 * @param metric its priority; the lowest wins ({@code RTA_PRIORITY})
 * @param protocol who made it
 * @param hops the ways out: one for an ordinary route, several or none for others
 * @param preferredSource the source address the kernel gives to unbound sockets, or null
 * @param metrics the path metrics such as mtu, by their {@code RTAX_*} number
 */
public record TableRoute(
    long table,
    Subnet destination,
    long metric,
    int protocol,
    ImmutableList<NextHop> hops,
    @Nullable InetAddress preferredSource,
    ImmutableSortedMap<Integer, Long> metrics)
    implements TableEntry {

  /** The metric of every route of ours there; the same for both families, as 0 would not be. */
  static final long METRIC = 1;

  static TableRoute of(long table, Subnet all, DefaultRoute route) {
    return new TableRoute(
        table,
        all,
        route.metric(),
        route.protocol(),
        route.hops(),
        route.preferredSource(),
        route.metrics());
  }

  static TableRoute onLink(
      long table, Subnet subnet, String interfaceName, @Nullable InetAddress source) {
    return new TableRoute(
        table,
        subnet,
        METRIC,
        DefaultRoute.PROTOCOL,
        ImmutableList.of(new NextHop(interfaceName, null, false)),
        source,
        ImmutableSortedMap.of());
  }

  /** Whether the kernel takes the other for the same route when one is replaced. */
  boolean sharesSlotWith(TableRoute other) {
    return table == other.table && metric == other.metric && destination.equals(other.destination);
  }

  /** Whether its only way out is the interface. */
  boolean leavesBy(String interfaceName) {
    return hops.size() == 1 && hops.get(0).interfaceName().equals(interfaceName);
  }

  /** The route as {@code ip route} takes it, without its path metrics. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(destination.toString());
    if (hops.size() == 1) {
      text.append(' ').append(hops.get(0));
    } else {
      hops.forEach(hop -> text.append(" nexthop ").append(hop));
    }
    text.append(" table ").append(table).append(" proto ").append(protocol);
    if (preferredSource != null) {
      text.append(" src ").append(InetAddresses.toAddrString(preferredSource));
    }
    return text.append(" metric ").append(metric).toString();
  }
}
