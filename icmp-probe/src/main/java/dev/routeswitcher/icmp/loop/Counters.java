package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProberCounters;
import java.util.concurrent.atomic.AtomicLongArray;

/** The current value of each {@link Counter}; safe for use by many threads. */
final class Counters {
  private final AtomicLongArray values = new AtomicLongArray(Counter.values().length);

  void count(Counter counter) {
    values.incrementAndGet(counter.ordinal());
  }

  void count(ProbeOutcome outcome) {
    count(
        switch (outcome.kind()) {
          case REPLIED -> Counter.REPLIED;
          case LOST -> Counter.LOST;
          case UNREACHABLE -> Counter.UNREACHABLE;
          case NOT_SENT -> Counter.NOT_SENT;
        });
  }

  long get(Counter counter) {
    return values.get(counter.ordinal());
  }

  ProberCounters snapshot() {
    return new ProberCounters(
        get(Counter.SENT),
        get(Counter.REPLIED),
        get(Counter.LOST),
        get(Counter.UNREACHABLE),
        get(Counter.NOT_SENT),
        get(Counter.LATE_REPLY),
        get(Counter.DUPLICATE),
        get(Counter.WRONG_SOURCE),
        get(Counter.UNKNOWN_SEQUENCE),
        get(Counter.WRONG_PAYLOAD),
        get(Counter.FOREIGN_IDENTIFIER),
        get(Counter.CORRUPT),
        get(Counter.UNMATCHED_ERROR),
        get(Counter.CLOCK_FALLBACK),
        get(Counter.SOCKET_OPENED),
        get(Counter.LISTENER_FAILURE));
  }
}
