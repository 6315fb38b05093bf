package dev.routeswitcher.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import com.google.common.primitives.Longs;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.Uplink;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads which uplinks there are: the primary and the secondary from options of their own, or any
 * number from {@code --uplink}.
 */
final class UplinkReader {

  private static final String OPTION = "uplink";
  private static final String GATEWAY = "gateway";
  private static final ImmutableSet<String> PARTS =
      ImmutableSet.of("name", "interface", GATEWAY, "metric", "standby-interval");

  /** Uplinks of these names have options of their own. */
  private static final ImmutableSet<String> NAMES_OF_THE_TWO =
      ImmutableSet.of("primary", "secondary");

  private static final String FORM =
      "write it as name=fibre,interface=eth0,gateway=192.0.2.1,metric=10,standby-interval=30s";

  private final Options options;
  private final List<ConfigFault> faults;

  UplinkReader(Options options, List<ConfigFault> faults) {
    this.options = options;
    this.faults = faults;
  }

  void read(RouteSwitcherBuilder builder) {
    if (options.uplinks.isEmpty()) {
      readTheTwo(builder);
      return;
    }
    if (isOneOfTheTwoDescribed()) {
      fault("is given beside options of the primary or the secondary", "describe all by --uplink");
    }
    number("failover-metric", "", options.failoverMetric).ifPresent(builder::failoverMetric);
    for (String text : options.uplinks) {
      uplink(text).ifPresent(builder::uplink);
    }
  }

  private void readTheTwo(RouteSwitcherBuilder builder) {
    builder.primary(
        Objects.requireNonNullElse(options.primaryInterface, "eth0"),
        options.primaryGateway.toArray(String[]::new));
    builder.secondary(
        Objects.requireNonNullElse(options.secondaryInterface, "eth1"),
        options.secondaryGateway.toArray(String[]::new));
    builder.metrics(
        number("failover-metric", "", options.failoverMetric).orElse(5L),
        number("primary-metric", "", options.primaryMetric).orElse(10L),
        number("secondary-metric", "", options.secondaryMetric).orElse(20L));
    duration("primary-standby-interval", "", options.primaryStandbyInterval)
        .ifPresent(builder::primaryStandbyInterval);
    duration("secondary-standby-interval", "", options.secondaryStandbyInterval)
        .ifPresent(builder::secondaryStandbyInterval);
  }

  private boolean isOneOfTheTwoDescribed() {
    return !options.primaryGateway.isEmpty()
        || !options.secondaryGateway.isEmpty()
        || Stream.of(
                options.primaryInterface,
                options.secondaryInterface,
                options.primaryMetric,
                options.secondaryMetric,
                options.primaryStandbyInterval,
                options.secondaryStandbyInterval)
            .anyMatch(Objects::nonNull);
  }

  /** The uplink that one {@code --uplink} describes; empty if something of it cannot be read. */
  private Optional<Uplink> uplink(String text) {
    int before = faults.size();
    ListMultimap<String, String> parts = parts(text);
    String interfaceName = only("interface", parts);
    if (interfaceName == null && faults.size() == before) {
      fault("'" + text + "' names no interface", FORM);
    }
    Uplink uplink = Uplink.on(Objects.requireNonNullElse(interfaceName, ""));
    String name = only("name", parts);
    if (name != null && NAMES_OF_THE_TWO.contains(name)) {
      fault("'" + text + "' is named as --" + name + "-interface is", "choose another name");
    } else if (name != null) {
      uplink = uplink.named(name);
    }
    for (String gateway : parts.get(GATEWAY)) {
      uplink = uplink.gateway(gateway);
    }
    Optional<Long> metric = number(OPTION, "metric ", only("metric", parts));
    if (metric.isPresent()) {
      uplink = uplink.metric(metric.get());
    }
    Optional<Duration> interval =
        duration(OPTION, "standby-interval ", only("standby-interval", parts));
    if (interval.isPresent()) {
      uplink = uplink.standbyInterval(interval.get());
    }
    return faults.size() == before ? Optional.of(uplink) : Optional.empty();
  }

  private ListMultimap<String, String> parts(String text) {
    ListMultimap<String, String> parts = ArrayListMultimap.create();
    for (String word : Splitter.on(',').split(text)) {
      int equals = word.indexOf('=');
      String part = equals < 0 ? word : word.substring(0, equals);
      if (!PARTS.contains(part) || equals < 0) {
        fault("'" + word + "' is no part of an uplink", FORM);
      } else {
        parts.put(part, word.substring(equals + 1));
      }
    }
    return parts;
  }

  private @Nullable String only(String part, ListMultimap<String, String> parts) {
    List<String> values = parts.get(part);
    if (values.size() > 1) {
      fault(part + " is given " + values.size() + " times", "give it once for each --uplink");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private Optional<Long> number(String setting, String part, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Long> parsed = Optional.ofNullable(Longs.tryParse(text));
    if (parsed.isEmpty()) {
      faults.add(
          new ConfigFault(
              setting, part + "'" + text + "' is no whole number", "give one in digits"));
    }
    return parsed;
  }

  private Optional<Duration> duration(String setting, String part, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Duration> parsed = DurationText.parse(text);
    if (parsed.isEmpty()) {
      faults.add(
          new ConfigFault(
              setting, part + "'" + text + "' is no duration", "give " + DurationText.FORM));
    }
    return parsed;
  }

  private void fault(String problem, String remedy) {
    faults.add(new ConfigFault(OPTION, problem, remedy));
  }
}
