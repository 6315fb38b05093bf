package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which address families are managed, from the gateways and targets that were given.
 *
 * <p>A family with a target is managed. So is one with a gateway; if it has no target, its usual
 * one is pinged. If no target is given at all, both are managed, each with its usual target: IPv4
 * in any case unless only gateways of IPv6 were given, and a family that nobody asked for only
 * where it turns out to exist.
 */
final class Families {

  static final String PING_TARGET = "ping-target";

  private static final ImmutableListMultimap<IpFamily, InetAddress> USUAL_TARGETS =
      ImmutableListMultimap.of(
          IpFamily.IPV4, InetAddresses.forString("8.8.8.8"),
          IpFamily.IPV6, InetAddresses.forString("2001:4860:4860::8888"));

  private static final long FIRST_METRIC = 10;

  private final List<Uplink> uplinks;
  private final long failoverMetric;
  private final List<ConfigFault> faults;
  private final ListMultimap<IpFamily, InetAddress> targets = byFamily();
  private final List<ListMultimap<IpFamily, InetAddress>> gateways = new ArrayList<>();

  private Families(List<Uplink> uplinks, long failoverMetric, List<ConfigFault> faults) {
    this.uplinks = uplinks;
    this.failoverMetric = failoverMetric;
    this.faults = faults;
  }

  /** What was given as the engine takes it; what cannot be read is told to {@code faults}. */
  static ImmutableList<FamilyConfig> of(
      List<Uplink> uplinks, List<String> targets, long failoverMetric, List<ConfigFault> faults) {
    Families families = new Families(uplinks, failoverMetric, faults);
    uplinks.forEach(families::readGateways);
    families.readTargets(targets);
    return families.all(targets.isEmpty());
  }

  private static ListMultimap<IpFamily, InetAddress> byFamily() {
    return MultimapBuilder.enumKeys(IpFamily.class).arrayListValues().build();
  }

  private void readTargets(List<String> texts) {
    for (String text : texts) {
      String remedy = remedyFor(text);
      if (remedy == null) {
        InetAddress address = InetAddresses.forString(text);
        targets.put(IpFamily.of(address), address);
      } else {
        faults.add(new ConfigFault(PING_TARGET, "'" + text + "' is not an IP address", remedy));
      }
    }
  }

  private void readGateways(Uplink uplink) {
    ListMultimap<IpFamily, InetAddress> read = byFamily();
    for (String text : uplink.gateways()) {
      String remedy = remedyFor(text);
      if (remedy == null) {
        InetAddress address = InetAddresses.forString(text);
        read.put(IpFamily.of(address), address);
      } else {
        gatewayFault(uplink, "'" + text + "' is not an IP address", remedy);
      }
    }
    for (IpFamily family : read.keySet()) {
      int count = read.get(family).size();
      if (count > 1) {
        gatewayFault(uplink, "is given " + count + " times", "give one gateway per family");
      }
    }
    gateways.add(read);
  }

  private void gatewayFault(Uplink uplink, String problem, String remedy) {
    faults.add(ConfigFault.ofUplink(uplink.name(), "gateway", problem, remedy));
  }

  /** How to write it so that it is an address; null if it is one. */
  private static @Nullable String remedyFor(String text) {
    if (text.contains("%")) {
      return "leave out what follows '%', the uplink's interface is meant anyway";
    }
    if (text.contains(",") || text.contains(" ")) {
      return "give the option once for each address";
    }
    return InetAddresses.isInetAddress(text) ? null : "write it in digits: 192.0.2.1";
  }

  private ImmutableList<FamilyConfig> all(boolean noTargetsGiven) {
    ImmutableList.Builder<FamilyConfig> families = ImmutableList.builder();
    for (IpFamily family : IpFamily.values()) {
      boolean implied =
          noTargetsGiven
              && !hasGateway(family)
              && (family != IpFamily.IPV4 || hasGateway(IpFamily.IPV6));
      if (noTargetsGiven || targets.containsKey(family) || hasGateway(family)) {
        families.add(family(family, implied));
      }
    }
    ImmutableList<FamilyConfig> asked = families.build();
    // If nothing given can be read there is a fault to tell anyway.
    return asked.isEmpty() ? ImmutableList.of(family(IpFamily.IPV4, false)) : asked;
  }

  private boolean hasGateway(IpFamily family) {
    return gateways.stream().anyMatch(given -> given.containsKey(family));
  }

  private FamilyConfig family(IpFamily family, boolean implied) {
    ImmutableList.Builder<UplinkConfig> configs = ImmutableList.builder();
    for (int i = 0; i < uplinks.size(); i++) {
      Uplink uplink = uplinks.get(i);
      Long metric = uplink.metric();
      configs.add(
          new UplinkConfig(
              uplink.name(),
              uplink.interfaceName(),
              gateways.get(i).get(family).stream().findFirst().orElse(null),
              metric == null ? FIRST_METRIC * (i + 1) : metric,
              uplink.standbyInterval()));
    }
    List<InetAddress> given = targets.get(family);
    return new FamilyConfig(
        family,
        configs.build(),
        given.isEmpty() ? USUAL_TARGETS.get(family) : ImmutableList.copyOf(given),
        failoverMetric,
        implied);
  }
}
