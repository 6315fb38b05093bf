package dev.routeswitcher.engine.probe;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the engine remembers of the probes through one uplink.
 *
 * @param rounds its rounds since the link came up
 * @param lastRoundAtNanos when its newest round was due
 * @param targets what is known of each target
 * @param quality what the quality rules say; null without such rules or while the link is down
 */
public record ProbeState(
    RoundLedger rounds,
    long lastRoundAtNanos,
    ImmutableList<TargetEvidence> targets,
    @Nullable Quality quality) {

  public static ProbeState initial(int targets, long now) {
    return new ProbeState(
        RoundLedger.EMPTY, now - Timing.LONGEST.toNanos(), noEvidence(targets), null);
  }

  /**
   * The same with other targets: what is known of those that stay is kept. The outcomes of rounds
   * in flight, which tell targets by their places, count no more unless the places are the same.
   *
   * @param rulesBefore what the rounds so far were judged by
   */
  public ProbeState asking(
      List<InetAddress> before, List<InetAddress> after, RoundRules rulesBefore) {
    if (before.equals(after)) {
      return this;
    }
    return new ProbeState(
        rounds.settled(rulesBefore),
        lastRoundAtNanos,
        after.stream()
            .map(before::indexOf)
            .map(index -> index < 0 ? TargetEvidence.NONE : targets.get(index))
            .collect(ImmutableList.toImmutableList()),
        quality);
  }

  /** The same by other rules of quality, or none; over another window measuring begins anew. */
  public ProbeState judgedBy(
      @Nullable QualityRules before, @Nullable QualityRules after, boolean linkUp, long now) {
    boolean goesOn = before != null && after != null && before.window().equals(after.window());
    Quality next = goesOn ? quality : linkUp && after != null ? Quality.begin(now) : null;
    return new ProbeState(rounds, lastRoundAtNanos, targets, next);
  }

  /** The same, where no round has the number of one of {@code others}. */
  public ProbeState numberedAfter(ProbeState others) {
    return new ProbeState(others.rounds().voided(), lastRoundAtNanos, targets, quality);
  }

  public static ImmutableList<TargetEvidence> noEvidence(int targets) {
    return ImmutableList.copyOf(Collections.nCopies(targets, TargetEvidence.NONE));
  }
}
