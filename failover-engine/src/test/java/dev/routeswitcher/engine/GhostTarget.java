package dev.routeswitcher.engine;

import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.Timing;

/** What can be known of one target through one uplink, in the words of RFC 6298. */
final class GhostTarget {

  private boolean measured;
  private long srtt;
  private long rttvar;

  /** The newest round with a verdict of the network's, and whether it answered that one. */
  long newestRound;

  boolean newestAnswered;

  void learn(long round, boolean answered) {
    if (round > newestRound) {
      newestRound = round;
      newestAnswered = answered;
    }
  }

  void learnLate(long round) {
    newestAnswered |= round == newestRound;
  }

  boolean misses(long round) {
    return round == newestRound && misses();
  }

  boolean answers() {
    return newestRound > 0 && newestAnswered;
  }

  boolean misses() {
    return newestRound > 0 && !newestAnswered;
  }

  void measure(long rtt) {
    if (measured) {
      rttvar += (Math.abs(srtt - rtt) - rttvar) / 4;
      srtt += (rtt - srtt) / 8;
    } else {
      srtt = rtt;
      rttvar = rtt / 2;
      measured = true;
    }
  }

  /** How long it takes to answer: the mean, and four times the variation or 10 ms. */
  long usualNanos() {
    return measured ? srtt + Math.max(10_000_000, 4 * rttvar) : 0;
  }

  /** How long it may take to answer. */
  long patience(Timing timing) {
    long timeout = timing.timeout().toNanos();
    if (!measured || timing.deadline() == Deadline.FIXED) {
      return timeout;
    }
    long least = Math.min(200_000_000, timeout);
    return Math.max(least, Math.min(timeout, usualNanos()));
  }
}
