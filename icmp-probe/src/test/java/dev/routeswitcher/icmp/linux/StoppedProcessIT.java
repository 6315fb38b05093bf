package dev.routeswitcher.icmp.linux;

import static dev.routeswitcher.icmp.linux.TwoProviders.HOST_A;
import static dev.routeswitcher.icmp.linux.TwoProviders.TARGET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole process is stopped while replies are on their way, and goes on. */
@Timeout(120)
class StoppedProcessIT {

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void no_probe_answered_in_time_is_lost(int seconds) throws Exception {
    try (TwoProviders net = new TwoProviders();
        SlowTarget ignored = new SlowTarget(net, TARGET, HOST_A, Duration.ofMillis(200))) {
      Process process = net.host.call(() -> SteadyProbing.start("1", "10", "1500"));
      try (BufferedReader output =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        assertThat(output.readLine()).isEqualTo("probing");
        signal(process, "STOP");
        TimeUnit.SECONDS.sleep(seconds);
        signal(process, "CONT");
        assertThat(SteadyProbing.next(output, "resumed")).isEqualTo("resumed");
        process.getOutputStream().close();
        // One may have been queued and not sent yet; its time was over when it could be.
        assertThat(SteadyProbing.next(output, "probes="))
            .matches(
                "probes=[0-9]{3,} in-flight-when-stopped=[1-9][0-9]* overtaken=[01]"
                    + " replied-all-others=true .* lost=0,.*");
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
