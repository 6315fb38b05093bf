package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.PrimitiveIterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxClockTest {

  @TempDir private Path directory;

  @Test
  void the_uptime_less_the_monotonic_clock_is_the_time_spent_suspended() throws Exception {
    Path uptime = directory.resolve("uptime");
    LinuxClock clock = new LinuxClock(uptime, System::nanoTime);
    Files.writeString(uptime, "100.25 7.00\n");
    long first = clock.suspendedNanos();
    Files.writeString(uptime, "3700.25 7.00\n");
    long grown = clock.suspendedNanos() - first;
    assertThat(Duration.ofNanos(grown))
        .isLessThanOrEqualTo(Duration.ofHours(1))
        .isGreaterThan(Duration.ofMinutes(58));
  }

  @Test
  void a_reading_that_is_held_up_is_repeated_lest_the_host_seems_to_have_slept() throws Exception {
    Path uptime = directory.resolve("uptime");
    Files.writeString(uptime, "100.25 7.00\n");
    PrimitiveIterator.OfLong times = LongStream.of(0, 700_000_000, 701_000_000).iterator();
    LinuxClock clock = new LinuxClock(uptime, times::nextLong);
    assertThat(clock.suspendedNanos()).isEqualTo(100_250_000_000L - 701_000_000);
  }

  @Test
  void readings_that_are_all_held_up_come_to_an_end() throws Exception {
    Path uptime = directory.resolve("uptime");
    Files.writeString(uptime, "100.25 7.00\n");
    AtomicLong time = new AtomicLong();
    LinuxClock clock = new LinuxClock(uptime, () -> time.addAndGet(1_000_000_000));
    assertThat(clock.suspendedNanos()).isEqualTo(100_250_000_000L - 11_000_000_000L);
  }

  @Test
  void a_reading_that_fails_is_reported_and_the_next_one_may_succeed() throws Exception {
    Path uptime = directory.resolve("uptime");
    LinuxClock clock = new LinuxClock(uptime, System::nanoTime);
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
