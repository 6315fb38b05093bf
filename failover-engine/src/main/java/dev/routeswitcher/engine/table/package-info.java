/**
 * Routing tables of our own, the policy rules that lead to them, and the pure plan that brings a
 * kernel to what is wanted of them.
 *
 * <p>Mental model: beside the main table, which carries the traffic, each uplink has a table with
 * its own default route and the subnets on its link. Rules lead there what is bound to the uplink:
 * probes by their interface, answers by the address they leave from. So a probe goes its way
 * whatever other programs do to the main table. One more table and two more rules, by choice, lead
 * all other traffic past the defaults of the main table. {@link
 * dev.routeswitcher.engine.table.TablePlan} compares that with what the kernel has and lists the
 * operations that are missing; {@link dev.routeswitcher.engine.table.TableLayout} says which
 * numbers are whose. Nothing that carries another protocol than ours is ever touched.
 *
 * <pre>{@code
 * for (TableOperation operation : TablePlan.of(request)) {
 *   // carry it out; after all of them, TablePlan.of(what the kernel has then) is empty
 * }
 * }</pre>
 *
 * <p>Nothing here reads a clock, a file or a socket. Stable API.
 */
@NullMarked
package dev.routeswitcher.engine.table;

import org.jspecify.annotations.NullMarked;
