package dev.routeswitcher.icmp.loop;

import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.SECOND;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.TARGET;
import static dev.routeswitcher.icmp.loop.ProbeLoopFixture.ms;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Deadlines, listeners and the end of the loop, in virtual time on a scripted network. */
class ProbeLoopTest {
  private final ProbeLoopFixture fixture = new ProbeLoopFixture();

  @Nested
  class Deadlines {
    @Test
    void keep_their_order_when_the_clock_overflows() {
      RecordingListener before = fixture.probe(TARGET, SECOND);
      RecordingListener after = fixture.probe(TARGET, Duration.ofSeconds(2));
      assertThat(fixture.clock.monotonicNanos() + Duration.ofSeconds(2).toNanos()).isNegative();
      fixture.run(SECOND);
      assertThat(before.outcomes).containsExactly(new Lost());
      assertThat(after.outcomes).isEmpty();
      fixture.run(SECOND);
      assertThat(after.outcomes).containsExactly(new Lost());
    }

    @Test
    void within_one_millisecond_cost_one_wait() {
      RecordingListener first = fixture.probe(TARGET, Duration.ofNanos(10_100_000));
      RecordingListener second = fixture.probe(TARGET, Duration.ofNanos(10_900_000));
      fixture.network.horizonNanos = fixture.clock.monotonicNanos() + SECOND.toNanos();
      fixture.loop.turn();
      assertThat(first.outcomes).containsExactly(new Lost());
      assertThat(second.outcomes).containsExactly(new Lost());
    }
  }

  @Nested
  class Tasks {
    private final List<String> ran = new ArrayList<>();

    private void schedule(Duration in, String name) {
      fixture.loop.schedule(fixture.clock.monotonicNanos() + in.toNanos(), () -> ran.add(name));
    }

    @Test
    void run_in_the_order_of_their_instants_also_when_the_clock_overflows() {
      schedule(Duration.ofSeconds(3), "last");
      schedule(ms(5), "second");
      schedule(ms(5), "third");
      schedule(ms(-5), "first");
      fixture.run(ms(4));
      assertThat(ran).containsExactly("first");
      fixture.run(ms(1));
      assertThat(ran).containsExactly("first", "second", "third");
      fixture.run(Duration.ofSeconds(3));
      assertThat(ran).endsWith("last");
    }

    @Test
    void within_one_millisecond_cost_one_wait() {
      schedule(Duration.ofNanos(10_100_000), "first");
      schedule(Duration.ofNanos(10_900_000), "second");
      fixture.network.horizonNanos = fixture.clock.monotonicNanos() + SECOND.toNanos();
      fixture.loop.turn();
      fixture.loop.turn();
      assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void see_their_probes_leave_in_the_same_turn() {
      fixture.loop.schedule(
          fixture.clock.monotonicNanos(),
          () -> fixture.offer(TARGET, SECOND, new RecordingListener()));
      fixture.loop.turn();
      assertThat(fixture.network.sent).hasSize(1);
    }

    @Test
    void that_are_many_at_once_let_replies_be_read_in_between() {
      final int burst = 1_000;
      for (int i = 0; i < burst; i++) {
        fixture.loop.schedule(
            fixture.clock.monotonicNanos(),
            () -> fixture.offer(TARGET, SECOND, new RecordingListener()));
      }
      fixture.loop.turn();
      assertThat(fixture.network.sent.size()).isLessThan(burst / 2);
      fixture.run(ms(1));
      assertThat(fixture.network.sent.size()).isEqualTo(burst);
    }

    @Test
    void that_throw_are_counted_and_disturb_no_other() {
      fixture.loop.schedule(
          fixture.clock.monotonicNanos(),
          () -> {
            throw new IllegalStateException("expected by this test");
          });
      schedule(ZERO, "other");
      fixture.loop.turn();
      assertThat(ran).containsExactly("other");
      assertThat(fixture.counters().listenerFailures()).isEqualTo(1);
    }
  }

  @Test
  void a_listener_that_throws_disturbs_no_other_probe() {
    fixture.probe(
        "eth0",
        TARGET,
        SECOND,
        (request, outcome) -> {
          throw new IllegalStateException("expected by this test");
        });
    RecordingListener other = fixture.probe(TARGET, SECOND);
    fixture.run(SECOND);
    assertThat(other.outcomes).containsExactly(new Lost());
    assertThat(fixture.counters().listenerFailures()).isEqualTo(1);
  }

  @Test
  void closing_gives_every_open_probe_its_outcome() {
    RecordingListener sent = fixture.probe(TARGET, SECOND);
    RecordingListener queued = new RecordingListener();
    fixture.offer(TARGET, SECOND, queued);
    fixture.loop.close();
    assertThat(sent.outcomes).containsExactly(new Lost());
    assertThat(((NotSent) queued.outcomes.get(0)).cause()).isEqualTo(Cause.PROBER_CLOSED);
    assertThat(fixture.network.opened).allMatch(socket -> socket.closed);
  }

  @Test
  void a_hundred_thousand_probers_one_after_the_other_leave_no_socket_open() {
    final int cycles = 100_000;
    ScriptedNetwork network = fixture.network;
    long lost = 0;
    for (int i = 0; i < cycles; i++) {
      ProbeLoop loop = new ProbeLoop(network, fixture.clock, new Random(1), 1);
      loop.probe(fixture.request(TARGET, SECOND), new RecordingListener());
      loop.turn();
      loop.close();
      lost += loop.counters().lost();
      assertThat(network.opened).hasSize(1).allMatch(socket -> socket.closed);
      network.opened.clear();
      network.sent.clear();
    }
    assertThat(lost).isEqualTo(cycles);
  }
}
