package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.runtime.port.ProbeSender;
import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Probes by ICMP echo, bound to the interface. */
public final class IcmpProbeSender implements ProbeSender {

  private @Nullable IcmpProber prober;
  private volatile @Nullable Consumer<IOException> failureSink;

  @Inject
  public IcmpProbeSender() {}

  /** Whether its thread has done what it was last asked to do. */
  private volatile boolean turned = true;

  @Override
  public void open(Consumer<IOException> failure) throws IOException {
    use(IcmpProber.builder().threadName("route-switcher-probe").open(), failure);
  }

  void use(IcmpProber opened, Consumer<IOException> failure) {
    prober = opened;
    failureSink = failure;
  }

  @Override
  public void probe(String interfaceName, InetAddress target, long deadlineNanos, Report report) {
    IcmpProber current = prober;
    if (current == null) {
      throw new IllegalStateException("the probe sender is not open");
    }
    current.probe(
        new ProbeRequest(interfaceName, target, deadlineNanos),
        new ProbeListener() {
          @Override
          public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
            deliver(outcome, report);
            reportIfBroken(outcome);
          }

          @Override
          public void onLateReply(ProbeRequest request, ProbeOutcome.Replied reply) {
            report.cameLate(reply.rttNanos());
          }
        });
  }

  /** A prober that is closed although nobody closed this has lost its thread. */
  private void reportIfBroken(ProbeOutcome outcome) {
    Consumer<IOException> sink = failureSink;
    if (sink != null
        && outcome instanceof ProbeOutcome.NotSent notSent
        && notSent.cause() == Cause.PROBER_CLOSED) {
      sink.accept(new IOException(notSent.meaning() + ", because its thread has died"));
    }
  }

  private static void deliver(ProbeOutcome outcome, Report report) {
    if (outcome instanceof ProbeOutcome.Replied replied) {
      report.finished(Verdict.REPLIED, replied.rttNanos(), "");
    } else if (outcome instanceof ProbeOutcome.Unreachable unreachable) {
      report.finished(
          Verdict.UNREACHABLE,
          -1,
          "ICMP type "
              + unreachable.type()
              + " code "
              + unreachable.code()
              + " from "
              + unreachable.reporter().getHostAddress());
    } else if (outcome instanceof ProbeOutcome.NotSent notSent) {
      Verdict verdict = isOwnLateness(notSent) ? Verdict.NOT_ASKED : Verdict.NOT_SENT;
      report.finished(verdict, -1, notSent.name() + ": " + notSent.meaning());
    } else {
      report.finished(Verdict.LOST, -1, "");
    }
  }

  /** Whether the prober did not get to it, so that the kernel was never asked to send it. */
  private static boolean isOwnLateness(ProbeOutcome.NotSent notSent) {
    return notSent.cause() == Cause.DEADLINE_PASSED || notSent.cause() == Cause.QUEUE_FULL;
  }

  @Override
  public boolean isTurning() {
    IcmpProber current = prober;
    if (current == null || !turned) {
      return false;
    }
    turned = false;
    current.schedule(System.nanoTime(), () -> turned = true);
    return true;
  }

  @Override
  public void close() {
    failureSink = null;
    if (prober != null) {
      prober.close();
      prober = null;
    }
  }
}
