/**
 * What probes say of an uplink: probes make rounds, rounds make a streak of successes or failures,
 * and all replies together give the quality of the link.
 *
 * <p>Mental model: {@link dev.routeswitcher.engine.probe.ProbeState} is what is remembered of one
 * uplink from step to step; {@link dev.routeswitcher.engine.probe.ProbeStep} is loaded from it,
 * takes in outcomes, judges every round that can be judged, starts the next, and is frozen again.
 *
 * <pre>{@code
 * ProbeStep probes = new ProbeStep(rules, config, before, nowNanos);
 * probes.finished(event);
 * probes.judge(targetsSetAside);
 * ProbeState after = probes.freeze();
 * }</pre>
 *
 * <p>Internal, no API: nothing outside the engine uses it.
 */
@NullMarked
package dev.routeswitcher.engine.probe;

import org.jspecify.annotations.NullMarked;
