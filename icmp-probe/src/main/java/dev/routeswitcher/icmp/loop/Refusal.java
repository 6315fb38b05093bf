package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent.Cause;
import dev.routeswitcher.icmp.ProbeRequest;

/** Makes the outcomes of probes that are not sent. */
final class Refusal {
  private Refusal() {}

  static NotSent byKernel(IcmpSocketException e) {
    return new NotSent(Cause.KERNEL, e.errno(), e.errnoName(), String.valueOf(e.getMessage()));
  }

  static NotSent byKernel(ProbeRequest request, int errno) {
    String operation =
        "send to " + request.target().getHostAddress() + " by " + request.interfaceName();
    String meaning = ErrorNumber.describe(operation, errno);
    return new NotSent(Cause.KERNEL, errno, ErrorNumber.name(errno), meaning);
  }

  static NotSent sequencesInFlight(String interfaceName) {
    return byProber(
        Cause.SEQUENCES_IN_FLIGHT,
        InterfaceChannel.MAX_LANES * SequenceTable.MAX_IN_FLIGHT
            + " probes are in flight by "
            + interfaceName);
  }

  static NotSent queueFull(int capacity) {
    return byProber(Cause.QUEUE_FULL, "the prober's queue of " + capacity + " probes is full");
  }

  static NotSent deadlinePassed() {
    return byProber(Cause.DEADLINE_PASSED, "the deadline had passed before it could leave");
  }

  static NotSent proberClosed() {
    return byProber(Cause.PROBER_CLOSED, "the prober is closed");
  }

  private static NotSent byProber(Cause cause, String meaning) {
    return new NotSent(cause, 0, cause.name(), meaning);
  }
}
