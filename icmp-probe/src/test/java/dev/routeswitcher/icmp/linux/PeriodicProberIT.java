package dev.routeswitcher.icmp.linux;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.periodic.PeriodicProber;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import dev.routeswitcher.icmp.statistics.RoundTripEstimate;
import dev.routeswitcher.icmp.statistics.StatisticsSnapshot;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Periodic probes and their statistics on the real kernel. */
@Timeout(120)
class PeriodicProberIT {

  @Test
  void statistics_show_the_loss_of_a_provider_that_drops_every_fourth_packet() throws Exception {
    try (TwoProviders network = new TwoProviders();
        IcmpProber prober = network.host.call(IcmpProber::open)) {
      network.providerA.nft(
          """
          table ip lossy {
            chain in {
              type filter hook prerouting priority 0;
              icmp type echo-request numgen inc mod 4 0 drop
            }
          }
          """);
      ProbeStatistics statistics = ProbeStatistics.of(prober, 40);
      CountDownLatch recorded = new CountDownLatch(80);
      try (PeriodicProber periodic =
          PeriodicProber.builder(statistics)
              .interval(Duration.ofMillis(20))
              .jitter(Duration.ofMillis(5))
              .timeout(Duration.ofMillis(500))
              .build()) {
        periodic.start("upa", TwoProviders.TARGET, (request, outcome) -> recorded.countDown());
        assertThat(recorded.await(60, TimeUnit.SECONDS)).isTrue();

        StatisticsSnapshot snapshot = statistics.snapshot("upa", TwoProviders.TARGET).orElseThrow();
        assertThat(snapshot.lost()).isEqualTo(10);
        assertThat(snapshot.replied()).isEqualTo(30);
        assertThat(requireNonNull(snapshot.roundTrips()).minNanos()).isPositive();
        assertThat(statistics.estimate("upa", TwoProviders.TARGET))
            .isNotEqualTo(RoundTripEstimate.NONE);
      }
    }
  }
}
