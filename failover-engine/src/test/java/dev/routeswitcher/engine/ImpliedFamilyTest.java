package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Notice.UplinkChanged;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A family that nobody asked for by name: it is managed where it turns out to exist. */
class ImpliedFamilyTest {

  private static final IpFamily IPV6 = IpFamily.IPV6;
  private static final int RA = 9;
  private static final long HOUR = Duration.ofHours(1).toNanos();

  private final FailoverEngine engine =
      new FailoverEngine(
          new EngineConfig(
              ImmutableList.of(
                  new FamilyConfig(
                      IPV6,
                      ImmutableList.of(
                          new UplinkConfig("fibre", "eth0", null, 10, null),
                          new UplinkConfig("cable", "eth1", null, 20, null)),
                      ImmutableList.of(InetAddresses.forString("2001:db8:ff::8")),
                      5,
                      true)),
              Timing.defaults()));
  private EngineState state = engine.start(0);
  private List<Notice> notices = List.of();
  private long now;

  private List<Decision> step(EngineEvent... events) {
    Step step = engine.step(state, List.of(events), now);
    state = step.state();
    notices = step.notices();
    return step.decisions();
  }

  private Snapshot.Family snapshot() {
    return engine.snapshot(state, now).families().get(0);
  }

  private static LinkChanged up(String name, String address) {
    InterfaceAddress own = InterfaceAddress.of(InetAddresses.forString(address), 64);
    return new LinkChanged(new UplinkKey(IPV6, name), LinkStatus.up(own));
  }

  private static RoutesObserved routes(Route... routes) {
    return new RoutesObserved(IPV6, ImmutableList.copyOf(routes), ImmutableList.of());
  }

  private static Route advertised(Hop... hops) {
    return MainRoutes.mainDefault(
        IPV6, 1024, RA, ImmutableList.copyOf(hops), null, ImmutableSortedMap.of());
  }

  private static Hop by(String name, String gateway) {
    return new Hop(name, InetAddresses.forString(gateway), false);
  }

  private void sleepForAnHour() {
    assertThat(step(up("eth0", "2001:db8:1::2"), up("eth1", "2001:db8:2::2"), routes())).isEmpty();
    now += HOUR;
    assertThat(step()).isEmpty();
  }

  @Test
  void without_a_default_route_it_says_and_does_nothing() {
    sleepForAnHour();
    assertThat(snapshot().state()).isEqualTo(FailoverState.DORMANT);
    assertThat(snapshot().next()).isNull();
    assertThat(state.wanted(IPV6)).isEmpty();
  }

  @Test
  void asleep_it_is_looked_after_once_a_minute() {
    long minute = Duration.ofMinutes(1).toNanos();
    now = HOUR;
    assertThat(engine.step(state, List.of(routes()), now).wakeAtNanos()).isEqualTo(HOUR + minute);
  }

  @Test
  void a_default_on_one_uplink_brings_it_to_life_with_a_boot_window_of_its_own() {
    sleepForAnHour();
    now += HOUR;
    List<Decision> decisions = step(routes(advertised(by("eth0", "fe80::1"))));
    assertThat(decisions)
        .hasAtLeastOneElementOfType(StartRound.class)
        .doesNotHaveAnyElementsOfTypes(ChangeRoutes.class);
    assertThat(notices).doesNotHaveAnyElementsOfTypes(SwitchDecided.class);
    assertThat(snapshot().state()).isEqualTo(FailoverState.BOOT);
  }

  @Test
  void what_an_awake_family_lacks_is_told_by_the_names_of_its_uplinks() {
    sleepForAnHour();
    step(routes(advertised(by("eth0", "fe80::1"))));
    assertThat(notices)
        .filteredOn(UplinkChanged.class::isInstance)
        .map(change -> ((UplinkChanged) change).name())
        .containsExactly("cable");
    now += Duration.ofSeconds(1).toNanos();
    step();
    assertThat(notices)
        .filteredOn(AlarmRaised.class::isInstance)
        .map(raised -> ((AlarmRaised) raised).alarm())
        .singleElement()
        .isEqualTo(new Alarm.NoGateway(new UplinkKey(IPV6, "eth1"), "cable", null));
  }

  @Test
  void a_multipath_default_teaches_every_uplink_its_hop() {
    sleepForAnHour();
    step(routes(advertised(by("eth0", "fe80::1"), by("eth1", "2001:db8:2::1"))));
    List<Decision> whenItIsGone = step(routes());
    assertThat(whenItIsGone)
        .filteredOn(ChangeRoutes.class::isInstance)
        .flatMap(change -> ((ChangeRoutes) change).operations())
        .map(RoutingOperation::toString)
        .containsExactly(
            "add default via fe80::1 dev eth0 proto 157 metric 10",
            "add default via 2001:db8:2::1 dev eth1 proto 157 metric 20");
  }

  @Test
  void a_link_local_gateway_is_on_every_link() {
    sleepForAnHour();
    List<Decision> decisions =
        step(routes(advertised(by("eth0", "fe80::1"), by("eth1", "fe80::1"))));
    assertThat(notices).doesNotHaveAnyElementsOfTypes(AlarmRaised.class);
    assertThat(decisions.toString()).doesNotContain("onlink");
  }

  @Test
  void it_sleeps_again_with_nothing_planned_when_its_only_gateway_is_of_another_network() {
    step(
        up("eth0", "2001:db8:1::2"),
        up("eth1", "2001:db8:2::2"),
        routes(advertised(by("eth0", "2001:db8:1::1"))));
    assertThat(state.routing(IPV6)).isPresent();
    now += HOUR;
    assertThat(step(up("eth0", "2001:db8:9::2"), routes()))
        .doesNotHaveAnyElementsOfTypes(ChangeRoutes.class, StartRound.class);
    assertThat(snapshot().state()).isEqualTo(FailoverState.DORMANT);
    assertThat(state.routing(IPV6)).isEmpty();
    now += HOUR;
    assertThat(step(routes(advertised(by("eth0", "2001:db8:9::1")))))
        .hasAtLeastOneElementOfType(StartRound.class);
    assertThat(state.routing(IPV6)).isPresent();
  }
}
