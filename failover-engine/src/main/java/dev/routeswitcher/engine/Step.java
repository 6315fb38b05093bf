package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;

/**
 * What one step of the engine gave.
 *
 * @param state the state to hand to the next step
 * @param decisions what to carry out, in order
 * @param notices what was decided and found, in order
 * @param wakeAtNanos when to step again if no event comes before
 */
public record Step(
    EngineState state,
    ImmutableList<Decision> decisions,
    ImmutableList<Notice> notices,
    long wakeAtNanos) {}
