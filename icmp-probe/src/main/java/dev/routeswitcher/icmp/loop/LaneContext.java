package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** What all sockets of one prober share on its thread: ports, counters, ledger and buffers. */
final class LaneContext {
  final EchoNetwork network;
  final Clock clock;
  final RandomGenerator random;
  final Counters counters = new Counters();
  final OutcomeDelivery delivery = new OutcomeDelivery(counters);
  final ProbeLedger ledger = new ProbeLedger(delivery, counters);
  final RequestBatch requests;
  final ReceivedBatch packets = new ReceivedBatch();
  final ReceivedBatch errors = new ReceivedBatch();

  /** Whether a socket was opened or closed since the list of them was made. */
  boolean socketsChanged;

  LaneContext(EchoNetwork network, Clock clock, RandomGenerator random) {
    this.network = network;
    this.clock = clock;
    this.random = random;
    this.requests = new RequestBatch(clock);
  }

  void refuse(Probe probe, NotSent refusal) {
    delivery.outcome(probe.request, probe.listener, refusal);
  }

  /** Refuses all probes of a queue and leaves it empty. */
  void refuseAll(Queue<Probe> waiting, NotSent refusal) {
    for (Probe probe = waiting.poll(); probe != null; probe = waiting.poll()) {
      refuse(probe, refusal);
    }
  }
}
