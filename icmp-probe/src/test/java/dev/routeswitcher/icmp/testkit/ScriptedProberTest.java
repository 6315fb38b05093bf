package dev.routeswitcher.icmp.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Lost;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is particular to the fixture; that it behaves as the real prober, a property shows. */
class ScriptedProberTest {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final InetAddress OTHER = InetAddresses.forString("2001:db8::8");

  private final ManualClock clock = new ManualClock();
  private final ScriptedProber prober = new ScriptedProber(clock);
  private final List<ProbeOutcome> outcomes = new ArrayList<>();
  private final ProbeListener listener = (request, outcome) -> outcomes.add(outcome);

  private ProbeRequest request(InetAddress target, Duration timeout) {
    return new ProbeRequest("eth0", target, clock.nanoTime() + timeout.toNanos());
  }

  private void probe(InetAddress target) {
    prober.probe(request(target, Duration.ofSeconds(1)), listener);
  }

  @Test
  void a_path_without_a_script_is_silent() {
    probe(TARGET);
    clock.advance(Duration.ofMillis(999));
    assertThat(outcomes).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(outcomes).containsExactly(new Lost());
  }

  @Test
  void each_path_has_its_own_answer_which_may_change() {
    prober.answer("eth0", TARGET, Answer.reply(Duration.ofMillis(20)));
    prober.answer("eth0", OTHER, Answer.refused(101, "ENETUNREACH"));
    probe(TARGET);
    probe(OTHER);
    prober.answer("eth0", TARGET, Answer.unreachable(Duration.ofMillis(5), 3, 1, TARGET));
    probe(TARGET);
    clock.advance(Duration.ofSeconds(1));
    assertThat(outcomes)
        .extracting(ProbeOutcome::kind)
        .containsExactly(
            ProbeOutcome.Kind.NOT_SENT, ProbeOutcome.Kind.REPLIED, ProbeOutcome.Kind.UNREACHABLE);
  }

  @Test
  void a_function_may_answer_each_probe_differently() {
    AtomicInteger probes = new AtomicInteger();
    prober.answer(
        "eth0",
        TARGET,
        request ->
            probes.incrementAndGet() % 2 == 1
                ? Answer.reply(Duration.ofMillis(1))
                : Answer.silence());
    for (int i = 0; i < 4; i++) {
      probe(TARGET);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(outcomes.stream().filter(Replied.class::isInstance)).hasSize(2);
    assertThat(prober.requests()).hasSize(4);
  }

  @Test
  void the_outcome_is_never_delivered_before_probe_returns() {
    prober.answer("eth0", TARGET, Answer.reply(Duration.ZERO));
    prober.answer("eth0", OTHER, Answer.refused(1, "EPERM"));
    probe(TARGET);
    probe(OTHER);
    prober.probe(request(TARGET, Duration.ZERO), listener);
    assertThat(outcomes).isEmpty();
    clock.advance(Duration.ZERO);
    assertThat(outcomes).hasSize(3);
  }

  @Test
  void after_a_stall_a_reply_that_arrived_in_time_is_in_time() {
    prober.answer("eth0", TARGET, Answer.reply(Duration.ofMillis(20)));
    probe(TARGET);
    clock.stall(Duration.ofSeconds(5));
    clock.advance(Duration.ZERO);
    assertThat(outcomes).hasSize(1).first().isInstanceOf(Replied.class);
  }

  @Test
  void closing_ends_probes_in_flight_and_refuses_further_ones() {
    AtomicInteger tasks = new AtomicInteger();
    prober.answer("eth0", TARGET, Answer.reply(Duration.ofMillis(20)));
    probe(TARGET);
    prober.schedule(clock.nanoTime(), tasks::incrementAndGet);
    prober.close();
    probe(TARGET);
    clock.advance(Duration.ofMinutes(1));
    assertThat(outcomes.get(0)).isEqualTo(new Lost());
    assertThat(((NotSent) outcomes.get(1)).cause()).isEqualTo(Cause.PROBER_CLOSED);
    assertThat(outcomes).hasSize(2);
    assertThat(tasks).hasValue(0);
  }

  @Test
  void an_exception_of_a_listener_reaches_the_test() {
    prober.answer("eth0", TARGET, Answer.reply(Duration.ofMillis(20)));
    prober.probe(
        request(TARGET, Duration.ofSeconds(1)),
        (request, outcome) -> {
          throw new IllegalStateException("expected by this test");
        });
    assertThatIllegalStateException().isThrownBy(() -> clock.advance(Duration.ofSeconds(1)));
  }
}
