package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceLine;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.port.NetworkChange.WatchFailed;
import dev.routeswitcher.runtime.settings.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A switcher that is driven by the test's own thread, on a model of the kernel, in virtual time.
 */
@Timeout(60)
class DrivenSwitcherTest {

  private static final Duration MOMENT = Duration.ofMillis(900);
  private static final LoopSettings WITH_TABLES =
      ModelSettings.with(ModelSettings.restoring(), TableLayout.DEFAULT);

  @TempDir Path directory;

  private final ManualClock clock = new ManualClock(0);
  private final ModelHost host = new ModelHost(clock);
  private final List<Notice> notices = new CopyOnWriteArrayList<>();

  private DrivenSwitcher open(LoopSettings settings) throws StartException {
    return DrivenSwitcher.open(settings, new Configuration(), host.ports(), notices::add, trace());
  }

  private Path trace() {
    return directory.resolve("a.trace");
  }

  /** Gives it its turns, each when it is due, for so long. */
  private void pass(DrivenSwitcher switcher, Duration time) throws Exception {
    long end = clock.nanoTime() + time.toNanos();
    while (true) {
      switcher.turn(Duration.ZERO);
      long due = clock.nanoTime() + switcher.untilNextTurn().toNanos();
      long next = host.prober().nextLossNanos(due);
      if (next - end > 0) {
        break;
      }
      clock.advanceTo(next);
      host.prober().reportLosses();
    }
    clock.advanceTo(end);
  }

  // Turns

  @Test
  void nothing_is_done_before_the_first_turn() throws Exception {
    try (DrivenSwitcher switcher = open(ModelSettings.restoring())) {
      assertThat(host.routes()).isEmpty();
      assertThat(switcher.activeInterface(IpFamily.IPV4)).isEmpty();
    }
    assertThat(host.deeds()).noneMatch(deed -> deed.contains("default")).endsWith("release lock");
  }

