/**
 * How a switcher is, as one value.
 *
 * <p>Mental model: a {@link dev.routeswitcher.operations.status.StatusBook} listens to a switcher
 * and makes a {@link dev.routeswitcher.operations.status.Status} of any of its snapshots. Text,
 * JSON, the answer of a monitoring plug-in, and what the control socket says are all made of that.
 *
 * <pre>{@code
 * StatusBook book = new StatusBook(SettingNames.PLAIN, InstantSource.system(), program, configuration);
 * RouteSwitcher switcher = builder.listener(book).start();
 * Status status = book.of(switcher.snapshot());
 * System.out.print(StatusText.of(status, ZoneId.systemDefault()));
 * }</pre>
 *
 * <p>This is API, for programs that embed the switcher.
 */
@NullMarked
package dev.routeswitcher.operations.status;

import org.jspecify.annotations.NullMarked;
