/**
 * The {@code route-switcher} command: arguments, logging, signals and exit codes around the
 * embedding API.
 *
 * <p>Mental model: {@link dev.routeswitcher.cli.Main} asks Dagger for a {@code Program}, which
 * reads the options into a configuration, starts the switcher and waits until a signal or a failure
 * ends it; or, for {@code replay}, has a {@code ReplayCommand} replay a trace.
 *
 * <pre>{@code
 * route-switcher --primary-interface eth0 --secondary-interface eth1 --ping-target 203.0.113.8
 * }</pre>
 *
 * <p>A program, not a library: nothing here is API.
 */
@NullMarked
package dev.routeswitcher.cli;

import org.jspecify.annotations.NullMarked;
