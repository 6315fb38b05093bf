package dev.routeswitcher.icmp.periodic;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.periodic.PeriodicProber.Builder;
import dev.routeswitcher.icmp.periodic.PeriodicProber.Series;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import dev.routeswitcher.icmp.testkit.Answer;
import dev.routeswitcher.icmp.testkit.ManualClock;
import dev.routeswitcher.icmp.testkit.ScriptedProber;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodicProberTest {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final InetAddress OTHER = InetAddresses.forString("203.0.113.9");

  private final ManualClock clock = new ManualClock();
  private final ScriptedProber network = new ScriptedProber(clock);
  private final long start = clock.nanoTime();
  private final List<ProbeOutcome.Kind> outcomes = new ArrayList<>();
  private final ProbeListener listener = (request, outcome) -> outcomes.add(outcome.kind());

  private Builder everySecond() {
    return PeriodicProber.builder(network).interval(ofSeconds(1)).timeout(ofSeconds(2));
  }

  /** When the probes left, in milliseconds from the start; all of them waited for two seconds. */
  private List<Long> sentMillis() {
    return network.requests().stream()
        .map(r -> Duration.ofNanos(r.deadlineNanos() - start).minus(ofSeconds(2)).toMillis())
        .toList();
  }

  @Test
  void a_series_starts_at_once_and_continues_at_its_interval() {
    everySecond().build().start("eth0", TARGET, listener);
    clock.advance(ofMillis(4_999));
    assertThat(sentMillis()).containsExactly(0L, 1_000L, 2_000L, 3_000L, 4_000L);
  }

  @Test
  void the_listener_is_called_for_every_probe() {
    network.answer("eth0", TARGET, Answer.reply(ofMillis(20)));
    everySecond().build().start("eth0", TARGET, listener);
    clock.advance(ofMillis(2_020));
    assertThat(outcomes).hasSize(3).containsOnly(ProbeOutcome.Kind.REPLIED);
  }

  @Test
  void probes_have_the_options_set() {
    ProbeOptions options = ProbeOptions.DEFAULTS.withPayloadSize(1_000).withTimeToLive(3);
    everySecond().options(options).build().start("eth0", TARGET, listener);
    clock.advance(ofSeconds(1));
    assertThat(network.requests()).extracting(ProbeRequest::options).containsOnly(options);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1_000})
  void jitter_is_drawn_for_each_probe_and_does_not_accumulate(int jitterMillis) {
    everySecond()
        .jitter(ofMillis(jitterMillis))
        .random(new Random(jitterMillis))
        .build()
        .start("eth0", TARGET, listener);
    clock.advance(ofSeconds(1_001));
    List<Long> sent = sentMillis();
    List<Long> delays =
        LongStream.range(0, 1_000).map(i -> sent.get((int) i) - i * 1_000).boxed().toList();
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(0L, (long) jitterMillis));
    assertThat(delays.stream().mapToLong(delay -> delay).average().orElseThrow())
        .isBetween(jitterMillis * 0.4, jitterMillis * 0.6);
  }

  @Test
  void ticks_missed_in_a_pause_are_skipped_and_the_grid_is_kept() {
    everySecond().build().start("eth0", TARGET, listener);
    clock.schedule(start + ofMillis(1_500).toNanos(), () -> clock.stall(ofMillis(3_200)));
    clock.advance(ofMillis(8_100));
    assertThat(sentMillis()).containsExactly(0L, 1_000L, 4_700L, 5_000L, 6_000L, 7_000L, 8_000L);
  }

  @Test
  void a_closed_series_ends_and_the_others_continue() {
    PeriodicProber periodic = everySecond().build();
    Series first = periodic.start("eth0", TARGET, listener);
    periodic.start("eth0", OTHER, listener);
    clock.advance(ofMillis(1_500));
    first.close();
    clock.advance(ofSeconds(2));
    assertThat(network.requests())
        .extracting(ProbeRequest::target)
        .containsExactly(TARGET, OTHER, TARGET, OTHER, OTHER, OTHER);
    assertThat(outcomes).hasSize(4);
  }

  @Test
  void closing_ends_all_series_and_probes_in_flight_get_their_outcome() {
    PeriodicProber periodic = everySecond().build();
    periodic.start("eth0", TARGET, listener);
    periodic.start("eth0", OTHER, listener);
    clock.advance(ofMillis(500));
    periodic.close();
    periodic.start("eth1", OTHER, listener);
    clock.advance(ofSeconds(60));
    assertThat(network.requests()).hasSize(2);
    assertThat(outcomes).containsExactly(ProbeOutcome.Kind.LOST, ProbeOutcome.Kind.LOST);
  }

  @Test
  void the_timeout_may_follow_the_estimate() {
    network.answer("eth0", TARGET, Answer.reply(ofMillis(20)));
    ProbeStatistics statistics = ProbeStatistics.of(network, 100);
    PeriodicProber.builder(statistics)
        .timeout(
            (name, target) -> statistics.estimate(name, target).timeout(ofMillis(10), ofSeconds(1)))
        .build()
        .start("eth0", TARGET, listener);
    clock.advance(ofSeconds(60));
    assertThat(network.requests().get(0).deadlineNanos() - start).isEqualTo(ofSeconds(1).toNanos());
    assertThat(network.requests().get(59).deadlineNanos() - start - ofSeconds(59).toNanos())
        .isBetween(ofMillis(20).toNanos(), ofMillis(30).toNanos());
    assertThat(outcomes).containsOnly(ProbeOutcome.Kind.REPLIED);
  }

  @Test
  void values_out_of_range_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> everySecond().interval(ofMillis(0)));
    assertThatIllegalArgumentException().isThrownBy(() -> everySecond().jitter(ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> everySecond().timeout(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> everySecond().jitter(ofMillis(1_001)).build());
  }
}
