package dev.routeswitcher.icmp.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A whole process gets 6 ms of every 100 ms, too little for what it has to do; replies come at
 * once.
 */
@Timeout(300)
class CpuQuotaIT {

  @Test
  void no_probe_of_a_process_that_gets_hardly_any_time_is_lost() throws Exception {
    assumeThat(CpuQuota.isPossible()).as("control groups can be made here").isTrue();
    try (TwoProviders net = new TwoProviders();
        CpuQuota quota = CpuQuota.create(6_000, 100_000)) {
      Process process = net.host.call(() -> SteadyProbing.start("500", "1000", "200"));
      try (BufferedReader output =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        assertThat(output.readLine()).isEqualTo("probing");
        quota.hold(process);
        for (int hundreds = 0; hundreds < 50; hundreds++) {
          assertThat(SteadyProbing.next(output, "probing")).isNotNull();
        }
        quota.release(process);
        process.getOutputStream().close();
        assertThat(SteadyProbing.next(output, "probes="))
            .contains("replied-all-others=true")
            .contains(" lost=0,");
        assertThat(quota.timesUsedUp()).isGreaterThan(20);
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
