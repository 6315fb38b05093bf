package dev.routeswitcher.icmp.example;

import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.Prober;
import dev.routeswitcher.icmp.statistics.ProbeStatistics;
import dev.routeswitcher.icmp.statistics.RoundTripSummary;
import dev.routeswitcher.icmp.statistics.StatisticsSnapshot;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What {@code ping} does: so many echo requests at an interval, a line for each, and a summary.
 *
 * <p>Everything but the printing happens on the prober's thread, as its tasks and listeners. What
 * is to be printed goes through a queue, because standard output may block and a listener must not.
 */
public final class Ping {
  /** What the prober's thread hands to the one that prints. */
  private record Line(String text, boolean last) {}

  private final ProbeStatistics prober;
  private final PingArguments arguments;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final int total;
  private final long start;
  private int sent;

  /** Begins at once; of the statistics' window the requests that are to count are the last. */
  Ping(Prober prober, PingArguments arguments) {
    this.prober = ProbeStatistics.of(prober, arguments.count());
    this.arguments = arguments;
    this.total = arguments.warmUp() + arguments.count();
    this.start = prober.nanoTime();
    prober.schedule(start, this::sendNext);
  }

  public static void main(String[] words) throws InterruptedException {
    System.exit(run(System.out, System.err, words));
  }

  /** The whole program; returns its exit status. */
  public static int run(PrintStream out, PrintStream err, String... words)
      throws InterruptedException {
    PingArguments arguments;
    try {
      arguments = PingArguments.parse(words);
    } catch (IllegalArgumentException e) {
      err.println("icmp-ping: " + e.getMessage() + "\n\n" + PingArguments.USAGE);
      return 2;
    }
    try (IcmpProber prober =
        IcmpProber.builder().transmitStamps(arguments.transmitStamps()).open()) {
      Ping ping = new Ping(prober, arguments);
      return ping.print(out) ? 0 : 1;
    } catch (IcmpSocketException e) {
      err.println("icmp-ping: " + e.getMessage());
      return 2;
    }
  }

  /** Prints until the summary is out; whether there was a reply. */
  boolean print(PrintStream out) throws InterruptedException {
    Line line = lines.take();
    while (!line.last) {
      out.println(line.text);
      line = lines.take();
    }
    out.println(line.text);
    return snapshot().map(figures -> figures.replied() > 0).orElse(false);
  }

  private void sendNext() {
    if (sent == total) {
      lines.add(new Line(summary(), true));
      return;
    }
    sent++;
    boolean isLast = sent == total;
    long now = prober.nanoTime();
    long deadline = now + arguments.timeout().toNanos();
    prober.schedule(
        isLast ? deadline : start + sent * arguments.interval().toNanos(), this::sendNext);
    prober.probe(
        new ProbeRequest(
            arguments.interfaceName(), arguments.target(), deadline, arguments.options()),
        new Echo(sent));
  }

  /** One request: prints what becomes of it. */
  private final class Echo implements ProbeListener {
    private final int number;

    Echo(int number) {
      this.number = number;
    }

    @Override
    public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
      print(describe(outcome));
    }

    @Override
    public void onLateReply(ProbeRequest request, Replied reply) {
      print("late " + describe(reply));
    }

    private void print(String what) {
      if (!arguments.quiet()) {
        lines.add(new Line("number " + number + ": " + what, false));
      }
    }
  }

  private static String describe(ProbeOutcome outcome) {
    if (outcome instanceof Replied reply) {
      long waited = reply.rttNanos() - reply.pathNanos();
      return "reply after "
          + millis(reply.rttNanos())
          + " ms, "
          + (waited > 0 ? millis(waited) + " ms of it in the queue, " : "")
          + "ttl "
          + reply.ttl();
    } else if (outcome instanceof Unreachable error) {
      String reporter = error.reporter().getHostAddress();
      return "unreachable, reported by "
          + reporter
          + ": type "
          + error.type()
          + ", code "
          + error.code();
    } else if (outcome instanceof NotSent refusal) {
      return "not sent: " + refusal.meaning();
    }
    return "no reply";
  }

  private Optional<StatisticsSnapshot> snapshot() {
    return prober.snapshot(arguments.interfaceName(), arguments.target());
  }

  private String summary() {
    StatisticsSnapshot figures = snapshot().orElseThrow();
    StringBuilder counts = new StringBuilder();
    counts.append(arguments.target().getHostAddress() + " by " + arguments.interfaceName());
    counts.append(": " + arguments.count() + " requests, " + figures.replied() + " replies");
    if (figures.notSent() > 0) {
      counts.append(", " + figures.notSent() + " not sent");
    }
    figures
        .loss()
        .ifPresent(loss -> counts.append(String.format(Locale.ROOT, ": %.1f %% lost", 100 * loss)));
    RoundTripSummary times = figures.roundTrips();
    if (times == null) {
      return counts.toString();
    }
    return counts
        + String.format(
            "\nround trip min %s, mean %s, median %s, 99 %% %s, max %s, deviation %s, jitter %s ms",
            millis(times.minNanos()),
            millis(times.meanNanos()),
            millis(times.medianNanos()),
            millis(times.p99Nanos()),
            millis(times.maxNanos()),
            millis(times.standardDeviationNanos()),
            millis(figures.jitterNanos()));
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }
}
