package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Decision.Notice;

/** Where the loop tells what happens. Neither method waits for anybody. */
public interface Announcer {

  /** Tells what the engine decided or found. */
  void announce(Notice notice);

  /**
   * Has a line written to the log by another thread: a log may stand still for as long as whoever
   * reads it does.
   *
   * @param line writes it
   */
  void log(Runnable line);
}
