package dev.routeswitcher.icmp.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Decides what a bad path does to each packet: bursts of loss (Gilbert's model), a delay that grows
 * over the day and wavers, so that packets overtake each other, stragglers, copies, and ICMP
 * errors.
 */
final class UnrulyPath {
  /** What becomes of one packet: when its copies come back, and when an ICMP error does. */
  record Fate(List<Duration> replies, List<Duration> errors) {}

  /** Longer than any probe waits, and well within the time for which the prober remembers it. */
  private static final double LONGEST_SECONDS = 11.5;

  private final Random random;
  private final double firstDelaySeconds;
  private final double lastDelaySeconds;
  private boolean burst;

  UnrulyPath(long seed, double firstDelaySeconds, double lastDelaySeconds) {
    this.random = new Random(seed);
    this.firstDelaySeconds = firstDelaySeconds;
    this.lastDelaySeconds = lastDelaySeconds;
  }

  /**
   * The fate of the next packet.
   *
   * @param share how much of the day is over, 0 to 1
   */
  Fate next(double share) {
    burst = burst ? !happens(1.0 / 15) : happens(1.0 / 600);
    Fate fate = new Fate(new ArrayList<>(), new ArrayList<>());
    if (happens(0.003)) {
      fate.errors.add(seconds(0.005 + random.nextDouble() * 3));
    }
    if (happens(burst ? 0.8 : 0.002)) {
      return fate;
    }
    double delay = firstDelaySeconds + share * (lastDelaySeconds - firstDelaySeconds);
    double wavering = -Math.log(1 - random.nextDouble()) * delay / 5;
    double straggling = happens(0.01) ? random.nextDouble() * 6 : 0;
    fate.replies.add(seconds(delay + wavering + straggling));
    if (happens(0.02)) {
      fate.replies.add(seconds(delay + random.nextDouble() * 2));
    }
    return fate;
  }

  private boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos((long) (Math.min(seconds, LONGEST_SECONDS) * 1e9));
  }
}
