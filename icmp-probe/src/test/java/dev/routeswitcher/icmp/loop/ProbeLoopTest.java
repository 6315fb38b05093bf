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
    void keepTheirOrderWhenTheClockOverflows() {
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
    void withinOneMillisecondCostOneWait() {
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
    void runInTheOrderOfTheirInstantsAlsoWhenTheClockOverflows() {
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
    void withinOneMillisecondCostOneWait() {
      schedule(Duration.ofNanos(10_100_000), "first");
      schedule(Duration.ofNanos(10_900_000), "second");
      fixture.network.horizonNanos = fixture.clock.monotonicNanos() + SECOND.toNanos();
      fixture.loop.turn();
      fixture.loop.turn();
      assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void seeTheirProbesLeaveInTheSameTurn() {
      fixture.loop.schedule(
          fixture.clock.monotonicNanos(),
          () -> fixture.offer(TARGET, SECOND, new RecordingListener()));
      fixture.loop.turn();
      assertThat(fixture.network.sent).hasSize(1);
    }

    @Test
    void thatAreManyAtOnceLetRepliesBeReadInBetween() {
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
    void thatThrowAreCountedAndDisturbNoOther() {
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
  void aListenerThatThrowsDisturbsNoOtherProbe() {
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
  void closingGivesEveryOpenProbeItsOutcome() {
    RecordingListener sent = fixture.probe(TARGET, SECOND);
    RecordingListener queued = new RecordingListener();
    fixture.offer(TARGET, SECOND, queued);
    fixture.loop.close();
    assertThat(sent.outcomes).containsExactly(new Lost());
    assertThat(((NotSent) queued.outcomes.get(0)).cause()).isEqualTo(Cause.PROBER_CLOSED);
    assertThat(fixture.network.opened).allMatch(socket -> socket.closed);
  }

  @Test
  void aHundredThousandProbersOneAfterTheOtherLeaveNoSocketOpen() {
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
