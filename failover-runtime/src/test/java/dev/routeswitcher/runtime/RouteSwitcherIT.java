package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Alarm.Kind;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Notice.AlarmCleared;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Notice.UplinkChanged;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.runtime.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The embedding API on the real kernel. The switcher is started by a thread that lives in a network
 * namespace other than that of the process, so nothing here works unless all its sockets do too.
 */
@Timeout(120)
class RouteSwitcherIT {

  private static final String PRIMARY_BASE = "default via 192.0.2.1 dev eth0 proto 157 metric 10";
  private static final String SECONDARY_BASE =
      "default via 198.51.100.1 dev eth1 proto 157 metric 20";
  private static final String FAILOVER = "default via 198.51.100.1 dev eth1 proto 157 metric 5";

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final BlockingQueue<Notice> received = new LinkedBlockingQueue<>();
  private @Nullable RouteSwitcher switcher;

  /** Loads what is loaded once per JVM, so that it does not count as left behind. */
  @BeforeEach
  void startOnce() throws Exception {
    end(start(builder()));
    switcher = null;
    received.clear();
  }

  @AfterEach
  void close() {
    if (switcher != null) {
      switcher.close();
    }
    namespace.close();
  }

  private RouteSwitcherBuilder builder() {
    return RouteSwitcher.builder()
        .primary("eth0", "192.0.2.1")
        .secondary("eth1", "198.51.100.1")
        .pingTarget("203.0.113.8")
        .listener(received::add);
  }

  private RouteSwitcher start(RouteSwitcherBuilder builder) {
    RouteSwitcher started = namespace.call(builder::start);
    switcher = started;
    return started;
  }

  /** Closes it and waits until it has ended, however slow the machine is: close() gives up. */
  private static void end(RouteSwitcher running) throws Exception {
    running.close();
    running.termination().get(20, TimeUnit.SECONDS);
  }

  private List<String> routes() {
    return namespace.ip("-4 route show default").lines().map(String::strip).toList();
  }

  private void await(Predicate<Notice> expected) throws InterruptedException {
    Notice notice = received.poll(20, TimeUnit.SECONDS);
    while (notice != null && !expected.test(notice)) {
      notice = received.poll(20, TimeUnit.SECONDS);
    }
    assertThat(notice).as("a notice that did not come").isNotNull();
  }

  private static Predicate<Notice> inForce(SwitchKind kind) {
    return notice -> notice instanceof SwitchInForce done && done.change().kind() == kind;
  }

