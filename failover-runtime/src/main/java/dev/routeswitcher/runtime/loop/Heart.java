package dev.routeswitcher.runtime.loop;

import java.time.Duration;
import org.slf4j.event.Level;

/**
 * Gives a sign of life once a period, by the thread that takes the turns: only while it takes them,
 * and the probing and the watch take theirs.
 */
final class Heart {

  private final long periodNanos;
  private final Runnable beat;
  private long dueAt;
  private boolean stuck;

  Heart(Duration period, Runnable beat, long now) {
    this.periodNanos = period.toNanos();
    this.beat = beat;
    this.dueAt = now;
  }

  /** The earlier of {@code at} and when the next beat is due. */
  long earlier(long at) {
    return dueAt - at < 0 ? dueAt : at;
  }

  /** A turn was taken. */
  void turned(Ports ports, Announcer announcer, long now) {
    if (now - dueAt < 0) {
      return;
    }
    dueAt = now + periodNanos;
    boolean probing = ports.probes().isTurning();
    boolean watching = ports.watch().isTurning();
    if (probing && watching) {
      stuck = false;
      beat.run();
    } else if (!stuck) {
      stuck = true;
      announcer.log(
          Level.ERROR,
          "{} hangs: no sign of life is given; remedy=\"restart the switcher\"",
          probing ? "the watch of links and routes" : "the probing");
    }
  }
}
