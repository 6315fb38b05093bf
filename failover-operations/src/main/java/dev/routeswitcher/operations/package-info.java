/**
 * What an operator touches of a switcher, put together by {@link
 * dev.routeswitcher.operations.Operations}; each part can be used by itself.
 *
 * <pre>{@code
 * Operations operations = new Operations(book, events);
 * RouteSwitcher switcher = builder.listener(operations).start();
 * operations.openControl(Path.of("/run/x/control"), new SwitcherControls(switcher, book), "1.0");
 * }</pre>
 *
 * <p>This is API, for programs that embed the switcher.
 */
@NullMarked
package dev.routeswitcher.operations;

import org.jspecify.annotations.NullMarked;
