/**
 * Recorded runs: every event the engine was given and everything it decided, one JSON object a
 * line, and the replay of it.
 *
 * <p>Mental model: a trace begins with the configuration and goes on step by step: the time of the
 * step, the events handed in, the decisions that came out. Because the engine is a function, the
 * same events give the same decisions again, to the byte; and with another configuration they show
 * what it would have done instead. The format is {@linkplain
 * dev.routeswitcher.engine.trace.TraceFormat versioned}.
 *
 * <pre>{@code
 * out.println(TraceFormat.write(new TraceLine.Header(TraceFormat.VERSION, "0.1.0", config)));
 * out.println(TraceFormat.write(new TraceLine.Started(nowNanos, "2026-11-23T08:00:00Z")));
 *
 * Replay replay = new Replay(UnaryOperator.identity(), listener);
 * lines.forEach(replay::take);
 * Replay.Summary summary = replay.end();
 * }</pre>
 *
 * <p>Nothing here reads a clock or a file. Stable API.
 */
@NullMarked
package dev.routeswitcher.engine.trace;

import org.jspecify.annotations.NullMarked;
