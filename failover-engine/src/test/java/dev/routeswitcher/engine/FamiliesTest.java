package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** IPv4 and IPv6 over the same interfaces: each decides for itself. */
class FamiliesTest {

  private static final ImmutableList<String> NAMES = ImmutableList.of("eth0", "eth1", "eth2");

  private final FailoverEngine engine =
      new FailoverEngine(
          new EngineConfig(
              ImmutableList.of(
                  family(IpFamily.IPV4, "203.0.113.8"), family(IpFamily.IPV6, "2001:db8:8::8")),
              Timing.defaults()));
  private EngineState state = engine.start(0);
  private long now;

  private static FamilyConfig family(IpFamily family, String target) {
    ImmutableList.Builder<UplinkConfig> uplinks = ImmutableList.builder();
    for (int i = 0; i < NAMES.size(); i++) {
      String prefix = family == IpFamily.IPV4 ? "198.51.100." : "2001:db8::";
      uplinks.add(
          new UplinkConfig(NAMES.get(i), InetAddresses.forString(prefix + (i + 1)), 10L * (i + 1)));
    }
    return new FamilyConfig(
        family, uplinks.build(), ImmutableList.of(InetAddresses.forString(target)), 5);
  }

  private static LinkStatus up(IpFamily family, String name) {
    int host = 100 + NAMES.indexOf(name);
    return family == IpFamily.IPV4
        ? LinkStatus.up(InterfaceAddress.of(InetAddresses.forString("198.51.100." + host), 24))
        : LinkStatus.up(InterfaceAddress.of(InetAddresses.forString("2001:db8::" + host), 64));
  }

  private Step step(List<EngineEvent> events) {
    Step step = engine.step(state, events, now);
    state = step.state();
    return step;
  }

  /** Everything is up, and every round is answered. */
  private void begin() {
    List<EngineEvent> events = new ArrayList<>();
    for (IpFamily family : IpFamily.values()) {
      NAMES.forEach(
          name -> events.add(new LinkChanged(new UplinkKey(family, name), up(family, name))));
      events.add(new RoutesObserved(family, ImmutableList.of(), ImmutableList.of()));
    }
    List<EngineEvent> replies = new ArrayList<>();
    for (Decision decision : step(events).decisions()) {
      if (decision instanceof StartRound round) {
        replies.add(
            new ProbeFinished(round.uplink(), round.number(), 0, Verdict.REPLIED, 1_000_000, ""));
      }
    }
    assertThat(replies).hasSize(6);
    now += 1_000_000;
    step(replies);
  }

  @Test
  void one_leaves_an_uplink_that_only_it_has_lost() {
    begin();
    assertThat(state.wanted(IpFamily.IPV4)).map(UplinkKey::interfaceName).hasValue("eth0");
    assertThat(state.wanted(IpFamily.IPV6)).map(UplinkKey::interfaceName).hasValue("eth0");
    UplinkKey lost = new UplinkKey(IpFamily.IPV6, "eth0");
    step(List.of(new LinkChanged(lost, LinkStatus.ABSENT)));
    assertThat(state.wanted(IpFamily.IPV4)).map(UplinkKey::interfaceName).hasValue("eth0");
    assertThat(state.wanted(IpFamily.IPV6)).map(UplinkKey::interfaceName).hasValue("eth1");
  }

  /** Its routes stand, and a look-up leads past them. */
  private void tellIpv6GoesAstray() {
    IpFamily ipv6 = IpFamily.IPV6;
    ImmutableList.Builder<Route> routes = ImmutableList.builder();
    for (int i = 0; i < NAMES.size(); i++) {
      Hop hop = new Hop(NAMES.get(i), InetAddresses.forString("2001:db8::" + (i + 1)), false);
      routes.add(
          MainRoutes.mainDefault(
              ipv6,
              10L * (i + 1),
              Route.PROTOCOL,
              ImmutableList.of(hop),
              null,
              ImmutableSortedMap.of()));
    }
    TargetPath astray = new TargetPath(InetAddresses.forString("2001:db8:8::8"), "eth1", 0);
    step(
        List.of(
            new RoutesChanged(ipv6, ImmutableList.of()),
            new RoutesObserved(ipv6, routes.build(), ImmutableList.of(astray))));
  }

  private List<Alarm.Kind> alarmsOfIpv6() {
    return engine.snapshot(state, now).families().get(1).alarms().stream()
        .map(Alarm::kind)
        .toList();
  }

  @Test
  void the_kernel_may_go_around_a_router_of_ipv6_that_fails_but_around_no_other() {
    begin();
    tellIpv6GoesAstray();
    assertThat(alarmsOfIpv6()).containsExactly(Alarm.Kind.INEFFECTIVE);
    UplinkKey eth0 = new UplinkKey(IpFamily.IPV6, "eth0");
    now += 999_000_000;
    step(List.of());
    step(List.of(new ProbeFinished(eth0, 2, 0, Verdict.UNREACHABLE, -1, "")));
    assertThat(alarmsOfIpv6()).isEmpty();
  }

  @Test
  void an_operator_speaks_of_one_of_them() {
    begin();
    ManualOverride never = ManualOverride.NONE.never(new UplinkKey(IpFamily.IPV6, "eth0"));
    step(List.of(new EngineEvent.OverrideChanged(IpFamily.IPV6, never)));
    assertThat(engine.snapshot(state, now).families())
        .extracting(Snapshot.Family::override)
        .containsExactly(ManualOverride.NONE, never);
  }

  @Test
  void the_snapshot_shows_both() {
    begin();
    Snapshot seen = engine.snapshot(state, now);
    assertThat(seen.families())
        .extracting(Snapshot.Family::family)
        .containsExactly(IpFamily.IPV4, IpFamily.IPV6);
    assertThat(seen.families().get(1).uplinks()).hasSize(3);
  }

  @Test
  void what_the_routes_are_planned_from_is_known_of_each_once_they_are_read() {
    assertThat(state.routing(IpFamily.IPV6)).isEmpty();
    begin();
    assertThat(state.routing(IpFamily.IPV6))
        .hasValueSatisfying(
            routing -> {
              assertThat(routing.wanted()).isZero();
              assertThat(routing.uplinks().get(2).via()).hasToString("2001:db8::3");
            });
    assertThat(state.routing(IpFamily.IPV4))
        .hasValueSatisfying(
            routing -> assertThat(routing.uplinks().get(2).via()).hasToString("198.51.100.3"));
  }

  @Test
  void states_of_the_same_past_are_equal() {
    assertThat(engine.start(7)).isEqualTo(engine.start(7)).hasSameHashCodeAs(engine.start(7));
    assertThat(engine.start(7)).isNotEqualTo(engine.start(8));
    assertThat(engine.start(7).toString()).contains("eth0", "eth2");
  }
}