  private static Predicate<Notice> responsive(String interfaceName) {
    return notice ->
        notice instanceof UplinkChanged changed
            && changed.uplink().interfaceName().equals(interfaceName)
            && changed.health() == Health.RESPONSIVE;
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("route-switcher"))
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  /** How many sockets and event descriptors this process has. */
  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(RouteSwitcherIT::isSocketOrEvent).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isSocketOrEvent(Path descriptor) {
    try {
      String what = Files.readSymbolicLink(descriptor).toString();
      return what.startsWith("socket:") || what.startsWith("anon_inode:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void it_works_in_the_namespace_of_the_thread_that_starts_it(boolean pingOpenToAll)
      throws Exception {
    if (pingOpenToAll) {
      namespace.openPing();
    }
    RouteSwitcher running = start(builder());
    await(responsive("eth1"));
    assertThat(routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    namespace.beyond("link set peer0 down");
    await(inForce(SwitchKind.FAILOVER));
    assertThat(routes().get(0)).isEqualTo(FAILOVER);
    assertThat(running.activeInterface(IpFamily.IPV4)).hasValue("eth1");
    end(running);
    assertThat(routes()).isEmpty();
  }

  @Test
  void what_is_kept_is_adopted_by_the_next_start() throws Exception {
    RouteSwitcher first = start(builder().onExit(ExitPolicy.KEEP));
    await(responsive("eth1"));
    namespace.ip("link set eth0 down");
    await(inForce(SwitchKind.FAILOVER));
    end(first);
    assertThat(routes()).containsExactly(FAILOVER, SECONDARY_BASE);
    start(builder());
    await(inForce(SwitchKind.ADOPTION));
    assertThat(routes()).containsExactly(FAILOVER, SECONDARY_BASE);
  }

  @Test
  void an_interface_renamed_away_is_lost_and_found_again_when_its_name_returns() throws Exception {
    start(builder());
    await(responsive("eth1"));
    namespace.ip("link set eth0 down");
    namespace.ip("link set eth0 name wan0");
    await(
        notice ->
            notice instanceof UplinkChanged changed
                && changed.condition() == Condition.NO_INTERFACE);
    namespace.ip("link set wan0 name eth0");
    namespace.ip("link set eth0 up");
    await(responsive("eth0"));
    assertThat(routes()).containsExactly(FAILOVER, PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void an_uplink_may_be_a_bridge() throws Exception {
    namespace.ip("link add br0 type bridge");
    namespace.ip("address flush dev eth0");
    namespace.ip("link set eth0 master br0");
    namespace.ip("address add 192.0.2.2/24 dev br0");
    namespace.ip("link set br0 up");
    start(builder().primary("br0", "192.0.2.1"));
    await(responsive("br0"));
    namespace.beyond("link set peer0 down");
    await(inForce(SwitchKind.FAILOVER));
    assertThat(routes().get(0)).isEqualTo(FAILOVER);
  }

  @Test
  void nothing_is_left_open_after_close() throws Exception {
    List<String> threadsBefore = threads();
    long before = descriptors();
    for (int i = 0; i < 3; i++) {
      RouteSwitcher running = start(builder());
      await(responsive("eth1"));
      end(running);
      assertThat(threads()).isEqualTo(threadsBefore);
      assertThat(descriptors()).isEqualTo(before);
    }
  }

  @Test
  void a_second_one_is_refused_and_leaves_nothing_open() throws Exception {
    start(builder());
    await(responsive("eth1"));
    List<String> threadsBefore = threads();
    long before = descriptors();
    Throwable refusal = namespace.call(() -> catchThrowable(builder()::start));
    assertThat(refusal).isInstanceOf(StartException.class).hasMessageContaining("already runs");
    assertThat(threads()).isEqualTo(threadsBefore);
    assertThat(descriptors()).isEqualTo(before);
    assertThat(routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void without_privilege_it_does_not_start_touches_no_route_and_leaves_nothing_open(
      boolean dryRun) {
    List<String> threadsBefore = threads();
    long before = descriptors();
    Throwable refusal =
        namespace.callWithoutCapabilities(() -> catchThrowable(builder().dryRun(dryRun)::start));
    assertThat(refusal)
        .isInstanceOf(StartException.class)
        .hasMessageContaining(dryRun ? "CAP_NET_RAW" : "CAP_NET_ADMIN");
    assertThat(routes()).isEmpty();
    assertThat(threads()).isEqualTo(threadsBefore);
    assertThat(descriptors()).isEqualTo(before);
  }

  @Test
  void an_operator_moves_the_traffic_by_hand_and_sees_it() throws Exception {
    RouteSwitcher running = start(builder());
    await(responsive("eth1"));
    running.use("eth1");
    await(inForce(SwitchKind.MANUAL));
    assertThat(routes().get(0)).isEqualTo(FAILOVER);
    Snapshot.Family seen = running.snapshot().families().get(0);
    assertThat(seen.state()).isEqualTo(FailoverState.FALLBACK);
    assertThat(seen.override().use()).isEqualTo(seen.wanted());
    assertThat(seen.switches().manual()).isEqualTo(1);
    running.use("eth0");
    await(inForce(SwitchKind.MANUAL));
    assertThat(routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
  }

  @Test
  void what_is_never_to_be_used_is_not_even_when_all_else_fails() throws Exception {
    RouteSwitcher running = start(builder().neverUse("eth1"));
    await(responsive("eth1"));
    namespace.beyond("link set peer0 down");
    await(notice -> notice instanceof AlarmRaised raised && raised.alarm().kind() == Kind.HELD);
    assertThat(routes()).doesNotContain(FAILOVER);
    running.mayUse("eth1");
    await(inForce(SwitchKind.FAILOVER));
    assertThat(routes().get(0)).isEqualTo(FAILOVER);
  }

  @Test
  void a_program_may_drive_it_by_a_thread_of_its_own() throws Exception {
    DrivenSwitcher driven = namespace.call(() -> builder().open());
    try (driven) {
      driveUntil(driven, responsive("eth1"));
      assertThat(routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
      namespace.beyond("link set peer0 down");
      driveUntil(driven, inForce(SwitchKind.FAILOVER));
      assertThat(routes().get(0)).isEqualTo(FAILOVER);
    }
    assertThat(routes()).isEmpty();
  }

  private void driveUntil(DrivenSwitcher driven, Predicate<Notice> expected) throws Exception {
    Notice notice = null;
    while (notice == null || !expected.test(notice)) {
      driven.turn(Duration.ofMillis(100));
      notice = received.poll();
    }
  }

  @Test
  void a_route_of_another_program_in_a_table_of_ours_is_reported_while_it_stands()
      throws Exception {
    RouteSwitcher running = start(builder());
    await(responsive("eth1"));
    namespace.ip("route add 203.0.113.0/24 via 192.0.2.1 dev eth0 table 15701 metric 7");
    await(
        notice ->
            notice instanceof AlarmRaised raised && raised.alarm().kind() == Kind.TABLE_CLASH);
    assertThat(running.snapshot().families().get(0).alarms())
        .filteredOn(alarm -> alarm.kind() == Kind.TABLE_CLASH)
        .extracting(Alarm::subject)
        .containsExactly("203.0.113.0/24 via 192.0.2.1 dev eth0 table 15701 proto 3 metric 7");
    namespace.ip("route del 203.0.113.0/24 table 15701");
    await(
        notice ->
            notice instanceof AlarmCleared cleared && cleared.alarm().kind() == Kind.TABLE_CLASH);
    assertThat(running.snapshot().families().get(0).alarms())
        .noneMatch(alarm -> alarm.kind() == Kind.TABLE_CLASH);
  }
}
