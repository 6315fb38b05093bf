package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.icmp.IcmpProber;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.runtime.port.Prober;
import java.io.IOException;
import java.net.InetAddress;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Probes by ICMP echo, bound to the interface. */
public final class IcmpEchoProber implements Prober {

  private @Nullable IcmpProber prober;

  /** A prober that is not open yet. */
  @Inject
  public IcmpEchoProber() {}

  @Override
  public void open() throws IOException {
    prober = IcmpProber.builder().threadName("route-switcher-probe").open();
  }

  @Override
  public void probe(String interfaceName, InetAddress target, long deadlineNanos, Report report) {
    IcmpProber open = prober;
    if (open == null) {
      throw new IllegalStateException("the prober is not open");
    }
    open.probe(
        new ProbeRequest(interfaceName, target, deadlineNanos),
        (request, outcome) -> tell(outcome, report));
  }

  private static void tell(ProbeOutcome outcome, Report report) {
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
      report.finished(Verdict.NOT_SENT, -1, notSent.name() + ": " + notSent.meaning());
    } else {
      report.finished(Verdict.LOST, -1, "");
    }
  }

  @Override
  public void close() {
    if (prober != null) {
      prober.close();
      prober = null;
    }
  }
}
