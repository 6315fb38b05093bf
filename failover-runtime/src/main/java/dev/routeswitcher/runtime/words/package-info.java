/**
 * The sentences that people read: what a code of the engine means, and what to do about it.
 *
 * <p>Mental model: below this package there are codes and figures, above it there is text. A
 * command names its options in it, an embedding program its settings.
 *
 * <pre>{@code
 * FaultWords.SETTINGS.of(fault).sentence();
 * // primary-metric: 5 is not above failover-metric 5; metrics must rise: failover, ...
 * }</pre>
 *
 * <p>Internal to the runtime and the programs of the project, but {@link
 * dev.routeswitcher.runtime.words.SettingFault}: that is API.
 */
@NullMarked
package dev.routeswitcher.runtime.words;

import org.jspecify.annotations.NullMarked;
