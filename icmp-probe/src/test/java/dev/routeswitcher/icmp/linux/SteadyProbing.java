package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A program that sends so many probes at an interval, with a timeout (its three arguments, the
 * times in milliseconds), prints a line after every hundred probes and one when it finds that it
 * was stopped for longer than that, and at the end of its input the result.
 */
final class SteadyProbing {
  private static final long STOPPED_NANOS = Duration.ofMillis(200).toNanos();
  private static final int A_LINE_EVERY = 100;

  private final IcmpProber prober;
  private final int atOnce;
  private final long intervalNanos;
  private final long timeoutNanos;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger replied = new AtomicInteger();
  private final AtomicInteger overtaken = new AtomicInteger();
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int inFlightWhenStopped;
  private int inFlightWhenLastSeen;
  private long lastTickNanos = System.nanoTime();

  private SteadyProbing(IcmpProber prober, int atOnce, Duration interval, Duration timeout) {
    this.prober = prober;
    this.atOnce = atOnce;
    this.intervalNanos = interval.toNanos();
    this.timeoutNanos = timeout.toNanos();
  }

  /** Starts the program in the network namespace of this thread. */
  static Process start(String... arguments) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), SteadyProbing.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The next line of its output that starts so, or null. */
  static @Nullable String next(BufferedReader output, String start) throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith(start)) {
      line = output.readLine();
    }
    return line;
  }

  public static void main(String[] arguments) throws Exception {
    try (IcmpProber prober = IcmpProber.open()) {
      SteadyProbing program =
          new SteadyProbing(
              prober,
              Integer.parseInt(arguments[0]),
              Duration.ofMillis(Long.parseLong(arguments[1])),
              Duration.ofMillis(Long.parseLong(arguments[2])));
      prober.schedule(System.nanoTime(), program::tick);
      while (System.in.read() >= 0) {
        // Only the end of the input matters.
      }
      program.ending.set(true);
      program.ended.await();
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
    boolean wasStopped = now - lastTickNanos > timeoutNanos + STOPPED_NANOS;
    lastTickNanos = now;
    if (wasStopped) {
      inFlightWhenStopped = inFlightWhenLastSeen;
      System.out.println("resumed");
    }
    if (ending.get()) {
      ended.countDown();
      return;
    }
    for (int i = 0; i < atOnce; i++) {
      probe(now + timeoutNanos);
    }
    inFlightWhenLastSeen = sent.get() - finished.get();
    prober.schedule(now + intervalNanos, this::tick);
  }

  private void probe(long deadlineNanos) {
    prober.probe(
        new ProbeRequest("upa", TwoProviders.TARGET, deadlineNanos),
        (request, outcome) -> {
          if (outcome.kind() == ProbeOutcome.Kind.REPLIED) {
            replied.incrementAndGet();
          } else if (outcome instanceof ProbeOutcome.NotSent notSent
              && notSent.cause() == ProbeOutcome.NotSent.Cause.DEADLINE_PASSED) {
            overtaken.incrementAndGet();
          }
          finished.incrementAndGet();
        });
    if (sent.incrementAndGet() % A_LINE_EVERY == 0) {
      System.out.println("probing");
    }
  }
}
