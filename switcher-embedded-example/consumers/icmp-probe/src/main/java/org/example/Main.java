package org.example;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Pings the host itself, through lo. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    CompletableFuture<ProbeOutcome> result = new CompletableFuture<>();
    try (IcmpProber prober = IcmpProber.open()) {
      prober.probe(
          new ProbeRequest("lo", InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), deadline),
          (request, outcome) -> result.complete(outcome));
      System.out.println(result.get().getClass().getSimpleName());
    }
  }
}
