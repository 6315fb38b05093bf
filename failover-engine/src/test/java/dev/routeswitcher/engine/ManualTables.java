package dev.routeswitcher.engine;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the manual (docs/operating.md) promises of rules and tables while all is well, and what the
 * kernel has of them, both as sorted lines like those that the manual shows.
 */
public final class ManualTables {

  private ManualTables() {}

  /** The rules and routes there must be while {@code wanted} is to carry the traffic. */
  static List<String> promised(World world, String wanted) {
    return promised(
        world.config().tables(),
        world.names().stream().map(world::uplink).toList(),
        world.uplink(wanted));
  }

  /** The rules and routes there must be for such uplinks, in priority order. */
  public static List<String> promised(
      TableLayout layout, List<SimulatedUplink> uplinks, SimulatedUplink wanted) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < uplinks.size() && layout.probeTables(); i++) {
      promiseProbing(lines, uplinks.get(i), layout, layout.firstTable() + 1 + i);
    }
    if (layout.overridesForeign()) {
      lines.add("32764 not from all fwmark 0xffffffff lookup main suppress_prefixlength 0");
      lines.add("32765 from all lookup " + layout.firstTable());
      lines.add(defaultBy(wanted, layout.firstTable()));
    }
    return lines.stream().sorted().toList();
  }

  private static void promiseProbing(
      List<String> lines, SimulatedUplink uplink, TableLayout layout, long table) {
    long first = layout.firstPreference();
    lines.add(first + 1 + " from all oif " + uplink.name() + " lookup " + table);
    for (InterfaceAddress address : uplink.link().addresses()) {
      String local = InetAddresses.toAddrString(address.local());
      lines.add(first + " from " + local + " lookup main suppress_prefixlength 1");
      lines.add(first + 2 + " from " + local + " lookup " + table);
      if (address.prefixLength() < 32) {
        lines.add(table + ": " + uplink.subnet() + " dev " + uplink.name() + " src " + local);
      }
    }
    lines.add(defaultBy(uplink, table));
  }

  private static String defaultBy(SimulatedUplink uplink, long table) {
    String gateway = InetAddresses.toAddrString(uplink.gateway());
    return table + ": default via " + gateway + " dev " + uplink.name();
  }

  /** The rules and routes of ours that the kernel has. */
  static List<String> existing(World world) {
    return existing(world.tables());
  }

  /** The rules and routes of ours among them. */
  public static List<String> existing(KernelTables tables) {
    return Stream.concat(
            tables.rules().stream().filter(PolicyRule::isOurs).map(ManualTables::line),
            tables.routes().stream().filter(Route::isOurs).map(ManualTables::line))
        .sorted()
        .toList();
  }

  private static String line(PolicyRule rule) {
    return rule.preference()
        + (rule.inverted() ? " not" : "")
        + " from "
        + text(rule.source(), "all")
        + (rule.mark() == null ? "" : " fwmark " + rule.mark())
        + (rule.outputInterface() == null ? "" : " oif " + rule.outputInterface())
        + " lookup "
        + (rule.table() == 254 ? "main" : rule.table())
        + (rule.suppressedLength() != null
            ? " suppress_prefixlength " + rule.suppressedLength()
            : "");
  }

  private static String line(Route route) {
    Hop hop = route.hops().get(0);
    String to =
        route.destination().length() == 0
            ? "default"
            : InetAddresses.toAddrString(route.destination().address())
                + "/"
                + route.destination().length();
    return route.table()
        + ": "
        + to
        + (hop.gateway() == null ? "" : " via " + text(hop.gateway(), ""))
        + " dev "
        + hop.interfaceName()
        + (route.preferredSource() == null ? "" : " src " + text(route.preferredSource(), ""));
  }

  private static String text(@Nullable InetAddress address, String none) {
    return address == null ? none : InetAddresses.toAddrString(address);
  }
}
