package dev.routeswitcher.engine.probe;

import dev.routeswitcher.engine.config.Timing;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target through one uplink since its link came up.
 *
 * @param round the newest round in which it answered or failed to; 0 for none
 * @param misses how many newest rounds in a row it failed to answer
 * @param rtt how long its replies take, or null before the first
 */
public record TargetEvidence(long round, int misses, @Nullable RttEstimate rtt) {

  public static final TargetEvidence NONE = new TargetEvidence(0, 0, null);

  public boolean answered() {
    return round > 0 && misses == 0;
  }

  public boolean missed() {
    return misses > 0;
  }

  /** With the outcome of a probe; an older one than the newest known says nothing. */
  public TargetEvidence with(long ofRound, boolean reply) {
    return ofRound <= round ? this : new TargetEvidence(ofRound, reply ? 0 : misses + 1, rtt);
  }

  /** With a reply to the newest probe, which was taken for lost. */
  public TargetEvidence healed() {
    return new TargetEvidence(round, 0, rtt);
  }

  public TargetEvidence measured(long rttNanos) {
    RttEstimate next = rtt == null ? RttEstimate.first(rttNanos) : rtt.after(rttNanos);
    return new TargetEvidence(round, misses, next);
  }

  /** How long a probe of the target may take. */
  public long replyTimeoutNanos(Timing timing) {
    long most = timing.timeout().toNanos();
    return rtt == null
        ? most
        : Math.min(most, Math.max(timing.shortestReplyTimeoutNanos(), rtt.replyTimeoutNanos()));
  }
}
