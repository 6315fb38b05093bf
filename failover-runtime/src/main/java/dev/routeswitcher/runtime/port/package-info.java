/**
 * What the event loop needs of the world, in the terms of failover: the kernel's routing, the
 * links, the probes, its settings of interfaces, what DHCP clients know, the connections it
 * translates, the clock, and the right to be the only one.
 *
 * <p>Mental model: a port is a question or an order that makes sense without knowing how Linux is
 * asked. The loop knows these interfaces only; the Linux adapters implement them, and tests put
 * models in their place. What comes from other threads (changes of the network, outcomes of probes)
 * is handed to a sink; everything else belongs to the loop's thread.
 *
 * <pre>{@code
 * watch.open(change -> inbox.network(change));
 * probes.probe("eth0", target, clock.nanoTime() + SECONDS.toNanos(1),
 *     (verdict, rttNanos, detail) -> inbox.probe(event(verdict, detail)));
 * OperationResult result = routing.apply(IpFamily.IPV4, operation);
 * }</pre>
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.port;

import org.jspecify.annotations.NullMarked;
