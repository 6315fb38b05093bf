/**
 * What happens, as those outside are told of it.
 *
 * <p>Mental model: {@link dev.routeswitcher.operations.event.Events} listens to a switcher, makes
 * an {@link dev.routeswitcher.operations.event.Event} of each notice, and hands it to its
 * receivers: the journal, hooks, clients of the control socket, a program's own.
 *
 * <pre>{@code
 * Events events = new Events(SettingNames.PLAIN, InstantSource.system());
 * events.add(event -> System.out.println(event.toLine()));
 * RouteSwitcher switcher = builder.listener(events).start();
 * }</pre>
 *
 * <p>This is API, for programs that embed the switcher.
 */
@NullMarked
package dev.routeswitcher.operations.event;

import org.jspecify.annotations.NullMarked;
