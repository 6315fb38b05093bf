package dev.routeswitcher.icmp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the prober's thread does, one turn after the other: wait, read, expire, send.
 *
 * <p>The order is the point. However long the thread was held up, what had arrived is read before
 * anything is declared lost.
 */
final class ProbeLoop {
  /** Few enough that the replies to them fit the receive buffer. */
  private static final int MAX_SENDS_PER_TURN = 128;

  private final EchoNetwork network;
  private final Clock clock;
  private final RandomGenerator random;
  private final RequestQueue requests;
  private final Counters counters;
  private final OutcomeDelivery delivery;
  private final TaskSchedule tasks;
  private final ProbeLedger ledger;
  private final Map<String, InterfaceChannel> channels = new LinkedHashMap<>();
  private final List<InterfaceChannel> waitedFor = new ArrayList<>();
  private final List<EchoSocket> sockets = new ArrayList<>();
  private final BitSet ready = new BitSet();
  private long serial;

  ProbeLoop(
      EchoNetwork network,
      Clock clock,
      RandomGenerator random,
      RequestQueue requests,
      TaskSchedule tasks,
      Counters counters,
      OutcomeDelivery delivery) {
    this.network = network;
    this.clock = clock;
    this.random = random;
    this.requests = requests;
    this.tasks = tasks;
    this.counters = counters;
    this.delivery = delivery;
    this.ledger = new ProbeLedger(delivery, counters);
  }

  /** Waits for a packet, a request or a deadline, and deals with all there is. */
  void turn() {
    listSockets();
    boolean asleep = requests.fallAsleep();
    tasks.absorb();
    int timeout = asleep && !tasks.hasAdditions() ? timeoutMillis() : 0;
    ready.clear();
    network.await(sockets, timeout, ready::set);
    requests.awake();

    long now = clock.read().monotonicNanos();
    ready.stream().forEach(index -> waitedFor.get(index).read());
    if (ledger.isAnyDueAt(now)) {
      channels.values().forEach(InterfaceChannel::read);
      ledger.expire(now);
    }
    runTasks(now);
    sendRequests();
  }

  /** Gives every probe its outcome and closes every socket. */
  void close() {
    rejectRequests();
    ledger.giveUp();
    channels.values().forEach(InterfaceChannel::close);
  }

  /** Tells whoever waits in the queue that the prober is closed; any thread may do it. */
  void rejectRequests() {
    for (RequestQueue.Entry entry = requests.poll(); entry != null; entry = requests.poll()) {
      delivery.outcome(entry.request(), entry.listener(), Refusal.proberClosed());
    }
  }

  private void listSockets() {
    waitedFor.clear();
    sockets.clear();
    for (InterfaceChannel channel : channels.values()) {
      EchoSocket socket = channel.socket();
      if (socket != null) {
        waitedFor.add(channel);
        sockets.add(socket);
      }
    }
  }

  /** Rounded up, so that one wake-up finds the deadline passed, and with it those just after. */
  private int timeoutMillis() {
    if (ledger.isEmpty() && tasks.isEmpty()) {
      return EchoNetwork.FOREVER;
    }
    long now = clock.read().monotonicNanos();
    long nanos = ledger.isEmpty() ? Long.MAX_VALUE : ledger.nextDeadlineNanos() - now;
    nanos = tasks.isEmpty() ? nanos : Math.min(nanos, tasks.nextNanos() - now);
    long millis = Math.floorDiv(nanos - 1, MILLISECONDS.toNanos(1)) + 1;
    return (int) Math.max(0, Math.min(millis, Integer.MAX_VALUE));
  }

  /** Runs what is due, of a crowd no more than may send in this turn. */
  private void runTasks(long now) {
    tasks.absorb();
    for (int i = 0; i < MAX_SENDS_PER_TURN; i++) {
      Runnable task = tasks.pollDue(now);
      if (task == null) {
        return;
      }
      delivery.task(task);
    }
  }

  private void sendRequests() {
    channels.values().forEach(InterfaceChannel::newTurn);
    for (int i = 0; i < MAX_SENDS_PER_TURN; i++) {
      RequestQueue.Entry entry = requests.poll();
      if (entry == null) {
        return;
      }
      NotSent refusal = send(entry.request(), entry.listener());
      if (refusal != null) {
        delivery.outcome(entry.request(), entry.listener(), refusal);
      }
    }
  }

  private @Nullable NotSent send(ProbeRequest request, ProbeListener listener) {
    if (!(request.target() instanceof Inet4Address)) {
      return Refusal.byKernel(
          "send to " + request.target().getHostAddress(), ErrorNumber.EAFNOSUPPORT);
    }
    if (request.deadlineNanos() - clock.read().monotonicNanos() <= 0) {
      return Refusal.deadlinePassed();
    }
    InterfaceChannel known = channels.get(request.interfaceName());
    InterfaceChannel channel =
        known != null
            ? known
            : new InterfaceChannel(
                request.interfaceName(), network, clock, random, counters, ledger);
    NotSent refusal = channel.send(request, listener, ++serial);
    if (known == null && channel.socket() != null) {
      channels.put(request.interfaceName(), channel);
    }
    return refusal;
  }
}
