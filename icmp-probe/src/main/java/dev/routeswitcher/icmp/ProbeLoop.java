package dev.routeswitcher.icmp;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the prober's thread does, one turn after the other: wait, read, expire, run tasks, send.
 *
 * <p>The order is the point. However long the thread was held up, what had arrived is read before
 * anything is declared lost.
 */
final class ProbeLoop {
  /** Few enough that the replies to them fit the receive buffer. */
  private static final int MAX_SENDS_PER_TURN = 256;

  private final EchoNetwork network;
  private final Clock clock;
  private final RequestQueue requests;
  private final TaskSchedule tasks;
  private final OutcomeDelivery delivery;
  private final LaneContext context;
  private final ProbeLedger ledger;
  private final Map<ChannelKey, InterfaceChannel> byKey = new HashMap<>();
  private final List<InterfaceChannel> channels = new ArrayList<>();
  private final List<EchoLane> openLanes = new ArrayList<>();
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
    this.requests = requests;
    this.tasks = tasks;
    this.delivery = delivery;
    this.context = new LaneContext(network, clock, random, counters, delivery);
    this.ledger = context.ledger;
  }

  /** Waits for a packet, a request, a task or a deadline, and deals with all there is. */
  void turn() {
    await();
    long now = clock.monotonicNanos();
    for (int i = ready.nextSetBit(0); i >= 0; i = ready.nextSetBit(i + 1)) {
      openLanes.get(i).read();
    }
    if (ledger.isAnyDueAt(now)) {
      channels.forEach(InterfaceChannel::read);
      ledger.expire(now);
    }
    runTasks(now);
    takeRequests();
    send();
  }

  /** Gives every probe its outcome and closes every socket. */
  void close() {
    rejectRequests();
    ledger.giveUp();
    channels.forEach(InterfaceChannel::close);
  }

  /** Tells whoever waits in the queue that the prober is closed; any thread may do it. */
  void rejectRequests() {
    for (RequestQueue.Entry entry = requests.poll(); entry != null; entry = requests.poll()) {
      delivery.outcome(entry.request(), entry.listener(), Refusal.proberClosed());
    }
  }

  private void await() {
    boolean changed = context.socketsChanged;
    if (changed) {
      listSockets();
    }
    boolean asleep = requests.fallAsleep();
    tasks.absorb();
    int timeout = asleep && !tasks.hasAdditions() ? timeoutMillis() : 0;
    ready.clear();
    network.await(sockets, changed, timeout, ready::set);
    requests.awake();
  }

  private void listSockets() {
    context.socketsChanged = false;
    openLanes.clear();
    sockets.clear();
    for (InterfaceChannel channel : channels) {
      for (EchoLane lane : channel.lanes()) {
        EchoSocket socket = lane.socket();
        if (socket != null) {
          openLanes.add(lane);
          sockets.add(socket);
        }
      }
    }
  }

  /** Rounded up, so that one wake-up finds the time come, and with it those just after. */
  private int timeoutMillis() {
    boolean hasEnd = false;
    long now = clock.monotonicNanos();
    long nanos = Long.MAX_VALUE;
    if (!ledger.isEmpty()) {
      hasEnd = true;
      nanos = ledger.nextDeadlineNanos() - now;
    }
    if (!tasks.isEmpty()) {
      hasEnd = true;
      nanos = Math.min(nanos, tasks.nextNanos() - now);
    }
    for (InterfaceChannel channel : channels) {
      if (channel.isPaused()) {
        hasEnd = true;
        nanos = Math.min(nanos, channel.pauseEndsNanos() - now);
      }
    }
    if (!hasEnd) {
      return EchoNetwork.FOREVER;
    }
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

  private void takeRequests() {
    long now = clock.monotonicNanos();
    for (int i = 0; i < MAX_SENDS_PER_TURN; i++) {
      RequestQueue.Entry entry = requests.poll();
      if (entry == null) {
        return;
      }
      NotSent refusal = refusalOf(entry.request(), now);
      if (refusal != null) {
        delivery.outcome(entry.request(), entry.listener(), refusal);
      } else {
        long secret = context.random.nextLong();
        Probe probe = new Probe(entry.request(), entry.listener(), secret, ++serial, now);
        InetAddress source = entry.request().options().source();
        channel(new ChannelKey(entry.request().interfaceName(), probe.family(), source)).add(probe);
      }
    }
  }

  private static @Nullable NotSent refusalOf(ProbeRequest request, long now) {
    InetAddress source = request.options().source();
    if (source != null && Family.of(source) != Family.of(request.target())) {
      return Refusal.byKernel(request, ErrorNumber.EAFNOSUPPORT);
    }
    return request.deadlineNanos() - now <= 0 ? Refusal.deadlinePassed() : null;
  }

  private InterfaceChannel channel(ChannelKey key) {
    InterfaceChannel known = byKey.get(key);
    if (known != null) {
      return known;
    }
    InterfaceChannel added = new InterfaceChannel(key, context);
    byKey.put(key, added);
    channels.add(added);
    return added;
  }

  private void send() {
    boolean anyUseless = false;
    for (int i = 0; i < channels.size(); i++) {
      InterfaceChannel channel = channels.get(i);
      channel.newTurn();
      channel.send(clock.monotonicNanos());
      anyUseless |= !channel.isWorthKeeping();
    }
    if (anyUseless) {
      forgetUselessChannels();
    }
  }

  /** Of an interface that does not exist nothing is kept; names may be many. */
  private void forgetUselessChannels() {
    channels.removeIf(channel -> !channel.isWorthKeeping());
    byKey.values().removeIf(channel -> !channel.isWorthKeeping());
  }
}
