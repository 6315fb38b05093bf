package dev.routeswitcher.engine.config;

import static dev.routeswitcher.engine.config.ConfigField.FAILOVER_METRIC;
import static dev.routeswitcher.engine.config.ConfigField.GATEWAY;
import static dev.routeswitcher.engine.config.ConfigField.INTERFACE;
import static dev.routeswitcher.engine.config.ConfigField.METRIC;
import static dev.routeswitcher.engine.config.ConfigField.NAME;
import static dev.routeswitcher.engine.config.ConfigField.PING_TARGET;
import static dev.routeswitcher.engine.config.ConfigField.UPLINK;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Longs;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.ConfigFault.Cause;
import dev.routeswitcher.engine.config.ConfigFault.Missing;
import dev.routeswitcher.engine.config.ConfigFault.OutOfRange;
import dev.routeswitcher.engine.config.ConfigFault.QuorumTooHigh;
import dev.routeswitcher.engine.config.ConfigFault.TooSmall;
import dev.routeswitcher.engine.config.ConfigFault.Unusable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with an {@link EngineConfig}. */
final class ConfigCheck {

  /** That of an alternative name: ALTIFNAMSIZ - 1, linux/if.h; the kernel's own are shorter. */
  private static final int MAX_INTERFACE_NAME = 127;

