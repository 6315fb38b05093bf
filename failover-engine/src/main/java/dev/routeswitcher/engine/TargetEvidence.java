package dev.routeswitcher.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one target through one uplink since its link came up.
 *
 * @param round the newest round in which it answered or failed to; 0 for none
 * @param misses how many newest rounds in a row it failed to answer
 * @param rtt how long its replies take, or null before the first
 */
record TargetEvidence(long round, int misses, @Nullable RttEstimate rtt) {

  static final TargetEvidence NONE = new TargetEvidence(0, 0, null);

  boolean answered() {
    return round > 0 && misses == 0;
  }

  boolean missed() {
    return misses > 0;
  }

  /** With the outcome of a probe; an older one than the newest known says nothing. */
  TargetEvidence with(long ofRound, boolean reply) {
    return ofRound <= round ? this : new TargetEvidence(ofRound, reply ? 0 : misses + 1, rtt);
  }

  /** With a reply to the newest probe, which was taken for lost. */
  TargetEvidence healed() {
    return new TargetEvidence(round, 0, rtt);
  }

  TargetEvidence measured(long rttNanos) {
    RttEstimate next = rtt == null ? RttEstimate.first(rttNanos) : rtt.after(rttNanos);
    return new TargetEvidence(round, misses, next);
  }

  /** How long a probe of the target may take. */
  long deadlineNanos(Timing timing) {
    long most = timing.timeoutNanos();
    return rtt == null
        ? most
        : Math.min(most, Math.max(timing.shortestDeadlineNanos(), rtt.deadlineNanos()));
  }
}
