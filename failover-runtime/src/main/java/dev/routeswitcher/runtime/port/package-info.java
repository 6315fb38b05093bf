/**
 * What the event loop needs of the world, in the words of failover: the route table, the links, the
 * probes, what the kernel lets in, the clock, and the right to be the only one.
 *
 * <p>The loop knows these interfaces only; the Linux adapters implement them, and tests put models
 * in their place. Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.port;

import org.jspecify.annotations.NullMarked;
