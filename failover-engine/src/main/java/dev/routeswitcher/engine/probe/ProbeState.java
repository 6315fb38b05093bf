package dev.routeswitcher.engine.probe;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.config.Timing;
import java.util.Collections;
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

  public static ImmutableList<TargetEvidence> noEvidence(int targets) {
    return ImmutableList.copyOf(Collections.nCopies(targets, TargetEvidence.NONE));
  }
}
