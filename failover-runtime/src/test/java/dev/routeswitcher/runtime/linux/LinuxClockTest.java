package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxClockTest {

  @TempDir private Path directory;

  @Test
  void the_uptime_less_the_monotonic_clock_is_the_time_spent_suspended() throws Exception {
    Path uptime = directory.resolve("uptime");
    LinuxClock clock = new LinuxClock(uptime);
    Files.writeString(uptime, "100.25 7.00\n");
    long first = clock.suspendedNanos();
    Files.writeString(uptime, "3700.25 7.00\n");
    long grown = clock.suspendedNanos() - first;
    assertThat(Duration.ofNanos(grown))
        .isLessThanOrEqualTo(Duration.ofHours(1))
        .isGreaterThan(Duration.ofMinutes(58));
  }

  @Test
  void a_reading_that_fails_is_reported_and_the_next_one_may_succeed() throws Exception {
    Path uptime = directory.resolve("uptime");
    LinuxClock clock = new LinuxClock(uptime);
    assertThatThrownBy(clock::suspendedNanos).isInstanceOf(IOException.class);
    Files.writeString(uptime, "soon\n");
    assertThatThrownBy(clock::suspendedNanos)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'soon'");
    Files.writeString(uptime, "100.25 7.00\n");
    assertThat(clock.suspendedNanos()).isNotEqualTo(clock.nanoTime());
  }

  @Test
  void the_hosts_own_can_be_read() throws Exception {
    LinuxClock clock = new LinuxClock();
    long before = clock.suspendedNanos();
    assertThat(Math.abs(clock.suspendedNanos() - before)).isLessThan(30_000_000_000L);
  }
}
