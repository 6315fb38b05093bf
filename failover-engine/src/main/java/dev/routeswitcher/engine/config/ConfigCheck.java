package dev.routeswitcher.engine.config;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.IpFamily;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with an {@link EngineConfig}, in the words of its settings. */
public final class ConfigCheck {

  private static final int MAX_THRESHOLD = 1000;
  private static final int MAX_INTERFACE_NAME = 15; // IFNAMSIZ - 1, linux/if.h
  private static final long MAX_METRIC = 0xffff_ffffL;
  private static final String METRICS = "give 1 to " + MAX_METRIC;

  private static final int MAX_NAME = 32;
  private static final CharMatcher NAME =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("._-"));

  /** Several families share most settings: what is wrong with one is told once. */
  private final Set<ConfigFault> faults = new LinkedHashSet<>();

  private ConfigCheck() {}

  static ImmutableList<ConfigFault> faultsOf(EngineConfig config) {
    ConfigCheck check = new ConfigCheck();
    if (config.families().isEmpty()) {
      check.fault("ping-target", "no target is given", "name at least one address to ping");
    }
    Set<IpFamily> seen = new HashSet<>();
    for (FamilyConfig family : config.families()) {
      if (!seen.add(family.family())) {
        throw new IllegalArgumentException(family.family() + " is configured twice");
      }
      check.uplinks(family);
      check.standbyIntervals(family, config.timing());
      check.metrics(family);
      check.targets(family, config);
    }
    check.timing(config.timing());
    check.quality(config.policy().quality());
    return ImmutableList.copyOf(check.faults);
  }

  /** How the gateway of an uplink is given on the command line. */
  public static String gatewayOption(String name) {
    return ConfigFault.hasOptionsOfItsOwn(name)
        ? "--" + name + "-gateway"
        : "gateway= in --uplink name=" + name + ",...";
  }

  private void uplinks(FamilyConfig family) {
    if (family.uplinks().size() < 2) {
      boolean byPlace =
          family.uplinks().isEmpty() || ConfigFault.hasOptionsOfItsOwn(family.nameOf(0));
      fault(
          byPlace ? "secondary-interface" : "uplink",
          "only one uplink is given",
          "failover needs at least two");
    }
    Set<String> interfaces = new HashSet<>();
    for (int i = 0; i < family.uplinks().size(); i++) {
      UplinkConfig uplink = family.uplinks().get(i);
      String name = family.nameOf(i);
      name(family, i);
      String interfaceName = uplink.interfaceName();
      if (!isInterfaceName(interfaceName)) {
        fault(
            name,
            "interface",
            "'" + interfaceName + "' cannot be the name of an interface",
            "give 1 to 15 characters without '/' or blanks");
      } else if (!interfaces.add(interfaceName)) {
        fault(
            name,
            "interface",
            "'" + interfaceName + "' is given twice",
            "every uplink needs an interface of its own");
      }
      InetAddress gateway = uplink.gateway();
      if (gateway != null) {
        gateway(name, gateway, family.family());
      }
    }
  }

  /** An uplink may be named by its interface too, so no other may have that for its name. */
  private void name(FamilyConfig family, int index) {
    String name = family.nameOf(index);
    if (name.isEmpty() || name.length() > MAX_NAME || !NAME.matchesAllOf(name)) {
      fault(
          "uplink",
          "'" + name + "' cannot be a name",
          "give 1 to 32 letters, digits, dots, dashes or underscores");
    }
    for (int i = 0; i < family.uplinks().size(); i++) {
      boolean taken =
          (i < index && family.nameOf(i).equals(name))
              || (i != index && family.uplinks().get(i).interfaceName().equals(name));
      if (taken) {
        fault("uplink " + name, "another uplink is called that", "give it a name of its own");
        return;
      }
    }
  }

  private void standbyIntervals(FamilyConfig family, Timing timing) {
    for (int i = 0; i < family.uplinks().size(); i++) {
      Duration standby = family.uplinks().get(i).standbyInterval();
      if (standby != null && !isIn(standby, timing.interval(), Timing.LONGEST)) {
        fault(
            family.nameOf(i),
            "standby-interval",
            Durations.text(standby) + " is out of range",
            rangeOf(timing.interval(), Timing.LONGEST));
      }
    }
  }

  private void gateway(String name, InetAddress gateway, IpFamily family) {
    String text = InetAddresses.toAddrString(gateway);
    if (IpFamily.of(gateway) != family) {
      fault(name, "gateway", text + " is not an " + family + " address", "give one of that family");
    } else if (!isUnicast(gateway)) {
      fault(
          name, "gateway", text + " is not the address of a host", "give the router's own address");
    }
  }

  private void metrics(FamilyConfig family) {
    if (isNoMetric(family.failoverMetric())) {
      fault("failover-metric", family.failoverMetric() + " is out of range", METRICS);
    }
    long below = family.failoverMetric();
    String belowName = "failover-metric";
    for (int i = 0; i < family.uplinks().size(); i++) {
      String name = family.nameOf(i);
      long metric = family.uplinks().get(i).metric();
      if (isNoMetric(metric)) {
        fault(name, "metric", metric + " is out of range", METRICS);
      }
      if (metric <= below) {
        fault(
            name,
            "metric",
            metric + " is not above " + belowName + " " + below,
            ConfigFault.hasOptionsOfItsOwn(name)
                ? "metrics must rise: failover, primary, secondary"
                : "metrics must rise from --failover-metric on, in the order of the uplinks");
      }
      below = metric;
      belowName = ConfigFault.hasOptionsOfItsOwn(name) ? name + "-metric" : name + "'s";
    }
  }

  private static boolean isNoMetric(long metric) {
    return metric < 1 || metric > MAX_METRIC;
  }

  private void targets(FamilyConfig family, EngineConfig config) {
    List<InetAddress> targets = family.targets();
    if (targets.isEmpty() || targets.size() > FamilyConfig.MAX_TARGETS) {
      fault(
          "ping-target",
          targets.size() + " targets are given",
          "give 1 to " + FamilyConfig.MAX_TARGETS);
    }
    Set<InetAddress> seen = new HashSet<>();
    for (InetAddress target : targets) {
      String text = InetAddresses.toAddrString(target);
      if (IpFamily.of(target) != family.family()) {
        fault("ping-target", text + " is not an " + family.family() + " address", "leave it out");
      } else if (!isUnicast(target)) {
        fault("ping-target", text + " is not the address of a host", "give a host that answers");
      } else if (family.family() == IpFamily.IPV6 && target.isLinkLocalAddress()) {
        fault("ping-target", text + " is one of the link alone", "give a host beyond the provider");
      } else if (!seen.add(target)) {
        fault("ping-target", text + " is given twice", "give it once");
      }
    }
    int quorum = config.timing().quorum();
    if (quorum > targets.size() && !targets.isEmpty()) {
      String count = targets.size() == 1 ? "1 target" : targets.size() + " targets";
      String which = config.families().size() > 1 ? " of " + family.family() : "";
      fault(
          "quorum", quorum + " is more than the " + count + which, "lower it or give more targets");
    }
  }

  private void timing(Timing timing) {
    range("interval", timing.interval(), Timing.SHORTEST, Timing.LONGEST);
    range("timeout", timing.timeout(), Timing.SHORTEST, Timing.LONGEST);
    if (timing.failureInterval() != null) {
      range("failure-interval", timing.failureInterval(), Timing.SHORTEST, timing.interval());
    }
    count("quorum", timing.quorum(), FamilyConfig.MAX_TARGETS);
    count("failure-threshold", timing.failureThreshold(), MAX_THRESHOLD);
    count("recovery-threshold", timing.recoveryThreshold(), MAX_THRESHOLD);
    range("failback-delay", timing.failbackDelay(), Duration.ZERO, Timing.LONGEST);
    range("max-failback-delay", timing.maxFailbackDelay(), Duration.ZERO, Timing.LONGEST_DAMPING);
    range("flap-window", timing.flapWindow(), Duration.ZERO, Timing.LONGEST_DAMPING);
    range("boot-window", timing.bootWindow(), Duration.ZERO, Timing.LONGEST);
    range("address-grace", timing.addressGrace(), Duration.ZERO, Timing.LONGEST);
    if (timing.maxFailbackDelay().compareTo(timing.failbackDelay()) < 0) {
      fault(
          "max-failback-delay",
          Durations.text(timing.maxFailbackDelay())
              + " is less than failback-delay "
              + Durations.text(timing.failbackDelay()),
          "give at least as much");
    }
  }

  private void quality(@Nullable QualityRules rules) {
    if (rules == null) {
      return;
    }
    range("quality-window", rules.window(), QualityRules.SHORTEST_WINDOW, Timing.LONGEST);
    QualityRules.Loss loss = rules.loss();
    if (loss != null) {
      if (percent("leave-at-loss", loss.leavePercent(), 1, 100)) {
        percent("return-at-loss", loss.returnPercent(), 0, loss.leavePercent() - 1);
      }
    }
    QualityRules.Delay delay = rules.delay();
    if (delay != null) {
      Duration shortest = Duration.ofMillis(1);
      if (range("leave-at-rtt", delay.leave(), shortest.multipliedBy(2), Timing.LONGEST)) {
        range("return-at-rtt", delay.comeBack(), shortest, delay.leave().minus(shortest));
      }
    }
    if (loss == null && delay == null) {
      fault("quality-window", "is given without a rule", "give leave-at-loss or leave-at-rtt");
    }
  }

  private boolean percent(String setting, int value, int least, int most) {
    boolean inRange = value >= least && value <= most;
    if (!inRange) {
      fault(setting, value + " is out of range", "give " + least + " to " + most + " percent");
    }
    return inRange;
  }

  private boolean range(String setting, Duration value, Duration least, Duration most) {
    boolean inRange = isIn(value, least, most);
    if (!inRange) {
      fault(setting, Durations.text(value) + " is out of range", rangeOf(least, most));
    }
    return inRange;
  }

  private static boolean isIn(Duration value, Duration least, Duration most) {
    return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
  }

  private static String rangeOf(Duration least, Duration most) {
    return "give " + Durations.text(least) + " to " + Durations.text(most);
  }

  private void count(String setting, int value, int most) {
    if (value < 1 || value > most) {
      fault(setting, value + " is out of range", "give 1 to " + most);
    }
  }

  private void fault(String name, String part, String problem, String remedy) {
    faults.add(ConfigFault.ofUplink(name, part, problem, remedy));
  }

  private void fault(String setting, String problem, String remedy) {
    faults.add(new ConfigFault(setting, problem, remedy));
  }

  private static boolean isInterfaceName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_INTERFACE_NAME
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c));
  }

  private static boolean isUnicast(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean limitedBroadcast = bytes.length == 4 && (bytes[0] & 0xff) >= 240;
    return !address.isMulticastAddress() && !address.isAnyLocalAddress() && !limitedBroadcast;
  }
}
