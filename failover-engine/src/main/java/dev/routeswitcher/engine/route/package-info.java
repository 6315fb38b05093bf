/**
 * Default routes as the failover needs them, and the pure plan that brings a kernel to what is
 * wanted.
 *
 * <p>Mental model: the main table has a few <em>slots</em>, one per metric. Each uplink owns the
 * slot of its base route; one more slot, of a lower metric than all of them, is filled only while
 * another uplink than the primary is wanted. By choice each uplink has a table of its own, to which
 * rules lead what is bound to it, and one more table carries the rest of the traffic. {@link
 * dev.routeswitcher.engine.route.RoutePlan} compares the main table with what is wanted and lists
 * the operations that are missing, {@link dev.routeswitcher.engine.route.TablePlan} does it for
 * rules and the other tables. They never touch what carries another protocol than {@link
 * dev.routeswitcher.engine.route.Route#PROTOCOL}.
 *
 * <pre>{@code
 * List<RoutingOperation> operations = RoutePlan.of(request);
 * // carry them out, read the kernel's routes again, plan again: the list becomes empty
 * }</pre>
 *
 * <p>Nothing here reads a clock, a file or a socket. Stable API.
 */
@NullMarked
package dev.routeswitcher.engine.route;

import org.jspecify.annotations.NullMarked;
