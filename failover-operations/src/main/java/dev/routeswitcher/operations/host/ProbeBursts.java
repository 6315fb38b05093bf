package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks addresses through interfaces, several times each, all at the same time. */
final class ProbeBursts {

  private static final int PROBES = 5;
  private static final Duration SPACING = Duration.ofMillis(100);

  private final Duration timeout;

  /** One address by one interface. */
  record Path(String interfaceName, InetAddress target) {}

  /**
   * Probes that are lost after this time.
   *
   * @param timeout after which a probe is lost
   */
  ProbeBursts(Duration timeout) {
    this.timeout = timeout;
  }

  /** What comes of them, in their order, after the last has been answered or is lost. */
  ImmutableList<Burst> run(List<Path> paths) {
    if (paths.isEmpty()) {
      return ImmutableList.of();
    }
    try (IcmpProber prober = IcmpProber.builder().threadName("route-switcher-doctor").open()) {
      List<List<CompletableFuture<ProbeOutcome>>> asked = new ArrayList<>();
      paths.forEach(path -> asked.add(ask(prober, path)));
      ImmutableList.Builder<Burst> bursts = ImmutableList.builder();
      for (int i = 0; i < paths.size(); i++) {
        bursts.add(summary(paths.get(i), asked.get(i)));
      }
      return bursts.build();
    } catch (IcmpSocketException e) {
      return paths.stream()
          .map(path -> none(path, String.valueOf(e.getMessage())))
          .collect(ImmutableList.toImmutableList());
    }
  }

  private List<CompletableFuture<ProbeOutcome>> ask(IcmpProber prober, Path path) {
    List<CompletableFuture<ProbeOutcome>> outcomes = new ArrayList<>();
    long begin = prober.nanoTime();
    for (int i = 0; i < PROBES; i++) {
      long at = begin + i * SPACING.toNanos();
      ProbeRequest request =
          new ProbeRequest(path.interfaceName(), path.target(), at + timeout.toNanos());
      CompletableFuture<ProbeOutcome> outcome = new CompletableFuture<>();
      prober.schedule(at, () -> prober.probe(request, (same, end) -> outcome.complete(end)));
      outcomes.add(outcome);
    }
    return outcomes;
  }

  /** Every probe has its outcome: its deadline sees to it. */
  private static Burst summary(Path path, List<CompletableFuture<ProbeOutcome>> outcomes) {
    int sent = 0;
    String fault = "";
    List<Long> times = new ArrayList<>();
    for (CompletableFuture<ProbeOutcome> each : outcomes) {
      ProbeOutcome outcome = each.join();
      sent += outcome.kind() == ProbeOutcome.Kind.NOT_SENT ? 0 : 1;
      if (outcome instanceof ProbeOutcome.Replied replied) {
        times.add(replied.rttNanos());
      } else if (outcome instanceof ProbeOutcome.NotSent notSent) {
        fault = notSent.name() + ": " + notSent.meaning();
      } else if (outcome instanceof ProbeOutcome.Unreachable unreachable) {
        fault =
            "ICMP type "
                + unreachable.type()
                + " code "
                + unreachable.code()
                + " from "
                + unreachable.reporter().getHostAddress();
      }
    }
    long min = times.stream().mapToLong(Long::longValue).min().orElse(0);
    long max = times.stream().mapToLong(Long::longValue).max().orElse(0);
    long mean = Math.round(times.stream().mapToLong(Long::longValue).average().orElse(0));
    return new Burst(
        path.interfaceName(), path.target(), sent, times.size(), min, mean, max, fault);
  }

  private static Burst none(Path path, String fault) {
    return new Burst(path.interfaceName(), path.target(), 0, 0, 0, 0, 0, fault);
  }
}
