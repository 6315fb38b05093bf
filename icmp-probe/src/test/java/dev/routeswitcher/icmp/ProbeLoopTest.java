package dev.routeswitcher.icmp;

import static dev.routeswitcher.icmp.ProbeLoopBench.SECOND;
import static dev.routeswitcher.icmp.ProbeLoopBench.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeLoopBench.Told;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import java.time.Duration;
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
    bench.requests.offer(
        new RequestQueue.Entry(
            new ProbeRequest("eth0", TARGET, bench.clock.monotonicNanos() + 1), queued));
    bench.loop.close();
    assertThat(sent.outcomes).containsExactly(new Lost());
    assertThat(((NotSent) queued.outcomes.get(0)).cause()).isEqualTo(Cause.PROBER_CLOSED);
    assertThat(bench.network.opened).allMatch(socket -> socket.closed);
  }
}
