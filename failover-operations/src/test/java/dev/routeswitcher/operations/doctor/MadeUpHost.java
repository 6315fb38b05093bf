package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RouterPreference;
import dev.routeswitcher.engine.route.Subnet;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.operations.host.Burst;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.operations.host.HostRouting;
import dev.routeswitcher.operations.host.HostRule;
import dev.routeswitcher.operations.host.Limits;
import dev.routeswitcher.operations.host.Manager;
import dev.routeswitcher.operations.host.Privileges;
import dev.routeswitcher.operations.host.Reading;
import dev.routeswitcher.operations.host.Resolvers;
import dev.routeswitcher.operations.host.Translations;
import dev.routeswitcher.operations.host.UnitFile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Facts of a host that does not exist. As it is made it is well: eth0 and eth1, each with an
 * address, a default route by DHCP behind ours, a gateway and a target that answer.
 */
public final class MadeUpHost {

  static final String TARGET = "203.0.113.8";

  Privileges privileges =
      new Privileges(
          true, true, ImmutableSet.of(0L), Reading.of(new Privileges.PingGroups(0, 2147483647)));
  Limits limits =
      new Limits(17, "17.0.15", 61L << 20, 1L << 30, Reading.of(1024L), Reading.of(Long.MAX_VALUE));
  public @Nullable String unreadableInterfaces;
  public final Map<String, HostInterface> interfaces = new LinkedHashMap<>();
  public final List<Route> defaults = new ArrayList<>();
  public final List<Route> defaults6 = new ArrayList<>();
  final List<HostRouting.CoveringRoute> covering = new ArrayList<>();
  final List<Route> tables = new ArrayList<>();
  final List<HostRule> rules = new ArrayList<>();
  Reading<KernelTables> unreadableTables = Reading.failed("");
  public final Map<String, InetAddress> leased = new LinkedHashMap<>();
  final Map<String, String> sysctls = new LinkedHashMap<>();
  public final ImmutableSetMultimap.Builder<String, Manager> managers =
      ImmutableSetMultimap.builder();
  Reading<Translations> translated = Reading.of(new Translations(true, ImmutableMap.of()));
  Reading<Resolvers> resolvers =
      Reading.of(new Resolvers(Path.of("/etc/resolv.conf"), ImmutableList.of()));
  @Nullable UnitFile unit;
  boolean systemdRuns;
  boolean switcherRuns;
  final Map<String, Burst> bursts = new LinkedHashMap<>();
  final Map<Neighbour, Boolean> neighbours = new LinkedHashMap<>();
  final ImmutableSetMultimap.Builder<String, TargetPath> pathsBack = ImmutableSetMultimap.builder();

  public MadeUpHost() {
    interfaces.put("lo", link(1, "lo", "127.0.0.1/8"));
    interfaces.put("eth0", link(2, "eth0", "192.0.2.2/24"));
    interfaces.put("eth1", link(3, "eth1", "198.51.100.2/24"));
    defaults.add(route("192.0.2.1", "eth0", 16, 100));
    defaults.add(route("198.51.100.1", "eth1", 16, 200));
    for (String name : List.of("eth0", "eth1")) {
      answers(name, TARGET, 5);
      sysctls.put("net.ipv4.conf." + name + ".rp_filter", "0");
    }
    sysctls.put("net.ipv4.conf.all.rp_filter", "0");
    neighbours.put(new Neighbour("eth0", ip("192.0.2.1")), true);
    neighbours.put(new Neighbour("eth1", ip("198.51.100.1")), true);
  }

  static InetAddress ip(String text) {
    return InetAddresses.forString(text);
  }

  /** An interface that is up; addresses with their prefix lengths. */
  public static HostInterface link(int index, String name, String... addresses) {
    return link(index, name, "", true, true, 1500, addresses);
  }

  static HostInterface link(
      int index,
      String name,
      String kind,
      boolean up,
      boolean carrier,
      long mtu,
      String... addresses) {
    ImmutableList.Builder<HostInterface.Address> all = ImmutableList.builder();
    for (String each : addresses) {
      List<String> parts = List.of(each.split("/"));
      InetAddress own = ip(parts.get(0));
      boolean global = !own.isLoopbackAddress() && !own.isLinkLocalAddress();
      all.add(
          new HostInterface.Address(
              InterfaceAddress.of(own, Integer.parseInt(parts.get(1))), global));
    }
    return new HostInterface(
        index, name, ImmutableSet.of(), kind, null, up, carrier, mtu, all.build());
  }

  /** A default route of the main table. */
  public static Route route(@Nullable String gateway, String name, int protocol, long metric) {
    return route(IpFamily.IPV4, gateway, name, protocol, metric, null);
  }

  public static Route route(
      IpFamily family,
      @Nullable String gateway,
      String name,
      int protocol,
      long metric,
      @Nullable RouterPreference preference) {
    return new Route(
        Route.MAIN,
        Subnet.all(family),
        metric,
        protocol,
        ImmutableList.of(new Hop(name, gateway == null ? null : ip(gateway), false)),
        null,
        ImmutableSortedMap.of(),
        null,
        preference,
        null);
  }

  void answers(String interfaceName, String address, int answered) {
    long time = answered == 0 ? 0 : 1_500_000;
    bursts.put(
        interfaceName + address,
        new Burst(interfaceName, ip(address), 5, answered, time, time, 2 * time, ""));
  }

  void fails(String interfaceName, String address, String fault) {
    bursts.put(
        interfaceName + address, new Burst(interfaceName, ip(address), 0, 0, 0, 0, 0, fault));
  }

  void hasUnit(String... service) {
    ImmutableListMultimap.Builder<String, String> all = ImmutableListMultimap.builder();
    for (String line : service) {
      int equals = line.indexOf('=');
      all.put(line.substring(0, equals), line.substring(equals + 1));
    }
    unit = new UnitFile(Path.of("/etc/systemd/system/route-switcher.service"), all.build());
  }

  public HostFacts facts() {
    Reading<KernelTables> readTables =
        unreadableTables.fault().isEmpty()
            ? Reading.of(new KernelTables(ImmutableList.of(), ImmutableList.copyOf(tables)))
            : unreadableTables;
    return new HostFacts(
        "6.1.0",
        switcherRuns,
        privileges,
        limits,
        unreadableInterfaces == null
            ? Reading.of(ImmutableList.copyOf(interfaces.values()))
            : Reading.failed(unreadableInterfaces),
        ImmutableMap.of(
            IpFamily.IPV4,
            new HostRouting(
                IpFamily.IPV4,
                Reading.of(ImmutableList.copyOf(defaults)),
                ImmutableList.copyOf(covering),
                readTables,
                Reading.of(ImmutableList.copyOf(rules))),
            IpFamily.IPV6,
            new HostRouting(
                IpFamily.IPV6,
                Reading.of(ImmutableList.copyOf(defaults6)),
                ImmutableList.of(),
                Reading.of(KernelTables.EMPTY),
                Reading.of(ImmutableList.of()))),
        ImmutableMap.copyOf(leased),
        ImmutableSortedMap.copyOf(sysctls),
        managers.build(),
        translated,
        resolvers,
        Reading.of(Optional.ofNullable(unit)),
        systemdRuns,
        ImmutableList.copyOf(bursts.values()),
        ImmutableMap.copyOf(neighbours),
        pathsBack.build());
  }
}
