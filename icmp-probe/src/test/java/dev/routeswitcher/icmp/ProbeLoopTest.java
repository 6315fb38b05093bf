package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.ProbeLoopBench.SECOND;
import static dev.routeswitcher.icmp.ProbeLoopBench.TARGET;
import static dev.routeswitcher.icmp.ProbeLoopBench.ms;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeLoopBench.Told;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deadlines, listeners and the end of the loop, in virtual time on a scripted network. */
class ProbeLoopTest {
  private final ProbeLoopBench bench = new ProbeLoopBench();

  @Nested
  class Deadlines {
    @Test
    void keep_their_order_when_the_clock_overflows() {
      Told before = bench.probe(TARGET, SECOND);
      Told after = bench.probe(TARGET, Duration.ofSeconds(2));
      assertThat(bench.clock.monotonicNanos() + Duration.ofSeconds(2).toNanos()).isNegative();
      bench.run(SECOND);
      assertThat(before.outcomes).containsExactly(new Lost());
      assertThat(after.outcomes).isEmpty();
      bench.run(SECOND);
      assertThat(after.outcomes).containsExactly(new Lost());
    }

    @Test
    void within_one_millisecond_cost_one_wait() {
      Told first = bench.probe(TARGET, Duration.ofNanos(10_100_000));
      Told second = bench.probe(TARGET, Duration.ofNanos(10_900_000));
      bench.network.horizonNanos = bench.clock.monotonicNanos() + SECOND.toNanos();
      bench.loop.turn();
      assertThat(first.outcomes).containsExactly(new Lost());
      assertThat(second.outcomes).containsExactly(new Lost());
    }
  }

  @Nested
  class Tasks {
    private final List<String> ran = new ArrayList<>();

    private void schedule(Duration in, String name) {
      bench.tasks.add(bench.clock.monotonicNanos() + in.toNanos(), () -> ran.add(name));
    }

    @Test
    void run_in_the_order_of_their_instants_also_when_the_clock_overflows() {
      schedule(Duration.ofSeconds(3), "last");
      schedule(ms(5), "second");
      schedule(ms(5), "third");
      schedule(ms(-5), "first");
      bench.run(ms(4));
      assertThat(ran).containsExactly("first");
      bench.run(ms(1));
      assertThat(ran).containsExactly("first", "second", "third");
      bench.run(Duration.ofSeconds(3));
      assertThat(ran).endsWith("last");
    }

    @Test
    void within_one_millisecond_cost_one_wait() {
      schedule(Duration.ofNanos(10_100_000), "first");
      schedule(Duration.ofNanos(10_900_000), "second");
      bench.network.horizonNanos = bench.clock.monotonicNanos() + SECOND.toNanos();
      bench.loop.turn();
      bench.loop.turn();
      assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void see_their_probes_leave_in_the_same_turn() {
      bench.tasks.add(bench.clock.monotonicNanos(), () -> bench.offer(TARGET, SECOND, new Told()));
      bench.loop.turn();
      assertThat(bench.network.sent).hasSize(1);
    }

    @Test
    void that_are_many_at_once_let_replies_be_read_in_between() {
      final int crowd = 1_000;
      for (int i = 0; i < crowd; i++) {
        bench.tasks.add(
            bench.clock.monotonicNanos(), () -> bench.offer(TARGET, SECOND, new Told()));
      }
      bench.loop.turn();
      assertThat(bench.network.sent.size()).isLessThan(crowd / 2);
      bench.run(ms(1));
      assertThat(bench.network.sent.size()).isEqualTo(crowd);
    }

    @Test
    void that_throw_are_counted_and_disturb_no_other() {
      bench.tasks.add(
          bench.clock.monotonicNanos(),
          () -> {
            throw new IllegalStateException("expected by this test");
          });
      schedule(ZERO, "other");
      bench.loop.turn();
      assertThat(ran).containsExactly("other");
      assertThat(bench.count(Counter.LISTENER_FAILURE)).isEqualTo(1);
    }
  }

  @Test
  void a_listener_that_throws_disturbs_no_other_probe() {
    bench.probe(
        "eth0",
        TARGET,
        SECOND,
        (request, outcome) -> {
          throw new IllegalStateException("expected by this test");
        });
    Told other = bench.probe(TARGET, SECOND);
    bench.run(SECOND);
    assertThat(other.outcomes).containsExactly(new Lost());
    assertThat(bench.count(Counter.LISTENER_FAILURE)).isEqualTo(1);
  }

  @Test
  void closing_gives_every_open_probe_its_outcome() {
    Told sent = bench.probe(TARGET, SECOND);
    Told queued = new Told();
    bench.offer(TARGET, SECOND, queued);
    bench.loop.close();
    assertThat(sent.outcomes).containsExactly(new Lost());
    assertThat(((NotSent) queued.outcomes.get(0)).cause()).isEqualTo(Cause.PROBER_CLOSED);
    assertThat(bench.network.opened).allMatch(socket -> socket.closed);
  }

  @Test
  void a_hundred_thousand_probers_one_after_the_other_leave_no_socket_open() {
    final int cycles = 100_000;
    ScriptedNetwork network = bench.network;
    for (int i = 0; i < cycles; i++) {
      ProbeLoop loop =
          new ProbeLoop(
              network,
              bench.clock,
              new Random(1),
              bench.requests,
              new TaskSchedule(),
              bench.counters,
              new OutcomeDelivery(bench.counters));
      bench.offer(TARGET, SECOND, new Told());
      loop.turn();
      loop.close();
      assertThat(network.opened).hasSize(1).allMatch(socket -> socket.closed);
      network.opened.clear();
      network.sent.clear();
    }
    assertThat(bench.count(Counter.LOST)).isEqualTo(cycles);
  }
}
