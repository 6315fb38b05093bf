package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts outcomes and calls listeners and tasks; logs and counts what those throw. */
final class OutcomeDelivery {
  private static final Logger log = LoggerFactory.getLogger(OutcomeDelivery.class);

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
      failed(request, thrown);
    }
  }

  void lateReply(ProbeRequest request, ProbeListener listener, ProbeOutcome.Replied reply) {
    counters.count(Counter.LATE_REPLY);
    log.debug("late reply request={} reply={}", request, reply);
    try {
      listener.onLateReply(request, reply);
    } catch (Throwable thrown) {
      failed(request, thrown);
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

  private void failed(ProbeRequest request, Throwable thrown) {
    counters.count(Counter.LISTENER_FAILURE);
    log.warn("a probe's listener threw request={}", request, thrown);
  }
}