  private static final int MAX_NAME = 32;
  private static final CharMatcher NAME_CHARACTERS =
      CharMatcher.inRange('a', 'z')
          .or(CharMatcher.inRange('A', 'Z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("._-"));

  /** Several families share most settings: what is wrong with one is listed once. */
  private final Set<ConfigFault> faults = new LinkedHashSet<>();

  private ConfigCheck() {}

  static ImmutableList<ConfigFault> faultsOf(EngineConfig config) {
    ConfigCheck check = new ConfigCheck();
    if (config.families().isEmpty()) {
      check.faults.add(new Missing(PING_TARGET, null));
    }
    Set<IpFamily> seen = new HashSet<>();
    for (FamilyConfig family : config.families()) {
      if (!seen.add(family.family())) {
        throw new IllegalArgumentException(family.family() + " is configured twice");
      }
      if (family.uplinks().size() > FamilyConfig.MAX_UPLINKS) {
        check.within(UPLINK, null, (long) family.uplinks().size(), UPLINK.numbers());
        return ImmutableList.copyOf(check.faults);
      }
      check.uplinks(family);
      check.standbyIntervals(family, config.timing());
      check.metrics(family);
      check.targets(family, config);
    }
    check.timing(config.timing());
    check.quality(config.policy().quality());
    int most =
        config.families().stream().mapToInt(family -> family.uplinks().size()).max().orElse(0);
    check.faults.addAll(config.tables().faults(most));
    return ImmutableList.copyOf(check.faults);
  }

  private void uplinks(FamilyConfig family) {
    int count = family.uplinks().size();
    if (count < 2) {
      faults.add(new Missing(UPLINK, count == 0 ? null : family.nameOf(0)));
    }
    Set<String> interfaces = new HashSet<>();
    for (int i = 0; i < count; i++) {
      UplinkConfig uplink = family.uplinks().get(i);
      String name = family.nameOf(i);
      name(family, i);
      String interfaceName = uplink.interfaceName();
      if (!isInterfaceName(interfaceName)) {
        unusable(INTERFACE, name, interfaceName, Cause.NOT_AN_INTERFACE_NAME);
      } else if (isListed(interfaceName)) {
        unusable(INTERFACE, name, interfaceName, Cause.LISTED_INTERFACE);
      } else if (!interfaces.add(interfaceName)) {
        unusable(INTERFACE, name, interfaceName, Cause.DUPLICATE_INTERFACE);
      }
      InetAddress gateway = uplink.gateway();
      if (gateway != null) {
        Cause cause = causeNotToUse(gateway, family.family());
        if (cause != null) {
          unusable(GATEWAY, name, InetAddresses.toAddrString(gateway), cause);
        }
      }
    }
  }

  /** An uplink may be named by its interface too, so no other may have that for its name. */
  private void name(FamilyConfig family, int index) {
    String name = family.nameOf(index);
    if (name.isEmpty() || name.length() > MAX_NAME || !NAME_CHARACTERS.matchesAllOf(name)) {
      unusable(NAME, name, name, Cause.NOT_A_NAME);
    }
    for (int i = 0; i < family.uplinks().size(); i++) {
      boolean taken =
          (i < index && family.nameOf(i).equals(name))
              || (i != index && family.uplinks().get(i).interfaceName().equals(name));
      if (taken) {
        unusable(NAME, name, name, Cause.NAME_TAKEN);
        return;
      }
    }
  }

  private void standbyIntervals(FamilyConfig family, Timing timing) {
    Range<Duration> range = ConfigField.STANDBY_INTERVAL.durations();
    if (ConfigField.INTERVAL.durations().contains(timing.interval())) {
      range = range.intersection(Range.atLeast(timing.interval()));
    }
    for (int i = 0; i < family.uplinks().size(); i++) {
      Duration standby = family.uplinks().get(i).standbyInterval();
      if (standby != null) {
        within(ConfigField.STANDBY_INTERVAL, family.nameOf(i), standby, range);
      }
    }
  }

  private void metrics(FamilyConfig family) {
    within(FAILOVER_METRIC, null, family.failoverMetric(), FAILOVER_METRIC.numbers());
    ConfigField belowField = FAILOVER_METRIC;
    String belowUplink = null;
    long below = family.failoverMetric();
    for (int i = 0; i < family.uplinks().size(); i++) {
      String name = family.nameOf(i);
      long metric = family.uplinks().get(i).metric();
      within(METRIC, name, metric, METRIC.numbers());
      if (metric <= below) {
        faults.add(new TooSmall(METRIC, name, metric, belowField, belowUplink, below));
      }
      belowField = METRIC;
      belowUplink = name;
      below = metric;
    }
  }

  private void targets(FamilyConfig family, EngineConfig config) {
    List<InetAddress> targets = family.targets();
    within(PING_TARGET, null, (long) targets.size(), PING_TARGET.numbers());
    Set<InetAddress> seen = new HashSet<>();
    for (InetAddress target : targets) {
      Cause cause = causeNotToUse(target, family.family());
      if (cause == null && target.isLinkLocalAddress() && family.family() == IpFamily.IPV6) {
        cause = Cause.LINK_LOCAL;
      }
      if (cause == null && !seen.add(target)) {
        cause = Cause.DUPLICATE_TARGET;
      }
      if (cause != null) {
        unusable(PING_TARGET, null, InetAddresses.toAddrString(target), cause);
      }
    }
    int quorum = config.timing().quorum();
    if (quorum > targets.size() && !targets.isEmpty()) {
      IpFamily which = config.families().size() > 1 ? family.family() : null;
      faults.add(new QuorumTooHigh(quorum, targets.size(), which));
    }
  }

  private void timing(Timing timing) {
    boolean sound = duration(ConfigField.INTERVAL, timing.interval());
    duration(ConfigField.TIMEOUT, timing.timeout());
    Duration failureInterval = timing.failureInterval();
    if (failureInterval != null) {
      Range<Duration> range = ConfigField.FAILURE_INTERVAL.durations();
      within(
          ConfigField.FAILURE_INTERVAL,
          null,
          failureInterval,
          sound ? range.intersection(Range.atMost(timing.interval())) : range);
    }
    number(ConfigField.QUORUM, timing.quorum());
    number(ConfigField.FAILURE_THRESHOLD, timing.failureThreshold());
    number(ConfigField.RECOVERY_THRESHOLD, timing.recoveryThreshold());
    duration(ConfigField.FAILBACK_DELAY, timing.failbackDelay());
    duration(ConfigField.MAX_FAILBACK_DELAY, timing.maxFailbackDelay());
    duration(ConfigField.FLAP_WINDOW, timing.flapWindow());
    duration(ConfigField.BOOT_WINDOW, timing.bootWindow());
    duration(ConfigField.ADDRESS_GRACE, timing.addressGrace());
    if (timing.maxFailbackDelay().compareTo(timing.failbackDelay()) < 0) {
      faults.add(
          new TooSmall(
              ConfigField.MAX_FAILBACK_DELAY,
              null,
              timing.maxFailbackDelay(),
              ConfigField.FAILBACK_DELAY,
              null,
              timing.failbackDelay()));
    }
  }

  private void quality(@Nullable QualityRules rules) {
    if (rules == null) {
      return;
    }
    duration(ConfigField.QUALITY_WINDOW, rules.window());
    QualityRules.Loss loss = rules.loss();
    if (loss != null && number(ConfigField.LEAVE_AT_LOSS, loss.leavePercent())) {
      Range<Long> below =
          ConfigField.RETURN_AT_LOSS.numbers().intersection(Range.atMost(loss.leavePercent() - 1L));
      within(ConfigField.RETURN_AT_LOSS, null, (long) loss.returnPercent(), below);
    }
    QualityRules.Delay delay = rules.delay();
    if (delay != null && duration(ConfigField.LEAVE_AT_RTT, delay.leave())) {
      Range<Duration> below =
          ConfigField.RETURN_AT_RTT
              .durations()
              .intersection(Range.atMost(delay.leave().minusMillis(1)));
      within(ConfigField.RETURN_AT_RTT, null, delay.comeBack(), below);
    }
    if (loss == null && delay == null) {
      faults.add(new Missing(ConfigField.QUALITY_WINDOW, null));
    }
  }

  private boolean number(ConfigField field, long value) {
    return within(field, null, value, field.numbers());
  }

  private boolean duration(ConfigField field, Duration value) {
    return within(field, null, value, field.durations());
  }

  private <T extends Comparable<T>> boolean within(
      ConfigField field, @Nullable String uplink, T value, Range<T> range) {
    boolean within = range.contains(value);
    if (!within) {
      faults.add(new OutOfRange(field, uplink, value, range));
    }
    return within;
  }

  private void unusable(ConfigField field, @Nullable String uplink, String value, Cause cause) {
    faults.add(new Unusable(field, uplink, value, cause));
  }

  /** A link with a peer elsewhere, as ip(8) lists it: {@code eth0@if5}, {@code eth0@NONE}. */
  private static boolean isListed(String name) {
    int at = name.lastIndexOf('@');
    String peer = name.substring(at + 1);
    boolean index = peer.startsWith("if") && Longs.tryParse(peer.substring(2)) != null;
    return at > 0 && (index || peer.equals("NONE"));
  }

  private static boolean isInterfaceName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_INTERFACE_NAME
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().noneMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c));
  }

  private static @Nullable Cause causeNotToUse(InetAddress address, IpFamily family) {
    if (IpFamily.of(address) != family) {
      return family == IpFamily.IPV4 ? Cause.NOT_IPV4 : Cause.NOT_IPV6;
    }
    return isAnotherHost(address) ? null : Cause.NOT_A_HOST;
  }

  private static boolean isAnotherHost(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean limitedBroadcast = bytes.length == 4 && (bytes[0] & 0xff) >= 240;
    return !address.isMulticastAddress()
        && !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !limitedBroadcast;
  }
}
