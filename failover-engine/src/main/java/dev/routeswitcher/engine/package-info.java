/**
 * The failover decisions: a pure state machine over uplinks, rounds of probes and routes.
 *
 * <p>Mental model: the world sends {@linkplain dev.routeswitcher.engine.EngineEvent events}, the
 * engine answers with {@linkplain dev.routeswitcher.engine.Decision decisions} and the time it
 * wants to be woken. One step applies all events that wait, links first, then routes, then probes,
 * and then takes the first row of the step table that matches. Everything is a value; nothing here
 * has a clock, a thread, a log or I/O, so that the same configuration and events always give the
 * same decisions.
 *
 * <pre>
 *        the primary answers and is not barred, or the boot window is over
 *   BOOT ---------------------------------------------------------&gt; PRIMARY
 *    |                                                               |   ^
 *    |  the primary is down or barred, and      it is left for U     |   |  it is stable and its
 *    |  U is a candidate; or a failover                              |   |  hold is over, or U is
 *    |  route of an earlier run leads by U                           |   |  left for it
 *    v                                                               v   |
 *   FALLBACK on U &lt;--------------------------------------------------+---+
 *    |         ^
 *    +---------+  U is left for V, or V stands before U, is stable and its hold is over: now on V
 * </pre>
 *
 * <p>When an uplink is left for another, and what a candidate is: {@code README.md}, and in code
 * {@code StepTable}, which has the rows of the step table and their order.
 *
 * <p>Each address family has such a state of its own, over the same uplinks; what happens to one
 * concerns the other only as far as they share a link. A family that is {@linkplain
 * dev.routeswitcher.engine.config.FamilyConfig#implied implied} lies dormant until a gateway of it
 * is known, and begins with BOOT then.
 *
 * <p>What everything is at one moment: {@link dev.routeswitcher.engine.Snapshot}.
 *
 * <pre>{@code
 * FailoverEngine engine = new FailoverEngine(config);
 * EngineState state = engine.start(nowNanos);
 * Step step = engine.step(state, events, nowNanos);
 * carryOut(step.decisions());
 * state = step.state();
 * sleepUntil(step.wakeAtNanos());
 * }</pre>
 *
 * <p>Times are nanoseconds of any monotonic clock, compared by subtraction. Stable API.
 */
@NullMarked
package dev.routeswitcher.engine;

import org.jspecify.annotations.NullMarked;