  @Test
  void its_turns_do_what_a_switcher_does_and_its_end_restores() throws Exception {
    DrivenSwitcher switcher = open(ModelSettings.restoring());
    pass(switcher, MOMENT);
    assertThat(switcher.activeInterface(IpFamily.IPV4)).hasValue("eth0");
    host.prober().silence("eth0");
    pass(switcher, Duration.ofSeconds(5));
    assertThat(switcher.activeInterface(IpFamily.IPV4)).hasValue("eth1");
    assertThat(host.routes()).contains("default via 198.51.100.1 dev eth1 proto 157 metric 5");
    switcher.close();
    switcher.close();
    assertThat(host.routes()).isEmpty();
    assertThat(host.deeds().stream().filter("release lock"::equals)).hasSize(1);
    assertThat(notices).hasAtLeastOneElementOfType(Notice.SwitchInForce.class);
    assertThatThrownBy(switcher::turn).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_is_asked_of_it_takes_effect_in_the_next_turn() throws Exception {
    try (DrivenSwitcher switcher = open(ModelSettings.restoring())) {
      pass(switcher, Duration.ofSeconds(5));
      switcher.use("eth1");
      assertThat(switcher.untilNextTurn()).isZero();
      assertThat(switcher.activeInterface(IpFamily.IPV4)).hasValue("eth0");
      switcher.turn();
      assertThat(switcher.activeInterface(IpFamily.IPV4)).hasValue("eth1");
    }
  }

  @Test
  void who_asks_for_something_learns_what_came_of_it() throws Exception {
    DrivenSwitcher switcher = open(ModelSettings.restoring());
    pass(switcher, Duration.ofSeconds(5));
    CompletableFuture<Snapshot> asked = switcher.use("eth1");
    assertThat(asked).isNotDone();
    switcher.turn();
    Snapshot.Family seen = asked.getNow(null).families().get(0);
    assertThat(seen.wanted()).hasToString("eth1");
    assertThat(seen.pending()).isNull();
    CompletableFuture<Snapshot> tooLate = switcher.useAny();
    switcher.close();
    assertThat(tooLate).isCompletedExceptionally();
    assertThat(switcher.neverUse("eth1")).isCompletedExceptionally();
  }

  @Test
  void signs_of_life_come_from_its_turns_and_only_while_all_it_needs_is_alive() throws Exception {
    AtomicInteger signs = new AtomicInteger();
    Thread owner = Thread.currentThread();
    try (DrivenSwitcher switcher = open(ModelSettings.restoring())) {
      switcher.giveSignsOfLife(
          Duration.ofSeconds(10),
          () -> {
            assertThat(Thread.currentThread()).isEqualTo(owner);
            signs.incrementAndGet();
          });
      pass(switcher, Duration.ofSeconds(31));
      assertThat(signs).hasValue(4);
      host.prober().hangs(true);
      pass(switcher, Duration.ofSeconds(30));
      assertThat(signs).hasValue(4);
      host.prober().hangs(false);
      pass(switcher, Duration.ofSeconds(10));
      assertThat(signs).hasValue(5);
      host.watchHangs(true);
      pass(switcher, Duration.ofSeconds(30));
      assertThat(signs).hasValue(5);
      clock.advanceTo(clock.nanoTime() + Duration.ofMinutes(1).toNanos()); // and no turn at all
      assertThat(signs).hasValue(5);
    }
  }

  /** Wants the outcomes of probes. */
  private static final class Probes implements SwitcherListener {
    final List<EngineEvent.ProbeFinished> seen = new CopyOnWriteArrayList<>();

    @Override
    public void onNotice(Notice notice) {}

    @Override
    public boolean wantsProbes() {
      return true;
    }

    @Override
    public void onProbe(EngineEvent.ProbeFinished probe) {
      seen.add(probe);
    }
  }

  @Test
  void a_listener_that_wants_probes_gets_their_outcomes() throws Exception {
    Probes listener = new Probes();
    DrivenSwitcher switcher =
        DrivenSwitcher.open(
            ModelSettings.restoring(), new Configuration(), host.ports(), listener, trace());
    host.prober().silence("eth1");
    pass(switcher, Duration.ofSeconds(3));
    switcher.close();
    assertThat(listener.seen)
        .anySatisfy(
            probe -> {
              assertThat(probe.uplink()).hasToString("eth0");
              assertThat(probe.verdict()).isEqualTo(EngineEvent.Verdict.REPLIED);
              assertThat(probe.rttNanos()).isPositive();
            })
        .anySatisfy(
            probe -> {
              assertThat(probe.uplink()).hasToString("eth1");
              assertThat(probe.verdict()).isEqualTo(EngineEvent.Verdict.LOST);
            });
  }

  /** Takes down what it hears, by the methods that are for it. */
  private static final class Callbacks implements SwitcherCallbacks {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void onSnapshot(Snapshot now) {
      hear("snapshot " + now.families().get(0).state());
    }

    @Override
    public void onSwitchDecided(Notice.SwitchDecided decided) {
      hear("decided " + decided.change().kind());
    }

    @Override
    public void onSwitchInForce(Notice.SwitchInForce done) {
      hear("in force " + done.change().kind());
    }

    @Override
    public void onUplinkChanged(Notice.UplinkChanged changed) {
      hear(changed.name() + " " + changed.health());
    }

    private synchronized void hear(String what) {
      heard.add(what);
      notifyAll();
    }

    /** All that it heard, once that is among it. */
    synchronized List<String> heardUntil(String what) throws InterruptedException {
      while (!heard.contains(what)) {
        wait();
      }
      return List.copyOf(heard);
    }
  }

  @Test
  void who_begins_to_listen_learns_how_it_is_and_what_happens_until_it_has_enough()
      throws Exception {
    Callbacks first = new Callbacks();
    Callbacks later = new Callbacks();
    Callbacks always = new Callbacks();
    try (DrivenSwitcher switcher =
        DrivenSwitcher.open(
            ModelSettings.restoring(), new Configuration(), host.ports(), first, trace())) {
      first.heardUntil("snapshot BOOT");
      pass(switcher, Duration.ofSeconds(5));
      Subscription subscription = switcher.listen(later);
      switcher.listen(always);
      later.heardUntil("snapshot PRIMARY");
      always.heardUntil("snapshot PRIMARY");
      host.prober().silence("eth0");
      pass(switcher, Duration.ofSeconds(5));
      assertThat(later.heardUntil("in force FAILOVER"))
          .startsWith("snapshot PRIMARY", "primary FAILING")
          .contains("primary DOWN", "decided FAILOVER")
          .doesNotContain("decided START");
      subscription.close();
      subscription.close();
      host.prober().heal("eth0");
      pass(switcher, Duration.ofSeconds(65));
      assertThat(first.heardUntil("in force FAILBACK"))
          .startsWith("snapshot BOOT")
          .contains("decided START", "in force START", "in force FAILOVER");
      assertThat(always.heardUntil("in force FAILBACK")).startsWith("snapshot PRIMARY");
      assertThat(later.heardUntil("in force FAILOVER")).doesNotContain("decided FAILBACK");
    }
  }

  @Test
  void an_instant_has_its_time_and_what_carries_the_traffic_is_what_is_in_force() throws Exception {
    try (DrivenSwitcher switcher = open(ModelSettings.restoring())) {
      pass(switcher, Duration.ofSeconds(5));
      Instant before = Instant.now();
      Instant later = switcher.timeOf(switcher.snapshot().atNanos() + 60_000_000_000L);
      assertThat(Duration.between(before, later))
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
      host.answer(operation -> Optional.of(OperationResult.applied(operation))); // and does not
      switcher.use("eth1");
      switcher.turn();
      assertThat(switcher.snapshot().families().get(0).pending()).isNotNull();
      assertThat(switcher.activeInterface(IpFamily.IPV4)).hasValue("eth0");
    }
  }

  @Test
  void a_turn_that_waits_is_woken() throws Exception {
    try (DrivenSwitcher switcher = open(ModelSettings.restoring())) {
      pass(switcher, MOMENT);
      assertThat(switcher.untilNextTurn()).isPositive();
      switcher.wake();
      assertThat(switcher.untilNextTurn()).isZero();
      switcher.turn(); // the clock stands still: unwoken it would wait in real time, for ever anew
      assertThat(switcher.untilNextTurn()).isPositive();
    }
  }

  @Test
  void an_interrupt_ends_a_turn_and_nothing_else() throws Exception {
    try (DrivenSwitcher switcher = open(ModelSettings.restoring())) {
      pass(switcher, MOMENT);
      Thread.currentThread().interrupt();
      assertThatThrownBy(switcher::turn).isInstanceOf(InterruptedException.class);
      pass(switcher, Duration.ofSeconds(5));
      assertThat(host.routes()).hasSize(2);
    }
  }

  @Test
  void one_that_cannot_go_on_closes_everything_and_leaves_the_routes() throws Exception {
    DrivenSwitcher switcher = open(ModelSettings.restoring());
    pass(switcher, MOMENT);
    host.report(new WatchFailed(new IOException("ENOMEM")));
    assertThatThrownBy(switcher::turn)
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("ENOMEM");
    assertThatThrownBy(switcher::turn).isInstanceOf(IllegalStateException.class);
    switcher.close();
    assertThat(host.routes()).hasSize(2);
    assertThat(host.deeds()).endsWith("release lock");
  }

  // What its alarms reach

  /** An alarm, and what brings it about on the model of the kernel. */
  private enum Trouble {
    RULES_REFUSED {
      @Override
      void strike(DrivenSwitcherTest test, DrivenSwitcher switcher) throws Exception {
        test.host.tables().refuse("rule add");
        test.host.tables().deleteRules();
        test.pass(switcher, Duration.ofMillis(800));
        assertThat(alarms(switcher)).as("it has not lasted yet").isEmpty();
        test.pass(switcher, MOMENT);
      }
    },
    RULES_CONTENDED {
      @Override
      void strike(DrivenSwitcherTest test, DrivenSwitcher switcher) throws Exception {
        for (int i = 0; i < 10; i++) {
          test.host.tables().deleteRules();
          test.pass(switcher, MOMENT);
        }
      }
    },
    TABLE_CLASH {
      @Override
      void strike(DrivenSwitcherTest test, DrivenSwitcher switcher) throws Exception {
        KernelTables now = test.host.tables().now();
        List<Route> routes = new ArrayList<>(now.routes());
        Route any = routes.get(0);
        routes.add(new Route(15701, any.destination(), 7, 4, any.hops(), null, any.metrics()));
        test.host.tables().set(new KernelTables(now.rules(), ImmutableList.copyOf(routes)));
        test.pass(switcher, MOMENT);
      }
    },
    RP_FILTER {
      @Override
      LoopSettings settings() {
        return ModelSettings.restoring();
      }

      @Override
      void strike(DrivenSwitcherTest test, DrivenSwitcher switcher) throws Exception {
        test.host.filterStrictly("eth1");
        test.pass(switcher, Duration.ofSeconds(31));
      }
    };

    LoopSettings settings() {
      return WITH_TABLES;
    }

    abstract void strike(DrivenSwitcherTest test, DrivenSwitcher switcher) throws Exception;

    boolean isKindOf(Alarm alarm) {
      return alarm.kind() == Alarm.Kind.valueOf(name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_alarm_is_in_the_snapshot_reaches_the_listener_and_is_in_the_trace(Trouble trouble)
      throws Exception {
    DrivenSwitcher switcher = open(trouble.settings());
    pass(switcher, MOMENT);
    assertThat(alarms(switcher)).isEmpty();
    trouble.strike(this, switcher);
    List<Alarm> standing = alarms(switcher).stream().filter(trouble::isKindOf).toList();
    switcher.close();

    assertThat(standing).hasSize(1);
    Notice raised = new Notice.AlarmRaised(standing.get(0));
    assertThat(notices).containsOnlyOnce(raised);
    List<TraceLine> lines = new ArrayList<>();
    for (String line : Files.readAllLines(trace())) {
      lines.add(TraceFormat.read(line));
    }
    assertThat(lines).containsOnlyOnce(new TraceLine.Noted(raised));
  }

  private static List<Alarm> alarms(DrivenSwitcher switcher) {
    return switcher.snapshot().families().get(0).alarms().asList();
  }
}
