package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.RttClock;
import org.junit.jupiter.api.Test;

/** When the kernel's stamp is trusted, and when not. */
class RoundTripTest {
  private static final long REALTIME = 1_700_000_000_000_000_000L;
  private static final ClockReading SENT = new ClockReading(5_000_000, REALTIME);

  private static ClockReading readAfter(long nanos, long wallClockStep) {
    return new ClockReading(5_000_000 + nanos, REALTIME + nanos + wallClockStep);
  }

  private static RoundTrip between(long receiveStamp, ClockReading read) {
    return between(RoundTrip.NO_STAMP, receiveStamp, read);
  }

  /** Of a request that the kernel had taken after 17 microseconds. */
  private static RoundTrip between(long transmitStamp, long receiveStamp, ClockReading read) {
    return RoundTrip.between(
        SENT, SENT.monotonicNanos() + 17_000, transmitStamp, receiveStamp, read);
  }

  private static RoundTrip unstamped(long nanos, RttClock clock) {
    return new RoundTrip(nanos, nanos, nanos, clock);
  }

  @Test
  void the_stamp_excludes_the_time_until_the_reply_was_read() {
    assertThat(between(REALTIME + 20_000, readAfter(900_000, 0)))
        .isEqualTo(unstamped(20_000, RttClock.KERNEL_RECEIVE_STAMP));
  }

  @Test
  void a_stamp_before_the_send_is_not_trusted() {
    assertThat(between(REALTIME - 1, readAfter(900_000, 0)))
        .isEqualTo(unstamped(900_000, RttClock.MONOTONIC));
  }

  @Test
  void a_stamp_after_the_reading_is_not_trusted() {
    assertThat(between(REALTIME + 900_001, readAfter(900_000, 0)))
        .isEqualTo(unstamped(900_000, RttClock.MONOTONIC));
  }

  @Test
  void a_plausible_stamp_is_not_trusted_if_a_clock_was_stepped_in_either_direction() {
    for (long step : new long[] {-100_001, 100_001}) {
      assertThat(between(REALTIME + 500_000, readAfter(900_000, step)))
          .isEqualTo(unstamped(900_000, RttClock.MONOTONIC));
    }
  }

  @Test
  void a_step_of_less_than_a_tenth_of_a_millisecond_is_ignored() {
    assertThat(between(REALTIME + 500_000, readAfter(900_000, 100_000)).clock())
        .isEqualTo(RttClock.KERNEL_RECEIVE_STAMP);
  }

  @Test
  void without_a_stamp_the_monotonic_clock_decides() {
    assertThat(between(RoundTrip.NO_STAMP, readAfter(900_000, 0)))
        .isEqualTo(unstamped(900_000, RttClock.MONOTONIC));
  }

  @Test
  void with_a_transmit_stamp_it_is_the_time_between_the_stamps() {
    long transmitted = REALTIME + 15_000;
    assertThat(between(transmitted, REALTIME + 20_000, readAfter(900_000, 0)))
        .isEqualTo(new RoundTrip(5_000, 5_000, 20_000, RttClock.KERNEL_STAMPS));
  }

  @Test
  void what_a_packet_waited_for_its_interface_is_part_of_the_round_trip_and_not_of_the_path() {
    long transmitted = REALTIME + 27_017_000;
    assertThat(between(transmitted, REALTIME + 27_020_000, readAfter(90_000_000, 0)))
        .isEqualTo(new RoundTrip(27_003_000, 3_000, 27_020_000, RttClock.KERNEL_STAMPS));
  }

  @Test
  void a_transmit_stamp_before_the_send_or_after_the_arrival_is_not_trusted() {
    for (long transmitted : new long[] {REALTIME - 1, REALTIME + 20_001}) {
      assertThat(between(transmitted, REALTIME + 20_000, readAfter(900_000, 0)))
          .isEqualTo(unstamped(20_000, RttClock.KERNEL_RECEIVE_STAMP));
    }
  }

  @Test
  void a_transmit_stamp_does_not_make_a_stepped_clock_trusted() {
    long transmitted = REALTIME + 15_000;
    ClockReading stepped = readAfter(900_000, 100_001);
    assertThat(between(transmitted, REALTIME + 20_000, stepped).clock())
        .isEqualTo(RttClock.MONOTONIC);
  }
}
