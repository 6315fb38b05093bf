package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.Notice;
import dev.routeswitcher.engine.EngineEvent;
import java.util.List;

/** Where the loop tells what happens. No method waits for anybody. */
public interface Announcer {

  /** The engine begins, and knows nothing yet. */
  default void started(long nowNanos) {}

  /** The engine made a step; both lists stay as they are. */
  default void stepped(long nowNanos, List<EngineEvent> events, List<Decision> decisions) {}

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
