/**
 * The imperative shell around the engine: one thread that waits for events, steps the engine,
 * carries out its decisions and reads the kernel again.
 *
 * <p>Mental model: other threads only put items into the {@link
 * dev.routeswitcher.runtime.loop.Inbox}. The owner thread takes them, stamps the time once, steps,
 * carries out, and feeds every outcome back as an event. What it reports, and what it logs, goes
 * through bounded queues behind the {@link dev.routeswitcher.runtime.loop.Announcer}, so that
 * neither a log nor a listener can delay a switch.
 *
 * <pre>{@code
 * SwitcherLoop loop = new SwitcherLoop(settings, ports, announcer);
 * loop.open(); // takes the lock, reads links and routes, changes nothing
 * new Thread(loop::run, "route-switcher").start();
 * ...
 * loop.stop(); // run() leaves the routes as the settings say, and returns
 * }</pre>
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.loop;

import org.jspecify.annotations.NullMarked;
