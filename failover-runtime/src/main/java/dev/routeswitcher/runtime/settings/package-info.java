/**
 * The settings of a switcher: what each is called, how it is written, what it defaults to, what it
 * does.
 *
 * <p>Mental model: {@link dev.routeswitcher.runtime.settings.Settings} is one table with a row for
 * each setting. A command line, its help, a configuration file and the manual are made from the
 * rows. What is read, or given by a program, becomes {@link
 * dev.routeswitcher.runtime.settings.Values}, and a {@link
 * dev.routeswitcher.runtime.settings.Configuration} of them is checked and handed to the engine.
 *
 * <pre>{@code
 * Configuration configuration = new Configuration();
 * new SettingsReader(configuration, FaultWords.OPTIONS).read(Settings.INTERVAL, List.of("2s"));
 * configuration.faults(FaultWords.OPTIONS); // empty if it can be run
 * configuration.engine(); // as the engine takes it
 * }</pre>
 *
 * <p>Internal to the runtime and the programs of the project; not API.
 */
@NullMarked
package dev.routeswitcher.runtime.settings;

import org.jspecify.annotations.NullMarked;
