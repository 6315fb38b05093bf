package dev.routeswitcher.icmp;

import java.util.random.RandomGenerator;

/**
 * What all sockets of one prober share, its thread's own: the outside world, the books, and the
 * memory that one batch after the other is made in.
 */
final class LaneContext {
  final EchoNetwork network;
  final Clock clock;
  final RandomGenerator random;
  final Counters counters;
  final ProbeLedger ledger;
  final OutcomeDelivery delivery;
  final RequestBatch requests;
  final ReceivedBatch packets = new ReceivedBatch();
  final ReceivedBatch errors = new ReceivedBatch();

  /** Whether a socket was opened or closed since the list of them was made. */
  boolean socketsChanged;

  LaneContext(
      EchoNetwork network,
      Clock clock,
      RandomGenerator random,
      Counters counters,
      OutcomeDelivery delivery) {
    this.network = network;
    this.clock = clock;
    this.random = random;
    this.counters = counters;
    this.delivery = delivery;
    this.requests = new RequestBatch(clock);
    this.ledger = new ProbeLedger(delivery, counters);
  }

  void refuse(Probe probe, ProbeOutcome.NotSent refusal) {
    delivery.outcome(probe.request(), probe.listener(), refusal);
  }
}
