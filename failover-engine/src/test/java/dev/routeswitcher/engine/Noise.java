package dev.routeswitcher.engine;

import java.util.Random;

/**
 * How badly results of probes and answers of the kernel reach the engine. One seed gives one course
 * of events.
 */
final class Noise {

  /** How bad it is. */
  enum Level {
    /** Changes of routes take no time at all. */
    INSTANT,
    NONE,
    MILD,
    HEAVY
  }

  private final Level level;
  private final Random random;

  Noise(Level level, long seed) {
    this.level = level;
    this.random = new Random(seed);
  }

  static Noise none() {
    return new Noise(Level.NONE, 0);
  }

  boolean isLost(int percent) {
    return random.nextInt(100) < percent;
  }

  /** How often a result is handed in: usually once. */
  int copies() {
    return switch (level) {
      case INSTANT, NONE -> 1;
      case MILD -> random.nextInt(50) == 0 ? 2 : 1;
      case HEAVY -> random.nextInt(10) == 0 ? random.nextInt(3) : 1;
    };
  }

  /** How long a change of routes and the reading after it take: usually a millisecond. */
  long changeNanos() {
    if (level == Level.INSTANT) {
      return 0;
    }
    boolean slow = level == Level.HEAVY && random.nextInt(2) == 0;
    return (slow ? random.nextInt(1500) : 1) * 1_000_000L;
  }

  /** How late it is handed in: usually at once, sometimes so late that later ones overtake it. */
  long delayNanos() {
    return switch (level) {
      case INSTANT, NONE -> 0;
      case MILD -> random.nextInt(20) == 0 ? random.nextInt(500) * 1_000_000L : 0;
      case HEAVY -> random.nextInt(4) == 0 ? random.nextInt(4000) * 1_000_000L : 0;
    };
  }
}
