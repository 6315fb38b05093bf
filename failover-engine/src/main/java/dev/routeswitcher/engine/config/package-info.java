/**
 * What the engine is given before it starts: uplinks, targets, times, policy, and the numbers of
 * the tables of its own; and everything that can be wrong with that.
 *
 * <pre>{@code
 * EngineConfig config = new EngineConfig(ImmutableList.of(family), Timing.defaults());
 * config.faults(); // empty if it can be run
 * }</pre>
 *
 * <p>Values only. Stable API.
 */
@NullMarked
package dev.routeswitcher.engine.config;

import org.jspecify.annotations.NullMarked;
