package dev.routeswitcher.engine.trace;

import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.config.EngineConfig;

/**
 * One line of a trace: the header, then for each step its time, what the engine learned, what it
 * decided and what it reported, in order.
 *
 * <p>The name of a record's first component is the member of the JSON object that tells its kind.
 */
public sealed interface TraceLine {

  /**
   * The first line.
   *
   * @param trace the version of the format, {@link TraceFormat#VERSION}
   * @param program what wrote the trace, and its version
   * @param config what the engine was configured with
   */
  record Header(long trace, String program, EngineConfig config) implements TraceLine {}

  /**
   * An engine begins that knows nothing yet.
   *
   * @param start the time given to {@link dev.routeswitcher.engine.FailoverEngine#start}
   * @param time the same by the wall clock, as ISO 8601 writes it, for people
   */
  record Started(long start, String time) implements TraceLine {}

  /** A step begins at the time that was given to it; its events and decisions follow. */
  record Stepped(long step) implements TraceLine {}

  /** The engine learned this in the step. */
  record Learned(EngineEvent event) implements TraceLine {}

  /** The engine decided this in the step. */
  record Decided(Decision decision) implements TraceLine {}

  /** The engine reported this in the step. */
  record Noted(Notice notice) implements TraceLine {}

  /** So many steps are missing here, because they came faster than they could be written. */
  record Missing(long missing) implements TraceLine {}

  /**
   * The last line, with the number of steps in the trace; a trace without it breaks off, and its
   * last step may not be whole.
   */
  record Ended(long end) implements TraceLine {}
}
