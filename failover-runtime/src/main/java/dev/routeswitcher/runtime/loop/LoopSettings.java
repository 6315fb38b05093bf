package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.EngineConfig;

/**
 * What the loop is told before it starts.
 *
 * @param engine uplinks, targets and timing
 * @param restoreOnExit whether a clean stop takes every route of ours away
 * @param dryRun whether routes are only pretended to change
 * @param aids what is done besides
 */
public record LoopSettings(
    EngineConfig engine, boolean restoreOnExit, boolean dryRun, KernelAids aids) {}
