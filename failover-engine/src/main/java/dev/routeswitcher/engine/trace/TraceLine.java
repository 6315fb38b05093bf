package dev.routeswitcher.engine.trace;

import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.config.EngineConfig;

/**
 * One line of a trace: the header, then for each step its time, what the engine was told and what
 * it decided, in order.
 */
public sealed interface TraceLine {

  /**
   * The first line.
   *
   * @param version of the format, {@link TraceFormat#VERSION}
   * @param program what wrote the trace, and its version
   * @param config what the engine was configured with
   */
  record Header(long version, String program, EngineConfig config) implements TraceLine {}

  /**
   * An engine begins that knows nothing yet.
   *
   * @param atNanos the time given to {@link dev.routeswitcher.engine.FailoverEngine#start}
   * @param time the same by the wall clock, as ISO 8601 writes it, for people
   */
  record Started(long atNanos, String time) implements TraceLine {}

  /**
   * A step begins; its events and decisions follow.
   *
   * @param atNanos the time given to it
   */
  record Stepped(long atNanos) implements TraceLine {}

  /** The engine was told this in the step. */
  record Told(EngineEvent event) implements TraceLine {}

  /** The engine decided this in the step. */
  record Decided(Decision decision) implements TraceLine {}

  /**
   * Steps are missing here, because they came faster than they could be written.
   *
   * @param steps how many
   */
  record Missing(long steps) implements TraceLine {}

  /**
   * The last line; a trace without it breaks off, and its last step may not be whole.
   *
   * @param steps how many the trace holds
   */
  record Ended(long steps) implements TraceLine {}
}
