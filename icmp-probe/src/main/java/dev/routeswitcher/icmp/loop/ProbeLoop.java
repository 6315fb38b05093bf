package dev.routeswitcher.icmp.loop;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.ProberCounters;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The prober's loop: each turn waits, reads, expires, runs tasks and sends, on one thread.
 *
 * <p>The order matters: however long the thread was delayed, what had arrived is read before any
 * probe is declared lost.
 *
 * <p>Any thread may call {@link #probe}, {@link #schedule}, {@link #counters} and {@link #stop}.
 */
public final class ProbeLoop {
  /** Few enough that the replies to them fit the receive buffer. */
  private static final int MAX_SENDS_PER_TURN = 256;

  private static final Logger log = LoggerFactory.getLogger(ProbeLoop.class);

  private final EchoNetwork network;
  private final Clock clock;
  private final RequestQueue requests;
  private final TaskSchedule tasks = new TaskSchedule();
  private final LaneContext context;
  private final OutcomeDelivery delivery;
  private final ProbeLedger ledger;
  private final Map<ChannelKey, InterfaceChannel> byKey = new HashMap<>();
  private final List<InterfaceChannel> channels = new ArrayList<>();
  private final List<EchoLane> openLanes = new ArrayList<>();
  private final List<EchoSocket> sockets = new ArrayList<>();
  private final BitSet ready = new BitSet();
  private long serial;
  private volatile boolean stopping;
  private volatile boolean closed;

  /**
   * Creates a loop that {@link #run} starts.
   *
   * @param network closed by the loop
   * @param queueCapacity how many probes may wait to be taken up
   */
  public ProbeLoop(EchoNetwork network, int queueCapacity) {
    this(network, new Clock.SystemClock(), new BufferedRandom(new SecureRandom()), queueCapacity);
  }

  ProbeLoop(EchoNetwork network, Clock clock, RandomGenerator random, int queueCapacity) {
    this.network = network;
    this.clock = clock;
    requests = new RequestQueue(queueCapacity);
    context = new LaneContext(network, clock, random);
    delivery = context.delivery;
    ledger = context.ledger;
  }

  /** Queues a probe, or refuses it on the calling thread if the queue is full or closed. */
  public void probe(ProbeRequest request, ProbeListener listener) {
    if (closed) {
      delivery.outcome(request, listener, Refusal.proberClosed());
    } else if (!requests.offer(new RequestQueue.Entry(request, listener, clock.monotonicNanos()))) {
      delivery.outcome(request, listener, Refusal.queueFull(requests.capacity()));
    } else if (closed) {
      rejectRequests();
    } else if (requests.claimWakeUp()) {
      network.wakeUp();
    }
  }

  /** Runs a task on the loop's thread at an instant, unless the loop is closed before. */
  public void schedule(long atNanos, Runnable task) {
    if (closed) {
      return;
    }
    tasks.add(atNanos, task);
    if (requests.claimWakeUp()) {
      network.wakeUp();
    }
  }

  /** The current value of each counter, which need not all be of the same moment. */
  public ProberCounters counters() {
    return context.counters.snapshot();
  }

  /** Runs turns until {@link #stop}, then gives each open probe its outcome and closes all. */
  public void run() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (Throwable unexpected) {
      log.error("the prober's thread failed; further probes are refused", unexpected);
    } finally {
      close();
    }
  }

  /** Has {@link #run} return soon. */
  public void stop() {
    stopping = true;
    network.wakeUp();
  }

  /** Waits for a packet, a request, a task or a deadline, then processes all of them. */
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

  /** Gives each open probe its outcome and closes all sockets; called once. */
  public void close() {
    closed = true;
    rejectRequests();
    ledger.abandonAll();
    channels.forEach(InterfaceChannel::close);
    network.close();
  }

  private void rejectRequests() {
    for (RequestQueue.Entry entry = requests.poll(); entry != null; entry = requests.poll()) {
      delivery.outcome(entry.request(), entry.listener(), Refusal.proberClosed());
    }
  }

  private void await() {
    boolean changed = context.socketsChanged;
    if (changed) {
      listSockets();
    }
    boolean asleep = requests.tryFallAsleep();
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

  /** Rounded up, so that one wake-up serves what is due within a millisecond. */
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

  /** Runs the tasks that are due, at most as many as may send in one turn. */
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
        Probe probe =
            new Probe(entry.request(), entry.listener(), secret, ++serial, entry.askedNanos());
        InetAddress source = entry.request().options().source();
        channel(new ChannelKey(entry.request().interfaceName(), probe.version, source)).add(probe);
      }
    }
  }

  private static @Nullable NotSent refusalOf(ProbeRequest request, long now) {
    InetAddress source = request.options().source();
    if (source != null && IpVersion.of(source) != IpVersion.of(request.target())) {
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
    boolean anyUnused = false;
    for (int i = 0; i < channels.size(); i++) {
      InterfaceChannel channel = channels.get(i);
      channel.newTurn();
      channel.send(clock.monotonicNanos());
      anyUnused |= !channel.isWorthKeeping();
    }
    if (anyUnused) {
      removeUnusedChannels();
    }
  }

  /** Keeps nothing of interfaces that do not exist, whose names may be many. */
  private void removeUnusedChannels() {
    channels.removeIf(channel -> !channel.isWorthKeeping());
    byKey.values().removeIf(channel -> !channel.isWorthKeeping());
  }
}
