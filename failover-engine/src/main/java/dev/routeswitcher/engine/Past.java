package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * What the earlier switches of a family mean for those to come, so that an engine that takes the
 * place of another goes on with its holds and counts: a link that flaps is known to do so.
 *
 * <p>Instants are those of the engine's clock.
 *
 * @param counts how often the traffic moved
 * @param lastFailoverAtNanos when the last failover was decided, or null if there was none
 * @param lastVoluntaryAtNanos when the last failback or manual move was decided, or null
 * @param uplinks in priority order
 */
public record Past(
    IpFamily family,
    SwitchCounts counts,
    @Nullable Long lastFailoverAtNanos,
    @Nullable Long lastVoluntaryAtNanos,
    ImmutableList<Uplink> uplinks) {

  /** Whether an uplink has carried the traffic. */
  public enum Use {
    /** It never has. */
    NEVER,
    /** It is the one that does, as far as the kernel was seen to follow. */
    ACTIVE,
    /** It has, and another does now. */
    LEFT
  }

  /**
   * One uplink. It is the same in another configuration if its name and its interface are.
   *
   * @param name the name that it was given, or null if it goes by its place
   * @param holdNanos how long after the last failover away a voluntary return has to wait, 0 to 24
   *     hours
   * @param leftAtNanos when that failover was decided, or null if there was none
   * @param returnedAtNanos when it last became active again, or null if it never did
   * @param rounds how many rounds were started, 0 or more
   * @param failedRounds how many of them failed
   */
  public record Uplink(
      @Nullable String name,
      String interfaceName,
      Use use,
      long holdNanos,
      @Nullable Long leftAtNanos,
      @Nullable Long returnedAtNanos,
      long rounds,
      long failedRounds) {

    private Uplink shifted(long byNanos) {
      return new Uplink(
          name,
          interfaceName,
          use,
          holdNanos,
          sum(leftAtNanos, byNanos),
          sum(returnedAtNanos, byNanos),
          rounds,
          failedRounds);
    }
  }

  /** Nothing is known of the family. */
  public static Past none(IpFamily family) {
    return new Past(family, SwitchCounts.NONE, null, null, ImmutableList.of());
  }

  /** The same by a clock that is ahead by so much. */
  public Past shifted(long byNanos) {
    return new Past(
        family,
        counts,
        sum(lastFailoverAtNanos, byNanos),
        sum(lastVoluntaryAtNanos, byNanos),
        uplinks.stream()
            .map(uplink -> uplink.shifted(byNanos))
            .collect(ImmutableList.toImmutableList()));
  }

  private static @Nullable Long sum(@Nullable Long instant, long nanos) {
    return instant == null ? null : (Long) (instant + nanos);
  }
}
