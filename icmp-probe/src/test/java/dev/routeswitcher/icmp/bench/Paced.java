package dev.routeswitcher.icmp.bench;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Probes many targets once a second, those of one second 0.1 ms apart: {@code Paced INTERFACE
 * TARGETS SECONDS WARM-UP STAMPS}, the targets' addresses on standard input. Prints one line,
 * {@code key=value}, of the seconds after those of the warm-up.
 */
public final class Paced {
  private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long SPACING_NANOS = Duration.ofNanos(100_000).toNanos();
  private static final long TIMEOUT_NANOS = Duration.ofMillis(500).toNanos();

  private final IcmpProber prober;
  private final String interfaceName;
  private final CountDownLatch done;
  private int lost;

  private Paced(IcmpProber prober, String interfaceName, int probes) {
    this.prober = prober;
    this.interfaceName = interfaceName;
    done = new CountDownLatch(probes);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String interfaceName = arguments[0];
    int count = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    int warmUp = Integer.parseInt(arguments[3]);
    boolean stamps = Boolean.parseBoolean(arguments[4]);
    List<InetAddress> targets =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            .lines()
            .limit(count)
            .map(InetAddresses::forString)
            .toList();
    try (IcmpProber prober = IcmpProber.builder().transmitStamps(stamps).open()) {
      new Paced(prober, interfaceName, targets.size() * warmUp).run(targets, warmUp);
      Paced paced = new Paced(prober, interfaceName, targets.size() * seconds);
      long cpuBefore = ProcessCpu.nanos();
      paced.run(targets, seconds);
      long cpu = ProcessCpu.nanos() - cpuBefore;
      int probes = targets.size() * seconds;
      System.out.printf(
          "probes=%d lost=%d cpu_us_per_probe=%.2f%n", probes, paced.lost, cpu / 1e3 / probes);
    }
  }

  private void run(List<InetAddress> targets, int times) throws InterruptedException {
    long start = System.nanoTime();
    for (int i = 0; i < targets.size(); i++) {
      tick(targets.get(i), start + i * SPACING_NANOS, times);
    }
    if (!done.await(times + 60L, TimeUnit.SECONDS)) {
      throw new IllegalStateException("probes without an outcome: " + done.getCount());
    }
  }

  private void tick(InetAddress target, long atNanos, int times) {
    if (times > 0) {
      prober.schedule(
          atNanos,
          () -> {
            prober.probe(
                new ProbeRequest(interfaceName, target, System.nanoTime() + TIMEOUT_NANOS),
                (request, outcome) -> {
                  if (outcome.kind() != ProbeOutcome.Kind.REPLIED) {
                    lost++;
                  }
                  done.countDown();
                });
            tick(target, atNanos + PERIOD_NANOS, times - 1);
          });
    }
  }
}
