package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.MultimapBuilder;
import com.google.common.collect.Multimaps;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which address families are managed, from the gateways and targets that were given.
 *
 * <p>A family with a target is managed. So is one with a gateway; if it has no target, its default
 * one is pinged. If no target is given at all, both are managed, each with its default target: IPv4
 * in any case unless only gateways of IPv6 were given, and a family that nobody asked for only
 * where it turns out to exist.
 */
final class Families {

  private static final ImmutableListMultimap<IpFamily, InetAddress> DEFAULT_TARGETS =
      Multimaps.index(
          Lists.transform(Settings.DEFAULT_TARGETS, InetAddresses::forString), IpFamily::of);

  private final List<Values> uplinks;
  private final long failoverMetric;
  private final FaultWords words;
  private final List<SettingFault> faults = new ArrayList<>();
  private final ListMultimap<IpFamily, InetAddress> targets = byFamily();
  private final List<ListMultimap<IpFamily, InetAddress>> gateways = new ArrayList<>();
  private final boolean noTargetsGiven;

  /** Reads the addresses; {@link #faults} lists texts that are not addresses. */
  Families(Values common, List<Values> uplinks, FaultWords words) {
    this.uplinks = uplinks;
    this.words = words;
    failoverMetric = common.get(Settings.FAILOVER_METRIC);
    noTargetsGiven = common.get(Settings.PING_TARGET).isEmpty();
    for (int i = 0; i < uplinks.size(); i++) {
      readGateways(i);
    }
    for (String text : common.get(Settings.PING_TARGET)) {
      read(text, targets, null, Settings.PING_TARGET);
    }
  }

  List<SettingFault> faults() {
    return faults;
  }

  private static ListMultimap<IpFamily, InetAddress> byFamily() {
    return MultimapBuilder.enumKeys(IpFamily.class).arrayListValues().build();
  }

  private void read(
      String text,
      ListMultimap<IpFamily, InetAddress> addresses,
      @Nullable String uplink,
      Setting<?> setting) {
    if (InetAddresses.isInetAddress(text) && !text.contains("%")) {
      InetAddress address = InetAddresses.forString(text);
      addresses.put(IpFamily.of(address), address);
    } else {
      faults.add(words.notAnAddress(uplink, setting.key(), text));
    }
  }

  private void readGateways(int place) {
    String name = uplinks.get(place).get(Settings.NAME, place);
    ListMultimap<IpFamily, InetAddress> read = byFamily();
    for (String text : uplinks.get(place).get(Settings.GATEWAY)) {
      read(text, read, name, Settings.GATEWAY);
    }
    for (IpFamily family : read.keySet()) {
      int count = read.get(family).size();
      if (count > 1) {
        faults.add(words.gateways(name, count));
      }
    }
    gateways.add(read);
  }

  ImmutableList<FamilyConfig> all() {
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
    // If nothing given can be read there is a fault anyway.
    return asked.isEmpty() ? ImmutableList.of(family(IpFamily.IPV4, false)) : asked;
  }

  private boolean hasGateway(IpFamily family) {
    return gateways.stream().anyMatch(given -> given.containsKey(family));
  }

  private FamilyConfig family(IpFamily family, boolean implied) {
    ImmutableList.Builder<UplinkConfig> configs = ImmutableList.builder();
    for (int i = 0; i < uplinks.size(); i++) {
      Values uplink = uplinks.get(i);
      configs.add(
          new UplinkConfig(
              uplink.get(Settings.NAME, i),
              uplink.get(Settings.INTERFACE, i),
              gateways.get(i).get(family).stream().findFirst().orElse(null),
              uplink.get(Settings.METRIC, i),
              uplink.find(Settings.STANDBY_INTERVAL).orElse(null),
              uplink.get(Settings.ONLINK)));
    }
    List<InetAddress> given = targets.get(family);
    return new FamilyConfig(
        family,
        configs.build(),
        given.isEmpty() ? DEFAULT_TARGETS.get(family) : ImmutableList.copyOf(given),
        failoverMetric,
        implied);
  }
}
