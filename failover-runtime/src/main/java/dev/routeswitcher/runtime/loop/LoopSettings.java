package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.TableLayout;

/**
 * What the loop is told before it starts.
 *
 * @param engine uplinks, targets and timing
 * @param restoreOnExit whether a clean stop takes every route of ours away
 * @param dryRun whether routes are only pretended to change
 * @param tables the tables and rules of our own
 * @param aids what is done besides
 */
public record LoopSettings(
    EngineConfig engine,
    boolean restoreOnExit,
    boolean dryRun,
    TableLayout tables,
    KernelAids aids) {}
