/**
 * A host for tests: interfaces, routes, targets and a clock in the words of the ports, with every
 * deed written down.
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock(0);
 * ModelHost host = new ModelHost(clock);
 * SwitcherLoop loop = new SwitcherLoop(ModelSettings.restoring(), host.ports(), announcer);
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.runtime.model;

import org.jspecify.annotations.NullMarked;
