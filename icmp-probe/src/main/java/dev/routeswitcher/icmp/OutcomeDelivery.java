package dev.routeswitcher.icmp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls listeners, counts what they are told, and survives what they throw. */
final class OutcomeDelivery {
  private static final Logger log = LoggerFactory.getLogger(IcmpProber.class);

  private final Counters counters;

  OutcomeDelivery(Counters counters) {
    this.counters = counters;
  }

  void outcome(ProbeRequest request, ProbeListener listener, ProbeOutcome outcome) {
    counters.count(outcome);
    log.debug("probe request={} outcome={}", request, outcome);
    try {
      listener.onOutcome(request, outcome);
    } catch (Throwable thrown) {
      survive(request, thrown);
    }
  }

  void lateReply(ProbeRequest request, ProbeListener listener, ProbeOutcome.Replied reply) {
    counters.count(Counter.LATE_REPLY);
    log.debug("late reply request={} reply={}", request, reply);
    try {
      listener.onLateReply(request, reply);
    } catch (Throwable thrown) {
      survive(request, thrown);
    }
  }

  void task(Runnable task) {
    try {
      task.run();
    } catch (Throwable thrown) {
      counters.count(Counter.LISTENER_FAILURE);
      log.warn("a scheduled task threw", thrown);
    }
  }

  private void survive(ProbeRequest request, Throwable thrown) {
    counters.count(Counter.LISTENER_FAILURE);
    log.warn("a probe's listener threw request={}", request, thrown);
  }
}
