/**
 * The configuration file.
 *
 * <p>Mental model: a file holds settings under the names that they have on the command line; what
 * it says goes into the same {@link dev.routeswitcher.runtime.settings.Configuration} and is judged
 * by the same rules. A fault says its line and column.
 *
 * <pre>{@code
 * ConfigurationFile file = ConfigurationFile.read(Path.of("lab.toml"));
 * Configuration configuration = new Configuration();
 * file.readInto(configuration);
 * FaultWords words = FaultWords.naming(SettingNames.PLAIN).placed(file::place);
 * configuration.faults(words); // "lab.toml:3:1: quorum: 'x' is not a whole number; give one in digits"
 * RouteSwitcher switcher = RouteSwitcherBuilder.of(configuration).start();
 * }</pre>
 *
 * <p>Internal to the programs of the project, as the settings are; not API.
 */
@NullMarked
package dev.routeswitcher.operations.settings;

import org.jspecify.annotations.NullMarked;
