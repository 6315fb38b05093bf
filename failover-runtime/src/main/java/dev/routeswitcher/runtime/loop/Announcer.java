package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Where the loop reports what happens. No method waits for anybody. */
public interface Announcer {

  /** The engine begins, and knows nothing yet. */
  default void started(long nowNanos) {}

  /** The engine made a step on these events, which stay as they are. */
  default void stepped(long nowNanos, List<EngineEvent> events, Step step) {}

  /** Reports what the engine decided or found. */
  void announce(Notice notice);

  /** Everything that was decided is carried out, and what came of it is announced. */
  default void settled() {}

  /**
   * Has a line written to the log by another thread: a log may stand still for as long as whoever
   * reads it does.
   *
   * @param format the line, with {@code {}} where a value stands
   * @param values what does not change any more, and last a {@link Throwable} if there is one
   */
  void log(Level level, String format, @Nullable Object... values);
}
