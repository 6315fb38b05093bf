package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.runtime.model.MainRoutes;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.port.NetworkChange.NeighbourSeen;
import dev.routeswitcher.runtime.port.NetworkChange.Reachability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which gateways of an uplink do not answer, as far as anything depends on it. */
class RivalGatewaysTest {

  private static final FamilyConfig LEARNING =
      new FamilyConfig(
          IpFamily.IPV4,
          ImmutableList.of(new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
          ImmutableList.of(InetAddresses.forString("203.0.113.8")),
          5);
  private static final Neighbour FIRST = neighbour("192.0.2.1");
  private static final Neighbour SECOND = neighbour("192.0.2.254");
  private static final List<Route> BOTH = List.of(by(FIRST, 100), by(SECOND, 200));

  private final ManualClock clock = new ManualClock(Duration.ofDays(1).toNanos());
  private final ModelHost host = new ModelHost(clock);
  private final List<Long> appointments = new ArrayList<>();
  private final RivalGateways rivals =
      new RivalGateways(host.ports(), new LinkBook(ImmutableSet.of()), appointments::add);

  private static Neighbour neighbour(String address) {
    return new Neighbour("eth0", InetAddresses.forString(address));
  }

  private static Route by(Neighbour router, long metric) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        metric,
        16,
        ImmutableList.of(new Hop(router.interfaceName(), router.address(), false)),
        null,
        ImmutableSortedMap.of());
  }

  private List<Neighbour> unreachable(List<Route> defaults) throws IOException {
    return rivals.unreachable(LEARNING, defaults);
  }

  private void seen(Neighbour neighbour, Reachability reachability) {
    host.answers(neighbour, reachability);
    rivals.note(new NeighbourSeen(neighbour, reachability));
  }

  private void pass(Duration time) {
    clock.advanceTo(clock.nanoTime() + time.toNanos());
  }

  private void fail() {
    rivals.stepped(
        List.of(),
        List.of(
            new Notice.UplinkChanged(
                new UplinkKey(IpFamily.IPV4, "eth0"),
                "primary",
                Health.FAILING,
                Condition.NO_REPLY,
                Health.RESPONSIVE,
                new Evidence(0, 1, "", null))));
  }

  @Test
  void where_there_is_no_choice_the_kernel_is_not_asked() throws Exception {
    unreachable(List.of());
    unreachable(List.of(by(FIRST, 100), by(new Neighbour("eth1", FIRST.address()), 200)));
    FamilyConfig given =
        new FamilyConfig(
            IpFamily.IPV4,
            ImmutableList.of(
                new UplinkConfig("eth0", FIRST.address(), 10), new UplinkConfig("eth1", null, 20)),
            LEARNING.targets(),
            5);
    rivals.unreachable(given, BOTH);
    fail();
    assertThat(host.deeds()).isEmpty();
    assertThat(appointments).isEmpty();
  }

  @Test
  void of_many_gateways_some_are_attended_to() throws Exception {
    List<Route> many =
        IntStream.range(1, 200).mapToObj(i -> by(neighbour("192.0.2." + i), i)).toList();
    many.forEach(route -> host.answers(neighbourOf(route), Reachability.UNREACHABLE));
    assertThat(unreachable(many)).hasSize(16).startsWith(FIRST);
  }

  private static Neighbour neighbourOf(Route route) {
    return new Neighbour("eth0", Objects.requireNonNull(route.hops().get(0).gateway()));
  }

  @Test
  void one_that_failed_stays_so_until_it_answers() throws Exception {
    assertThat(unreachable(BOTH)).isEmpty();
    assertThat(rivals.note(new NeighbourSeen(FIRST, Reachability.UNREACHABLE))).isTrue();
    assertThat(rivals.note(new NeighbourSeen(FIRST, Reachability.UNREACHABLE))).isFalse();
    assertThat(unreachable(BOTH)).containsExactly(FIRST);
    // It is being asked once more, or the kernel has forgotten it.
    seen(FIRST, Reachability.UNDECIDED);
    seen(FIRST, Reachability.ASKED_AGAIN);
    assertThat(unreachable(BOTH)).containsExactly(FIRST);
    assertThat(rivals.note(new NeighbourSeen(FIRST, Reachability.REACHABLE))).isTrue();
    assertThat(unreachable(BOTH)).isEmpty();
  }

  @Test
  void when_the_choice_is_gone_nothing_is_known_any_more() throws Exception {
    host.answers(FIRST, Reachability.UNREACHABLE);
    assertThat(unreachable(BOTH)).containsExactly(FIRST);
    assertThat(unreachable(BOTH.subList(0, 1))).isEmpty();
    host.answers(FIRST, Reachability.UNDECIDED);
    assertThat(unreachable(BOTH)).isEmpty();
  }

  @Test
  void when_the_uplink_begins_to_fail_all_are_asked_for_and_a_second_of_silence_is_enough()
      throws Exception {
    unreachable(BOTH);
    fail();
    assertThat(host.deeds()).contains("ask for 192.0.2.1 dev eth0", "ask for 192.0.2.254 dev eth0");
    assertThat(appointments).containsExactly(clock.nanoTime() + 1_000_000_000L);
    seen(FIRST, Reachability.ASKED_AGAIN);
    seen(SECOND, Reachability.REACHABLE);
    pass(Duration.ofMillis(999));
    assertThat(unreachable(BOTH)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(unreachable(BOTH)).containsExactly(FIRST);
  }

  @Test
  void one_that_answered_is_not_doubted_when_the_kernel_asks_it_again_by_itself() throws Exception {
    unreachable(BOTH);
    fail();
    seen(FIRST, Reachability.REACHABLE);
    pass(Duration.ofSeconds(5));
    seen(FIRST, Reachability.ASKED_AGAIN);
    assertThat(unreachable(BOTH)).isEmpty();
  }

  @Test
  void one_that_does_not_answer_is_asked_for_every_half_minute() throws Exception {
    host.answers(FIRST, Reachability.UNREACHABLE);
    for (int i = 0; i < 7; i++) {
      pass(Duration.ofSeconds(10));
      unreachable(BOTH);
    }
    assertThat(host.deeds().stream().filter("ask for 192.0.2.1 dev eth0"::equals)).hasSize(2);
    assertThat(host.deeds()).doesNotContain("ask for 192.0.2.254 dev eth0");
  }
}
