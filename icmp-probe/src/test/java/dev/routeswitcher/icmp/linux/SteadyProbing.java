package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program that probes every 10 ms with a deadline of a second and a half, prints when it has got
 * going and when it finds that it was stopped, and at the end of its input the result.
 */
final class SteadyProbing {
  private static final long INTERVAL_NANOS = Duration.ofMillis(10).toNanos();
  private static final long TIMEOUT_NANOS = Duration.ofMillis(1_500).toNanos();
  private static final long STOPPED_NANOS = Duration.ofMillis(1_700).toNanos();
  private static final int WARM_UP = 100;

  private final IcmpProber prober;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger replied = new AtomicInteger();
  private final AtomicInteger overtaken = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicBoolean ending = new AtomicBoolean();
  private volatile int inFlightWhenStopped;
  private int inFlightWhenLastSeen;
  private long lastTickNanos = System.nanoTime();

  private SteadyProbing(IcmpProber prober) {
    this.prober = prober;
  }

  public static void main(String[] arguments) throws Exception {
    try (IcmpProber prober = IcmpProber.open()) {
      SteadyProbing program = new SteadyProbing(prober);
      prober.schedule(System.nanoTime(), program::tick);
      while (System.in.read() >= 0) {
        // Only the end of the input matters.
      }
      program.ending.set(true);
      while (program.finished.get() < program.sent.get()) {
        Thread.onSpinWait();
      }
      System.out.println(
          "probes="
              + program.sent
              + " in-flight-when-stopped="
              + program.inFlightWhenStopped
              + " overtaken="
              + program.overtaken
              + " replied-all-others="
              + (program.replied.get() + program.overtaken.get() == program.sent.get())
              + " "
              + prober.counters());
    }
  }

  /** The loop reads what has arrived before it runs tasks, so what was in flight is asked first. */
  private void tick() {
    long now = System.nanoTime();
    boolean wasStopped = now - lastTickNanos > STOPPED_NANOS;
    lastTickNanos = now;
    if (wasStopped) {
      inFlightWhenStopped = inFlightWhenLastSeen;
      System.out.println("resumed");
    }
    if (ending.get()) {
      return;
    }
    prober.probe(
        new ProbeRequest("upa", TwoProviders.TARGET, now + TIMEOUT_NANOS),
        (request, outcome) -> {
          finished.incrementAndGet();
          if (outcome.kind() == ProbeOutcome.Kind.REPLIED) {
            replied.incrementAndGet();
          } else if (outcome instanceof ProbeOutcome.NotSent notSent
              && notSent.cause() == ProbeOutcome.NotSent.Cause.DEADLINE_PASSED) {
            overtaken.incrementAndGet();
          }
        });
    if (sent.incrementAndGet() == WARM_UP) {
      System.out.println("probing");
    }
    inFlightWhenLastSeen = sent.get() - finished.get();
    prober.schedule(now + INTERVAL_NANOS, this::tick);
  }
}
