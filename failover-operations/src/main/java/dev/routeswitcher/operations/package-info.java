/**
 * What an operator touches of a switcher, put together by {@link
 * dev.routeswitcher.operations.Operations}; each part can be used by itself.
 *
 * <pre>{@code
 * Operations operations = new Operations(book, events, "1.0");
 * operations.tell(new Journal(Path.of("/var/lib/x"), SettingNames.PLAIN));
 * RouteSwitcher switcher = builder.listener(operations).start();
 * operations.started();
 * operations.openControl(Path.of("/run/x/control"), new SwitcherControls(switcher, book));
 * }</pre>
 *
 * <p>This is API, for programs that embed the switcher.
 */
@NullMarked
package dev.routeswitcher.operations;

import org.jspecify.annotations.NullMarked;
