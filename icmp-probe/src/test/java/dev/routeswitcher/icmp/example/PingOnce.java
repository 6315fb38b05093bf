package dev.routeswitcher.icmp.example;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Usage: PingOnce INTERFACE ADDRESS. */
public final class PingOnce {
  public static void main(String[] args) throws Exception {
    InetAddress target = InetAddresses.forString(args[1]);
    long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
    CompletableFuture<ProbeOutcome> result = new CompletableFuture<>();

    try (IcmpProber prober = IcmpProber.open()) {
      prober.probe(
          new ProbeRequest(args[0], target, deadline),
          (request, outcome) -> result.complete(outcome));
      System.out.println(describe(result.get()));
    }
  }

  static String describe(ProbeOutcome outcome) {
    if (outcome instanceof Replied replied) {
      return "reply after " + replied.rttNanos() / 1_000 + " us, ttl " + replied.ttl();
    } else if (outcome instanceof Unreachable error) {
      return "unreachable, reported by "
          + error.reporter().getHostAddress()
          + ", code "
          + error.code();
    } else if (outcome instanceof NotSent refusal) {
      return "not sent: " + refusal.meaning();
    }
    return "no reply";
  }

  private PingOnce() {}
}
