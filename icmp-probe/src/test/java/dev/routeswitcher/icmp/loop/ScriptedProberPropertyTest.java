package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.loop.ProbeLoopFixture.RecordingListener;
import dev.routeswitcher.icmp.loop.ScriptedNetwork.Sent;
import dev.routeswitcher.icmp.testkit.Answer;
import dev.routeswitcher.icmp.testkit.ManualClock;
import dev.routeswitcher.icmp.testkit.ScriptedProber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The prober that users test with and the real one report the same for the same events, within the
 * 10 seconds that a probe is remembered.
 */
class ScriptedProberPropertyTest {
  /** One probe: how long it waits, what comes of it, and how long until the next. */
  record Step(Duration timeout, Answer answer, Duration pause) {}

  private static final ProbeOutcome.NotSent ANY_REFUSAL =
      new ProbeOutcome.NotSent(ProbeOutcome.NotSent.Cause.KERNEL, ErrorNumber.EPERM, "EPERM", "");

  @Property(tries = 300)
  void both_report_the_same_outcomes_and_the_same_late_replies(@ForAll("steps") List<Step> steps) {
    List<RecordingListener> real = onTheRealLoop(steps);
    List<RecordingListener> scripted = onTheScriptedProber(steps);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(scripted.get(i).outcomes).hasSize(1);
      assertThat(comparable(scripted.get(i).outcomes)).isEqualTo(comparable(real.get(i).outcomes));
      assertThat(scripted.get(i).lateReplies).isEqualTo(real.get(i).lateReplies);
    }
  }

  private static List<RecordingListener> onTheScriptedProber(List<Step> steps) {
    ManualClock clock = new ManualClock();
    ScriptedProber prober = new ScriptedProber(clock);
    List<RecordingListener> recorded = new ArrayList<>();
    for (Step step : steps) {
      prober.answer("eth0", ProbeLoopFixture.TARGET, step.answer);
      long deadline = clock.nanoTime() + step.timeout.toNanos();
      RecordingListener listener = new RecordingListener();
      prober.probe(new ProbeRequest("eth0", ProbeLoopFixture.TARGET, deadline), listener);
      recorded.add(listener);
      clock.advance(step.pause);
    }
    clock.advance(Duration.ofMinutes(1));
    return recorded;
  }

  private static List<RecordingListener> onTheRealLoop(List<Step> steps) {
    ProbeLoopFixture fixture = new ProbeLoopFixture();
    fixture.probe(ProbeLoopFixture.OTHER, Duration.ofMillis(1));
    List<RecordingListener> recorded = new ArrayList<>();
    for (Step step : steps) {
      fixture.network.sent.clear();
      if (step.answer instanceof Answer.Refusal refusal && !step.timeout.isZero()) {
        fixture.refuseNextSend("eth0", refusal.reason().errno());
      }
      recorded.add(fixture.probe(ProbeLoopFixture.TARGET, step.timeout));
      fixture.network.sent.forEach(sent -> arrive(fixture, sent, step.answer));
      fixture.run(step.pause);
    }
    fixture.run(Duration.ofMinutes(1));
    return recorded;
  }

  private static void arrive(ProbeLoopFixture fixture, Sent sent, Answer answer) {
    if (answer instanceof Answer.Reply reply) {
      fixture.reply(reply.after(), sent);
    } else if (answer instanceof Answer.Error error) {
      fixture.unreachable(error.after(), error.error(), sent);
    }
  }

  /** Without the kernel's words, which the script does not know. */
  private static List<ProbeOutcome> comparable(List<ProbeOutcome> outcomes) {
    return outcomes.stream()
        .map(o -> o.kind() == ProbeOutcome.Kind.NOT_SENT ? withoutWords(o) : o)
        .toList();
  }

  private static ProbeOutcome withoutWords(ProbeOutcome outcome) {
    ProbeOutcome.NotSent refusal = (ProbeOutcome.NotSent) outcome;
    return new ProbeOutcome.NotSent(refusal.cause(), refusal.errno(), "", "");
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Duration> timeout = millis(0, 3_000);
    Arbitrary<Duration> pause = millis(0, 2_000);
    Arbitrary<Answer> answer =
        Arbitraries.oneOf(
            millis(0, 10_000).map(in -> new Answer.Reply(in, ScriptedNetwork.TTL)),
            millis(0, 3_000).map(in -> new Answer.Reply(in, ScriptedNetwork.TTL)),
            millis(0, 4_000)
                .map(in -> new Answer.Error(in, new Unreachable(3, 1, ProbeLoopFixture.ROUTER))),
            Arbitraries.of(new Answer.Silence(), new Answer.Refusal(ANY_REFUSAL)));
    return Combinators.combine(timeout, answer, pause).as(Step::new).list().ofMaxSize(20);
  }

  private static Arbitrary<Duration> millis(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Duration::ofMillis);
  }
}
