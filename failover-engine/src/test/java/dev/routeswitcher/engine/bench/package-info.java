/** Benchmarks of the engine: {@code bin/bench failover-engine}. Internal. */
@NullMarked
package dev.routeswitcher.engine.bench;

import org.jspecify.annotations.NullMarked;
