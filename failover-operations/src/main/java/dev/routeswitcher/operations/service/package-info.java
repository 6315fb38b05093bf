/**
 * The service manager that started the process: what it is told of the switcher.
 *
 * <p>Mental model: {@link dev.routeswitcher.operations.service.ServiceManager} is a receiver of
 * events that says READY, STATUS and STOPPING; without a service manager there is none.
 *
 * <pre>{@code
 * ServiceManager.of(System::getenv).ifPresent(manager -> {
 *   events.add(manager);
 *   manager.starting(() -> StatusCheck.of(book.of(switcher.snapshot())).line(), bootWindow);
 * });
 * }</pre>
 *
 * <p>This is API, for programs that embed the switcher.
 */
@NullMarked
package dev.routeswitcher.operations.service;

import org.jspecify.annotations.NullMarked;
