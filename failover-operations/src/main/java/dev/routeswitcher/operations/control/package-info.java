/**
 * The control socket, by which a switcher is asked and told: varlink (JSON objects over a unix
 * stream socket), interface {@code dev.routeswitcher.Control}.
 *
 * <p>Mental model: {@link dev.routeswitcher.operations.control.ControlServer} serves clients on a
 * thread of its own and turns calls into those of {@link
 * dev.routeswitcher.operations.control.Controls}; {@link
 * dev.routeswitcher.operations.control.ControlClient} is the other end.
 *
 * <pre>{@code
 * try (ControlServer server = ControlServer.open(Path.of("/run/x/control"), controls, "1.0", events);
 *     ControlClient client = ControlClient.connect(Path.of("/run/x/control"))) {
 *   client.use("lte"); // [Outcome[family=ipv4, inForce=true, text=in force]]
 *   client.events(event -> System.out.println(event)); // until the switcher ends
 * }
 * }</pre>
 *
 * <p>This is API, for programs that embed the switcher.
 */
@NullMarked
package dev.routeswitcher.operations.control;

import org.jspecify.annotations.NullMarked;
