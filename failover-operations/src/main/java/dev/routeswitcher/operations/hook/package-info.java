/**
 * Programs and web services that are told of events.
 *
 * <p>Mental model: {@link dev.routeswitcher.operations.hook.Hooks} and each {@link
 * dev.routeswitcher.operations.hook.WebhookSender} are receivers of events. Each has a bounded
 * queue and a thread of its own, which begins with the first event: none of them delays anything
 * but itself. What finds a queue full is counted, and told in its place as an event of the kind
 * {@code dropped}.
 *
 * <pre>{@code
 * Hooks hooks = new Hooks(Path.of("/etc/my-router/hooks.d"));
 * events.add(hooks);
 * ...
 * hooks.close();
 * }</pre>
 *
 * <p>All that is public here is API.
 */
@NullMarked
package dev.routeswitcher.operations.hook;

import org.jspecify.annotations.NullMarked;
