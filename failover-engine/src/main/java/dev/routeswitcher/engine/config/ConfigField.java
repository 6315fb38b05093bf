package dev.routeswitcher.engine.config;

import com.google.common.base.Ascii;
import com.google.common.collect.Range;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value of a configuration that is checked, and the range it must lie in if it has one. */
public enum ConfigField {
  /** One uplink as a whole. The range is that of their number. */
  UPLINK(2, FamilyConfig.MAX_UPLINKS),
  NAME,
  INTERFACE,
  GATEWAY,
  METRIC(1, 0xffff_ffffL),
  /** Never below {@link #INTERVAL}. */
  STANDBY_INTERVAL(Timing.SHORTEST, Timing.LONGEST),
  /** The range is that of their number. */
  PING_TARGET(1, FamilyConfig.MAX_TARGETS),
  FAILOVER_METRIC(1, 0xffff_ffffL),
  INTERVAL(Timing.SHORTEST, Timing.LONGEST),
  TIMEOUT(Timing.SHORTEST, Timing.LONGEST),
  /** Never above {@link #INTERVAL}. */
  FAILURE_INTERVAL(Timing.SHORTEST, Timing.LONGEST),
  QUORUM(1, FamilyConfig.MAX_TARGETS),
  FAILURE_THRESHOLD(1, 1000),
  RECOVERY_THRESHOLD(1, 1000),
  FAILBACK_DELAY(Duration.ZERO, Timing.LONGEST),
  MAX_FAILBACK_DELAY(Duration.ZERO, Timing.LONGEST_DAMPING),
  FLAP_WINDOW(Duration.ZERO, Timing.LONGEST_DAMPING),
  BOOT_WINDOW(Duration.ZERO, Timing.LONGEST),
  ADDRESS_GRACE(Duration.ZERO, Timing.LONGEST),
  QUALITY_WINDOW(QualityRules.SHORTEST_WINDOW, Timing.LONGEST),
  /** In percent. */
  LEAVE_AT_LOSS(1, 100),
  /** In percent, below {@link #LEAVE_AT_LOSS}. */
  RETURN_AT_LOSS(0, 99),
  LEAVE_AT_RTT(Duration.ofMillis(2), Timing.LONGEST),
  /** Below {@link #LEAVE_AT_RTT}. */
  RETURN_AT_RTT(Duration.ofMillis(1), Timing.LONGEST.minusMillis(1)),
  /** The first of the tables; the last one must fit too. */
  PROBE_TABLE(1, 0xffff_ffffL),
  PROBE_RULE_PREFERENCE(1, TableLayout.BYPASS_PREFERENCE - 3),
  FIREWALL_MARKS;

  private final @Nullable Range<Long> numbers;
  private final @Nullable Range<Duration> durations;

  ConfigField() {
    numbers = null;
    durations = null;
  }

  ConfigField(long least, long most) {
    numbers = Range.closed(least, most);
    durations = null;
  }

  ConfigField(Duration least, Duration most) {
    numbers = null;
    durations = Range.closed(least, most);
  }

  /** The least and the greatest value, {@code Long}s or {@code Duration}s; empty for others. */
  public Optional<Range<?>> range() {
    return Optional.ofNullable(numbers == null ? durations : numbers);
  }

  Range<Long> numbers() {
    return requireRange(numbers);
  }

  Range<Duration> durations() {
    return requireRange(durations);
  }

  private <T extends Comparable<T>> Range<T> requireRange(@Nullable Range<T> range) {
    if (range == null) {
      throw new IllegalStateException(this + " has no such range");
    }
    return range;
  }

  /** The name by which users know it: {@code failback-delay}. */
  @Override
  public String toString() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
