package dev.routeswitcher.icmp.statistics;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.testkit.Answer;
import dev.routeswitcher.icmp.testkit.ManualClock;
import dev.routeswitcher.icmp.testkit.ScriptedProber;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten seconds are ten probes of a second's timeout: a window of ten, unless a test says other. */
class ProbeStatisticsTest {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final InetAddress OTHER = InetAddresses.forString("203.0.113.9");

  private final ManualClock clock = new ManualClock();
  private final ScriptedProber network = new ScriptedProber(clock);
  private final ProbeStatistics statistics = ProbeStatistics.of(network, 10);
  private final List<Object> recorded = new ArrayList<>();

  private final ProbeListener listener =
      new ProbeListener() {
        @Override
        public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
          recorded.add(outcome.kind());
        }

        @Override
        public void onLateReply(ProbeRequest request, Replied reply) {
          recorded.add("late");
        }
      };

  private void probe(Answer answer) {
    network.answer("eth0", TARGET, answer);
    long deadline = clock.nanoTime() + ofSeconds(1).toNanos();
    statistics.probe(new ProbeRequest("eth0", TARGET, deadline), listener);
  }

  /** Probes and lets a second pass, so that the probe counts. */
  private void probeAndWait(Answer answer) {
    probe(answer);
    clock.advance(ofSeconds(1));
  }

  private StatisticsSnapshot now() {
    return statistics.snapshot("eth0", TARGET).orElseThrow();
  }

  private static Answer reply(long millis) {
    return Answer.reply(ofMillis(millis));
  }

  @Test
  void a_path_never_probed_has_no_figures_and_no_estimate() {
    assertThat(statistics.snapshot("eth0", TARGET)).isEmpty();
    assertThat(statistics.snapshots()).isEmpty();
    assertThat(statistics.estimate("eth0", TARGET)).isEqualTo(RoundTripEstimate.NONE);
  }

  @Test
  void figures_are_those_of_the_replies() {
    for (long rtt : new long[] {30, 10, 20, 40}) {
      probeAndWait(reply(rtt));
    }
    assertThat(now().roundTrips())
        .isEqualTo(
            new RoundTripSummary(
                25_000_000, 11_180_340, 10_000_000, 40_000_000, 20_000_000, 40_000_000));
    assertThat(now().loss()).hasValue(0);
  }

  @Test
  void lost_and_unreachable_probes_are_loss_and_those_not_sent_are_not() {
    probeAndWait(Answer.silence());
    probeAndWait(Answer.unreachable(ofMillis(1), 3, 1, OTHER));
    probeAndWait(Answer.refused(101, "ENETUNREACH"));
    probeAndWait(reply(5));
    probeAndWait(reply(5));
    StatisticsSnapshot snapshot = now();
    assertThat(snapshot.lost()).isEqualTo(1);
    assertThat(snapshot.unreachable()).isEqualTo(1);
    assertThat(snapshot.notSent()).isEqualTo(1);
    assertThat(snapshot.replied()).isEqualTo(2);
    assertThat(snapshot.loss()).hasValue(0.5);
  }

  @Test
  void loss_is_empty_if_nothing_was_sent() {
    probeAndWait(Answer.refused(101, "ENETUNREACH"));
    assertThat(now().loss()).isEqualTo(OptionalDouble.empty());
    assertThat(now().roundTrips()).isNull();
  }

  @Test
  void a_probe_counts_from_its_deadline_on_however_early_its_reply_arrived() {
    probe(reply(5));
    clock.advance(ofMillis(999));
    assertThat(now().replied()).isZero();
    assertThat(now().waiting()).isEqualTo(1);
    assertThat(now().estimate().samples()).isEqualTo(1);
    clock.advance(ofMillis(1));
    assertThat(now().replied()).isEqualTo(1);
    assertThat(now().waiting()).isZero();
  }

  @Test
  void with_many_in_flight_every_snapshot_shows_the_true_loss() {
    ProbeStatistics hundred = ProbeStatistics.of(network, 100);
    for (int i = 0; i < 2_000; i++) {
      network.answer("eth0", TARGET, i % 4 == 0 ? Answer.silence() : reply(1));
      long deadline = clock.nanoTime() + ofSeconds(1).toNanos();
      hundred.probe(new ProbeRequest("eth0", TARGET, deadline), listener);
      clock.advance(ofMillis(10));
      StatisticsSnapshot snapshot = hundred.snapshot("eth0", TARGET).orElseThrow();
      if (i >= 300) {
        assertThat(snapshot.loss()).hasValue(0.25);
        assertThat(snapshot.waiting()).isBetween(99, 100);
      }
    }
  }

  @Test
  void while_the_prober_is_delayed_undecided_probes_do_not_count() {
    probeAndWait(reply(5));
    probe(reply(5));
    probe(Answer.silence());
    clock.stall(ofSeconds(5));
    assertThat(now().replied()).isEqualTo(1);
    assertThat(now().waiting()).isEqualTo(2);
    assertThat(now().loss()).hasValue(0);
    clock.advance(Duration.ZERO);
    assertThat(now().replied()).isEqualTo(2);
    assertThat(now().lost()).isEqualTo(1);
  }

  @Test
  void the_window_drops_older_probes() {
    for (int i = 0; i < 10; i++) {
      probeAndWait(Answer.silence());
    }
    assertThat(now().loss()).hasValue(1);
    for (int i = 0; i < 9; i++) {
      probeAndWait(reply(7));
    }
    assertThat(now().lost()).isEqualTo(1);
    probeAndWait(reply(7));
    assertThat(now().loss()).hasValue(0);
  }

  @Test
  void a_late_reply_corrects_the_figures_and_not_the_outcome() {
    probeAndWait(reply(1_500));
    assertThat(now().loss()).hasValue(1);
    clock.advance(ofMillis(500));
    assertThat(now().loss()).hasValue(0);
    assertThat(now().roundTrips()).extracting("maxNanos").isEqualTo(1_500_000_000L);
    assertThat(now().estimate()).isEqualTo(RoundTripEstimate.NONE.after(1_500_000_000L));
    assertThat(recorded).containsExactly(ProbeOutcome.Kind.LOST, "late");
  }

  @Test
  void a_late_reply_to_a_probe_that_left_the_window_updates_the_estimate_only() {
    ProbeStatistics one = ProbeStatistics.of(network, 1);
    network.answer("eth0", TARGET, reply(5_000));
    one.probe(
        new ProbeRequest("eth0", TARGET, clock.nanoTime() + ofSeconds(1).toNanos()), listener);
    network.answer("eth0", TARGET, Answer.silence());
    one.probe(
        new ProbeRequest("eth0", TARGET, clock.nanoTime() + ofSeconds(1).toNanos()), listener);
    clock.advance(ofSeconds(6));
    StatisticsSnapshot snapshot = one.snapshot("eth0", TARGET).orElseThrow();
    assertThat(snapshot.lost()).isEqualTo(1);
    assertThat(snapshot.replied()).isZero();
    assertThat(snapshot.estimate().samples()).isEqualTo(1);
  }

  @Test
  void probes_abandoned_by_a_closed_prober_are_no_loss() {
    probeAndWait(reply(5));
    probe(reply(5));
    network.close();
    clock.advance(ofSeconds(60));
    assertThat(now().loss()).hasValue(0);
    assertThat(now().replied()).isEqualTo(1);
  }

  @Test
  void jitter_follows_the_replies_as_they_arrive() {
    probeAndWait(reply(10));
    probeAndWait(reply(26));
    assertThat(now().jitterNanos()).isEqualTo(1_000_000);
  }

  @Test
  void late_replies_adapt_the_timeout_to_a_path_that_became_slow() {
    for (int i = 0; i < 50; i++) {
      probeAndWait(reply(5));
    }
    assertThat(timeout()).isLessThan(ofMillis(10));
    probeAndWait(reply(1_800));
    clock.advance(ofSeconds(1));
    assertThat(timeout()).isGreaterThan(ofMillis(1_800));
  }

  private Duration timeout() {
    return statistics.estimate("eth0", TARGET).timeout(ofMillis(1), ofSeconds(10));
  }

  @Test
  void paths_are_distinguished_by_interface_and_target() {
    network.answer("eth1", TARGET, reply(5));
    long deadline = clock.nanoTime() + ofSeconds(1).toNanos();
    statistics.probe(new ProbeRequest("eth0", TARGET, deadline), listener);
    statistics.probe(new ProbeRequest("eth1", TARGET, deadline), listener);
    statistics.probe(new ProbeRequest("eth0", OTHER, deadline), listener);
    clock.advance(ofSeconds(1));
    assertThat(statistics.snapshots())
        .hasSize(3)
        .hasEntrySatisfying(new ProbePath("eth1", TARGET), s -> assertThat(s.loss()).hasValue(0))
        .hasEntrySatisfying(new ProbePath("eth0", TARGET), s -> assertThat(s.loss()).hasValue(1));
    statistics.forget("eth0", OTHER);
    assertThat(statistics.snapshot("eth0", OTHER)).isEmpty();
  }

  @Test
  void a_window_out_of_range_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProbeStatistics.of(network, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbeStatistics.of(network, ProbeStatistics.MAX_WINDOW + 1));
  }

  @Test
  @Timeout(60)
  void snapshots_taken_by_other_threads_are_consistent() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    List<String> faults = new ArrayList<>();
    probe(reply(0));
    Thread reader =
        new Thread(
            () -> {
              while (done.getCount() > 0) {
                StatisticsSnapshot s = now();
                RoundTripSummary times = s.roundTrips();
                int counted = s.replied() + s.lost() + s.unreachable() + s.notSent();
                boolean ordered =
                    times == null
                        || (times.minNanos() <= times.medianNanos()
                            && times.medianNanos() <= times.p99Nanos()
                            && times.p99Nanos() <= times.maxNanos());
                if (counted > 10 || !ordered || (times == null) != (s.replied() == 0)) {
                  faults.add(s.toString());
                }
              }
            });
    reader.start();
    for (int i = 0; i < 20_000; i++) {
      probeAndWait(i % 3 == 0 ? Answer.silence() : reply(i % 7));
    }
    done.countDown();
    reader.join();
    assertThat(faults).isEmpty();
  }
}
