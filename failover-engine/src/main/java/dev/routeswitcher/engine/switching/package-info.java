/**
 * The decisions of one address family: which uplink is wanted, which routes and rules that takes,
 * and what needs an operator's attention.
 *
 * <p>Mental model: {@code FamilyStep} is loaded from {@code FamilyState}, moved by the events of a
 * step, asks the {@code StepTable} for the one decision, plans the routes for it, and is frozen
 * into the next state. {@code UplinkStep}, {@code SwitchStep} and {@code RouteStep} are its parts,
 * each loaded and frozen with it.
 *
 * <pre>{@code
 * FamilyState after = new FamilyStep(family, config, before, nowNanos, output).run(events, wake);
 * }</pre>
 *
 * <p>Internal, no API: nothing outside the engine uses it.
 */
@NullMarked
package dev.routeswitcher.engine.switching;

import org.jspecify.annotations.NullMarked;
