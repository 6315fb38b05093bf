package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.PlannedUplink;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.operations.host.Burst;
import dev.routeswitcher.operations.host.HostFacts;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.operations.host.HostRouting;
import dev.routeswitcher.runtime.words.NoticeText;
import dev.routeswitcher.runtime.words.Remedies;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What is asked, what the host is, and what follows from both alone: what checks go by. */
final class Examination {

  /** What DHCP clients that set a metric begin with. */
  private static final long ROUND_METRIC = 100;

  private final Question question;
  private final HostFacts facts;
  private final NoticeText alarms;

  Examination(Question question, HostFacts facts) {
    this.question = question;
    this.facts = facts;
    alarms = NoticeText.naming(question.names());
  }

  HostFacts facts() {
    return facts;
  }

  Question question() {
    return question;
  }

  TableLayout layout() {
    return question.config().tables();
  }

  /** The sentences that a running switcher has. */
  NoticeText alarms() {
    return alarms;
  }

  /** A setting as remedies call it. */
  String named(String setting) {
    return question.names().of(setting);
  }

  /**
   * An uplink of a family.
   *
   * @param name what the configuration calls it
   * @param config what else is given of it
   * @param link its interface, if it is there
   */
  record Uplink(IpFamily family, String name, UplinkConfig config, Optional<HostInterface> link) {

    /** The kernel's name of the interface, or the one that was given if it is not there. */
    String interfaceName() {
      return link.map(HostInterface::name).orElse(config.interfaceName());
    }

    UplinkKey key() {
      return new UplinkKey(family, interfaceName());
    }

    ImmutableList<InterfaceAddress> addresses() {
      return link.map(there -> there.usable(family)).orElse(ImmutableList.of());
    }

    /** Whether the kernel would take a route by it, and packets could leave. */
    boolean isReady() {
      return link.filter(there -> there.up() && there.carrier() && there.vrf() == null).isPresent();
    }
  }

  /** The families that are managed on this host: one that nobody asked for only where it exists. */
  List<FamilyConfig> families() {
    return question.config().families().stream()
        .filter(family -> !family.implied() || exists(family))
        .toList();
  }

  private boolean exists(FamilyConfig family) {
    return uplinks(family).stream()
        .anyMatch(uplink -> !routing(family.family()).through(uplink.interfaceName()).isEmpty());
  }

  List<Uplink> uplinks(FamilyConfig family) {
    return IntStream.range(0, family.uplinks().size())
        .mapToObj(
            place ->
                new Uplink(
                    family.family(),
                    family.nameOf(place),
                    family.uplinks().get(place),
                    facts.find(family.uplinks().get(place).interfaceName())))
        .toList();
  }

  /** Every uplink once, whatever its families; the family is the first that is configured. */
  List<Uplink> uplinks() {
    return uplinks(question.config().families().get(0));
  }

  /** Every uplink of every family. */
  Stream<Uplink> allUplinks() {
    return families().stream().flatMap(family -> uplinks(family).stream());
  }

  boolean isUplink(String interfaceName) {
    return uplinks().stream().anyMatch(uplink -> uplink.interfaceName().equals(interfaceName));
  }

  HostRouting routing(IpFamily family) {
    return Objects.requireNonNull(facts.routing().get(family));
  }

  ImmutableList<Route> defaults(IpFamily family) {
    return routing(family).defaults().orElse(ImmutableList.of());
  }

  /** What routes by the uplink are made of; empty while no gateway is known. */
  Optional<GatewayRoute> via(Uplink uplink) {
    InetAddress leased =
        uplink.family() == IpFamily.IPV4 ? facts.leased().get(uplink.interfaceName()) : null;
    return routing(uplink.family()).via(uplink.interfaceName(), uplink.config().gateway(), leased);
  }

  /** What the plan of a switcher would be a function of. */
  PlanRequest plan(FamilyConfig family) {
    return new PlanRequest(
        family.family(),
        uplinks(family).stream().map(this::planned).collect(ImmutableList.toImmutableList()),
        family.failoverMetric(),
        layout(),
        PlanRequest.UNDECIDED,
        false,
        layout().probeTables(),
        defaults(family.family()),
        routing(family.family()).tables().value());
  }

  private PlannedUplink planned(Uplink uplink) {
    return new PlannedUplink(
        uplink.interfaceName(),
        uplink.config().metric(),
        via(uplink).orElse(null),
        uplink.addresses(),
        uplink.isReady(),
        true,
        false);
  }

  static long highestMetric(FamilyConfig family) {
    return family.uplinks().get(family.uplinks().size() - 1).metric();
  }

  /** Metrics above those of our routes, which no default route has. */
  PrimitiveIterator.OfLong freeMetrics(FamilyConfig family) {
    Set<Long> taken =
        defaults(family.family()).stream().map(Route::metric).collect(Collectors.toSet());
    return LongStream.iterate(
            Math.max(ROUND_METRIC, highestMetric(family) + 1), metric -> metric + 1)
        .filter(metric -> !taken.contains(metric))
        .iterator();
  }

  Optional<Burst> burst(String interfaceName, InetAddress target) {
    return facts.bursts().stream()
        .filter(burst -> burst.interfaceName().equals(interfaceName))
        .filter(burst -> burst.target().equals(target))
        .findFirst();
  }

  /** The reverse path filter of an interface: 0 off, 1 strict, 2 loose; empty if not known. */
  Optional<Long> reversePathFilter(String interfaceName) {
    Optional<Long> all = facts.number("net.ipv4.conf.all.rp_filter");
    Optional<Long> own =
        facts.number(Remedies.sysctlName(IpFamily.IPV4, interfaceName, "rp_filter"));
    return all.flatMap(value -> own.map(other -> Math.max(value, other)));
  }

  boolean filtersStrictly(String interfaceName) {
    return reversePathFilter(interfaceName).filter(value -> value == 1).isPresent();
  }

  /** Whether what is sent from an address of the interface leaves by another one. */
  boolean isLedAstray(String interfaceName) {
    return facts.pathsBack().get(interfaceName).stream()
        .anyMatch(
            path -> path.interfaceName() != null && !interfaceName.equals(path.interfaceName()));
  }
}
