package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with an {@link EngineConfig}, in the words of its settings. */
final class ConfigCheck {

  private static final int MAX_THRESHOLD = 1000;
  private static final int MAX_INTERFACE_NAME = 15; // IFNAMSIZ - 1, linux/if.h
  private static final long MAX_METRIC = 0xffff_ffffL;

  private final ImmutableList.Builder<ConfigFault> faults = ImmutableList.builder();

  private ConfigCheck() {}

  static ImmutableList<ConfigFault> faultsOf(EngineConfig config) {
    ConfigCheck check = new ConfigCheck();
    if (config.families().isEmpty()) {
      check.fault("ping-target", "no target is given", "name at least one address to ping");
    }
    Set<AddressFamily> seen = new HashSet<>();
    for (FamilyConfig family : config.families()) {
      if (!seen.add(family.family())) {
        throw new IllegalArgumentException(family.family() + " is configured twice");
      }
      check.uplinks(family);
      check.standbyIntervals(family, config.timing());
      check.metrics(family);
      check.targets(family, config.timing());
    }
    check.timing(config.timing());
    check.quality(config.policy().quality());
    return check.faults.build();
  }

  /** What the uplink at {@code index} is called in options and in the log. */
  static String role(int index) {
    return switch (index) {
      case 0 -> "primary";
      case 1 -> "secondary";
      default -> "uplink-" + (index + 1);
    };
  }

  private void uplinks(FamilyConfig family) {
    if (family.uplinks().size() < 2) {
      fault("secondary-interface", "only one uplink is given", "failover needs at least two");
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < family.uplinks().size(); i++) {
      UplinkConfig uplink = family.uplinks().get(i);
      String setting = role(i) + "-interface";
      String name = uplink.interfaceName();
      if (!isInterfaceName(name)) {
        fault(
            setting,
            "'" + name + "' cannot be the name of an interface",
            "give 1 to 15 characters without '/' or blanks");
      } else if (!names.add(name)) {
        fault(
            setting, "'" + name + "' is given twice", "every uplink needs an interface of its own");
      }
      InetAddress gateway = uplink.gateway();
      if (gateway != null) {
        gateway(role(i) + "-gateway", gateway, family.family());
      }
    }
  }

  private void standbyIntervals(FamilyConfig family, Timing timing) {
    for (int i = 0; i < family.uplinks().size(); i++) {
      Duration standby = family.uplinks().get(i).standbyInterval();
      if (standby != null) {
        range(role(i) + "-standby-interval", standby, timing.interval(), Timing.LONGEST);
      }
    }
  }

  private void gateway(String setting, InetAddress gateway, AddressFamily family) {
    String text = InetAddresses.toAddrString(gateway);
    if (AddressFamily.of(gateway) != family) {
      fault(setting, text + " is not an " + family + " address", "give one of that family");
    } else if (!isUnicast(gateway)) {
      fault(setting, text + " is not the address of a host", "give the router's own address");
    }
  }

  private void metrics(FamilyConfig family) {
    metric("failover-metric", family.failoverMetric());
    long below = family.failoverMetric();
    String belowName = "failover-metric";
    for (int i = 0; i < family.uplinks().size(); i++) {
      String setting = role(i) + "-metric";
      long metric = family.uplinks().get(i).metric();
      metric(setting, metric);
      if (metric <= below) {
        fault(
            setting,
            metric + " is not above " + belowName + " " + below,
            "metrics must rise: failover, primary, secondary");
      }
      below = metric;
      belowName = setting;
    }
  }

  private void metric(String setting, long metric) {
    if (metric < 1 || metric > MAX_METRIC) {
      fault(setting, metric + " is out of range", "give 1 to " + MAX_METRIC);
    }
  }

  private void targets(FamilyConfig family, Timing timing) {
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
      if (AddressFamily.of(target) != family.family()) {
        fault("ping-target", text + " is not an " + family.family() + " address", "leave it out");
      } else if (!isUnicast(target)) {
        fault("ping-target", text + " is not the address of a host", "give a host that answers");
      } else if (!seen.add(target)) {
        fault("ping-target", text + " is given twice", "give it once");
      }
    }
    if (timing.quorum() > targets.size() && !targets.isEmpty()) {
      fault(
          "quorum",
          timing.quorum() + " is more than the " + targets.size() + " targets",
          "lower it or give more targets");
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
      percent("leave-at-loss", loss.leavePercent(), 1, 100);
      percent("return-at-loss", loss.returnPercent(), 0, loss.leavePercent() - 1);
    }
    QualityRules.Delay delay = rules.delay();
    if (delay != null) {
      Duration shortest = Duration.ofMillis(1);
      range("leave-at-rtt", delay.leave(), shortest, Timing.LONGEST);
      range("return-at-rtt", delay.comeBack(), shortest, delay.leave().minus(shortest));
    }
    if (loss == null && delay == null) {
      fault("quality-window", "is given without a rule", "give leave-at-loss or leave-at-rtt");
    }
  }

  private void percent(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      fault(setting, value + " is out of range", "give " + least + " to " + most + " percent");
    }
  }

  private void range(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      fault(
          setting,
          Durations.text(value) + " is out of range",
          "give " + Durations.text(least) + " to " + Durations.text(most));
    }
  }

  private void count(String setting, int value, int most) {
    if (value < 1 || value > most) {
      fault(setting, value + " is out of range", "give 1 to " + most);
    }
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
