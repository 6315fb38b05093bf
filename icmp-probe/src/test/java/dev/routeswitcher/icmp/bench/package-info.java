/**
 * Programs that measure the prober: those of {@code icmp-probe/bench} beside ping and fping, and
 * the JMH benchmarks of {@code bin/bench icmp-probe}.
 */
@NullMarked
package dev.routeswitcher.icmp.bench;

import org.jspecify.annotations.NullMarked;
