package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Probes one at a time, for tests that wait for the outcome. */
final class Probing {
  /** Long enough that only a dead path is lost. */
  static final Duration PATIENT = Duration.ofSeconds(20);

  /**
   * Longer than this host's kernel takes to find that a neighbour does not answer, three seconds.
   */
  static final Duration UNTIL_HOST_ERROR = Duration.ofSeconds(6);

  /** Short, for paths known to be dead. */
  static final Duration BRIEF = Duration.ofMillis(300);

  private Probing() {}

  static ProbeOutcome probe(
      IcmpProber prober, String interfaceName, InetAddress target, Duration timeout)
      throws Exception {
    return start(prober, interfaceName, target, timeout).get(60, TimeUnit.SECONDS);
  }

  static CompletableFuture<ProbeOutcome> start(
      IcmpProber prober, String interfaceName, InetAddress target, Duration timeout) {
    CompletableFuture<ProbeOutcome> result = new CompletableFuture<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    prober.probe(
        new ProbeRequest(interfaceName, target, deadline),
        (request, outcome) -> result.complete(outcome));
    return result;
  }
}
