package dev.routeswitcher.icmp.bench;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Sends as fast as replies come, with a window of probes in flight: {@code Flood INTERFACE TARGET
 * COUNT WINDOW STAMPS WARM-UP}. Prints one line, {@code key=value}.
 */
public final class Flood implements ProbeListener {
  private static final long TIMEOUT_NANOS = Duration.ofSeconds(1).toNanos();

  private final IcmpProber prober;
  private final String interfaceName;
  private final InetAddress target;
  private final int count;
  private final CountDownLatch done;
  private int sent;
  private int replied;

  private Flood(IcmpProber prober, String interfaceName, InetAddress target, int count) {
    this.prober = prober;
    this.interfaceName = interfaceName;
    this.target = target;
    this.count = count;
    done = new CountDownLatch(count);
  }

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String interfaceName = arguments[0];
    InetAddress target = InetAddresses.forString(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    int window = Integer.parseInt(arguments[3]);
    boolean stamps = Boolean.parseBoolean(arguments[4]);
    int warmUp = Integer.parseInt(arguments[5]);
    try (IcmpProber prober = IcmpProber.builder().transmitStamps(stamps).open()) {
      new Flood(prober, interfaceName, target, warmUp).run(window);
      long cpuBefore = ProcessCpu.nanos();
      long before = System.nanoTime();
      Flood flood = new Flood(prober, interfaceName, target, count);
      flood.run(window);
      long took = System.nanoTime() - before;
      long cpu = ProcessCpu.nanos() - cpuBefore;
      System.out.printf(
          "sent=%d replied=%d lost=%d not_sent=%d rate=%.0f cpu_us_per_probe=%.2f%n",
          count,
          flood.replied,
          prober.counters().lost(),
          prober.counters().notSent(),
          count * 1e9 / took,
          cpu / 1e3 / count);
    }
  }

  private void run(int window) throws InterruptedException {
    prober.schedule(
        System.nanoTime(),
        () -> {
          for (int i = 0; i < Math.min(window, count); i++) {
            next();
          }
        });
    if (!done.await(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("probes without an outcome: " + done.getCount());
    }
  }

  @Override
  public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
    if (outcome.kind() == ProbeOutcome.Kind.REPLIED) {
      replied++;
    }
    if (sent < count) {
      next();
    }
    done.countDown();
  }

  private void next() {
    sent++;
    prober.probe(new ProbeRequest(interfaceName, target, System.nanoTime() + TIMEOUT_NANOS), this);
  }
}
