package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NetworkChange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The owner thread's work: wait for what happens, step the engine, carry out what it decides, read
 * the kernel again.
 *
 * <p>After {@link #open}, one thread either calls {@link #run}, or drives the loop itself: {@link
 * #begin}, {@link #turn} as often as it likes, {@link #restore}, {@link #close}. Everything else
 * may be called by any thread.
 */
public final class SwitcherLoop implements AutoCloseable {

  /** How much the clocks may drift apart before the host counts as resumed from suspend. */
  private static final long SUSPEND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Ports ports;
  private final NetworkReader reader;
  private final Inbox inbox = new Inbox();
  private final ReadSchedule schedule;
  private final Reading suspendReading;
  private final Announcer announcer;
  private final FailoverEngine engine;
  private final RoundSender rounds;
  private final LinkBook links;

  // Of the thread that takes the turns.
  private LoopSettings settings;
  private @Nullable IgnoreLinkdown linkdown;
  private @Nullable ConnectionFlush flush;

  /** What is to be taken away of families that are not configured any more. */
  private final List<Restoration> leftBehind = new ArrayList<>();

  private volatile EngineState state;
  private final Queue<CompletableFuture<Snapshot>> waiters = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;
  private volatile boolean closed;
  private volatile @Nullable Heart heart;
  private volatile @Nullable IOException probingFailure;
  private List<EngineEvent> found = List.of();
  private List<Past> past = List.of();
  private long wakeAt;
  private @Nullable Long suspended;

  /**
   * A loop that is not open yet.
   *
   * @param announcer receives what the engine reports
   */
  public SwitcherLoop(LoopSettings settings, Ports ports, Announcer announcer) {
    this.settings = settings;
    this.announcer = announcer;
    links = new LinkBook(NetworkReader.interfaceNames(settings.engine()));
    KernelRouting routing = new NamedRouting(ports.routing(), links);
    this.ports = ports.with(settings.dryRun() ? new DryRunRouting(routing, announcer) : routing);
    schedule = new ReadSchedule(ports.clock().nanoTime());
    reader = new NetworkReader(settings, this.ports, links, announcer, schedule::requestAt);
    suspendReading = new Reading("times of suspend", announcer);
    engine = new FailoverEngine(settings.engine());
    rounds = new RoundSender(settings.engine(), ports, links, inbox, announcer);
    linkdown = settings.ignoreLinkdown() ? newLinkdown() : null;
    flush = settings.flushConnections() ? newFlush() : null;
    wakeAt = ports.clock().nanoTime();
    state = engine.start(wakeAt);
  }

  private IgnoreLinkdown newLinkdown() {
    return new IgnoreLinkdown(ports.interfaces(), links, settings.dryRun(), announcer);
  }

  private ConnectionFlush newFlush() {
    return new ConnectionFlush(ports.tracker(), isMarked(), settings.dryRun(), announcer);
  }

  private boolean isMarked() {
    return settings.engine().tables().firstMark() != null;
  }

  private ImmutableList<Follower> followers() {
    return Stream.of(reader.rivals(), linkdown, flush)
        .filter(Objects::nonNull)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Takes the lock, opens everything, and reads the kernel's links and routes; changes nothing.
   *
   * @throws IOException if something the switcher needs is unavailable; nothing stays open then
   */
  public void open() throws IOException {
    ports.lock().acquire();
    try {
      ports.routing().open();
      ports.routing().requireWritable();
      ports.probes().open(this::probingBrokeOff);
      ports.watch().open(this::networkChanged);
      followers().forEach(Follower::opened);
      resumed();
      NetworkReader.Result first = reader.readFirst();
      found = first.events();
      if (!first.complete()) {
        schedule.failed(ports.clock().nanoTime());
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  /**
   * Works until {@link #stop} is called, then leaves the routes as the settings say and closes
   * everything.
   *
   * @throws IOException if the kernel's events or the probing broke off, or the thread was
   *     interrupted; the routes then stay as they are
   */
  public void run() throws IOException {
    try {
      begin();
      while (!stopping) {
        turn(Long.MAX_VALUE);
      }
      restore();
    } catch (InterruptedException e) {
      // Nobody else has this thread; whoever interrupts it wants it to end at once.
      throw new InterruptedIOException("interrupted");
    } finally {
      close();
    }
  }

  /**
   * What a switcher before this one knew; before {@link #begin}.
   *
   * @param known with instants that are relative to the begin
   */
  public void recall(List<Past> known) {
    past = known;
  }

  /**
   * The first step, on what {@link #open} found; the boot window begins.
   *
   * @throws IOException if the kernel's events or the probing broke off
   */
  public void begin() throws IOException {
    long now = ports.clock().nanoTime();
    state = engine.start(now);
    announcer.started(now);
    List<EngineEvent> first = new ArrayList<>();
    past.forEach(known -> first.add(new EngineEvent.PastRecalled(known.shifted(now))));
    first.addAll(found);
    step(first);
    found = List.of();
  }

  /** Whether something waits, so that a turn would not wait. */
  boolean hasItems() {
    return inbox.hasItems();
  }

  /** How long a turn would wait if nothing happens; 0 or less if it would not. Of any thread. */
  public long nanosToNextTurn() {
    long due = schedule.earlier(wakeAt);
    Heart beating = heart;
    return hasItems()
        ? 0
        : (beating == null ? due : beating.earlier(due)) - ports.clock().nanoTime();
  }

  /**
   * Has a sign of life given once a period from now on, by the thread that takes the turns, while
   * all that the switcher needs is alive. Of any thread.
   *
   * @param beat must not take long
   */
  public void giveSigns(Duration period, Runnable beat) {
    heart = new Heart(period, beat, ports.clock().nanoTime());
    inbox.wake();
  }

  /** Ends the wait of the turn under way, or of the next one. */
  public void wake() {
    inbox.wake();
  }

  /** Takes our routes away, if that is wanted. */
  public void restore() {
    if (settings.restoreOnExit() && !settings.dryRun()) {
      new Restoration(settings, ports.routing(), snapshot(), announcer).run();
    }
  }

  /** Asks {@link #run} to come to an end; returns at once. */
  public void stop() {
    stopping = true;
    inbox.wake();
  }

  public Snapshot snapshot() {
    return engine.snapshot(state, ports.clock().nanoTime());
  }

  /** Hands the engine what an operator wants; it takes effect in the next turn. */
  public void override(IpFamily family, ManualOverride override) {
    inbox.override(new EngineEvent.OverrideChanged(family, override));
  }

  /**
   * Hands over other settings, in which a dry run stays one; they take effect in the next turn. Of
   * several that wait the last ones do.
   */
  public void reload(LoopSettings next) {
    inbox.reload(next);
  }

  /**
   * Completes when everything that was handed over before is taken up and what was decided at once
   * is carried out; exceptionally if the loop ends before.
   */
  public CompletableFuture<Snapshot> takenUp() {
    CompletableFuture<Snapshot> waiter = new CompletableFuture<>();
    waiters.add(waiter);
    if (closed) {
      disappointWaiters();
    }
    inbox.wake();
    return waiter;
  }

  private void disappointWaiters() {
    takeWaiters(Integer.MAX_VALUE)
        .forEach(it -> it.completeExceptionally(new IllegalStateException("the switcher ended")));
  }

  private List<CompletableFuture<Snapshot>> takeWaiters(int most) {
    List<CompletableFuture<Snapshot>> taken = new ArrayList<>();
    while (taken.size() < most) {
      CompletableFuture<Snapshot> next = waiters.poll();
      if (next == null) {
        break;
      }
      taken.add(next);
    }
    return taken;
  }

  private void networkChanged(NetworkChange change) {
    try {
      inbox.network(change);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the watch ends
    }
  }

  private void probingBrokeOff(IOException cause) {
    probingFailure = cause;
    inbox.wake();
  }

  /**
   * One turn: everything that waits becomes one step; then the kernel is read if that is due.
   *
   * @param longestNanos how long it waits at most, if nothing waits and none is due
   */
  public void turn(long longestNanos) throws IOException, InterruptedException {
    List<Inbox.Item> items = inbox.take(Math.min(nanosToNextTurn(), longestNanos));
    int served = waiters.size();
    List<EngineEvent> events = happened(items);
    long now = ports.clock().nanoTime();
    if (!events.isEmpty() || now - wakeAt >= 0) {
      step(events);
    }
    takeWaiters(served).forEach(waiter -> waiter.complete(snapshot()));
    if (schedule.isDue(ports.clock().nanoTime()) && !stopping) {
      readAll();
    }
    Heart beating = heart;
    if (beating != null) {
      beating.turned(ports, announcer, ports.clock().nanoTime());
    }
  }

  /** What has happened, these items among it. */
  private List<EngineEvent> happened(List<Inbox.Item> items) throws IOException {
    if (probingFailure != null) {
      throw new IOException("probing broke off", probingFailure);
    }
    List<EngineEvent> events = reloaded(inbox.takeReload());
    events.addAll(inbox.takeOverrides());
    if (resumed()) {
      events.add(new EngineEvent.Resumed());
      schedule.request();
    }
    List<NetworkChange> changes = new ArrayList<>();
    for (Inbox.Item item : items) {
      if (item instanceof Inbox.Probe probe) {
        events.add(probe.event());
      } else if (item instanceof Inbox.Network network && isNews(network.change())) {
        schedule.request();
        if (!(network.change() instanceof NetworkChange.ReadAgain)) {
          changes.add(network.change());
        }
      }
    }
    events.addAll(reader.changed(changes));
    long dropped = inbox.takeDropped();
    if (dropped > 0) {
      announcer.log(Level.WARN, "inbox full: dropped_results={}", dropped);
    }
    return events;
  }

  /** Goes on by other settings, if there are any: what that means for the engine. */
  private List<EngineEvent> reloaded(@Nullable LoopSettings next) {
    List<EngineEvent> events = new ArrayList<>();
    if (next == null) {
      return events;
    }
    EngineConfig before = settings.engine();
    ImmutableList<FamilyConfig> gone =
        before.families().stream()
            .filter(family -> !isManaged(family.family(), next.engine()))
            .collect(ImmutableList.toImmutableList());
    if (!gone.isEmpty() && next.restoreOnExit() && !next.dryRun()) {
      leftBehind.add(new Restoration(settings.of(gone), ports.routing(), snapshot(), announcer));
    }
    settings = next;
    if (!next.engine().equals(before)) {
      events.add(new EngineEvent.ConfigChanged(next.engine()));
      rounds.configure(next.engine());
      events.addAll(reader.configure(next));
      schedule.request();
    }
    follow();
    return events;
  }

  private static boolean isManaged(IpFamily family, EngineConfig config) {
    return config.families().stream().anyMatch(its -> its.family() == family);
  }

  /** What is on and stays on goes on as it was; what begins learns of the links that there are. */
  private void follow() {
    IgnoreLinkdown before = linkdown;
    if (before == null && settings.ignoreLinkdown()) {
      linkdown = begun(newLinkdown());
    } else if (before != null && settings.ignoreLinkdown()) {
      before.configure(NetworkReader.uplinks(settings.engine()));
    } else if (before != null) {
      before.ended();
      linkdown = null;
    }
    ConnectionFlush flushing = flush;
    if (flushing == null && settings.flushConnections()) {
      flush = begun(newFlush());
    } else if (flushing != null && settings.flushConnections()) {
      flushing.configure(isMarked());
    } else if (flushing != null) {
      flushing.ended();
      flush = null;
    }
  }

  private <T extends Follower> T begun(T follower) {
    follower.opened();
    follower.stepped(reader.known(), List.of());
    return follower;
  }

  private boolean isNews(NetworkChange change) throws IOException {
    if (change instanceof NetworkChange.WatchFailed failed) {
      throw new IOException("lost the kernel's link and route events", failed.cause());
    }
    return !(change instanceof NetworkChange.NeighbourSeen seen) || reader.rivals().note(seen);
  }

  /** Whether the host was suspended since this was asked last; no, the first time. */
  private boolean resumed() {
    Long before = suspended;
    Optional<Long> total = suspendReading.attempt(ports.clock()::suspendedNanos);
    boolean grown = before != null && total.isPresent() && total.get() - before > SUSPEND_NANOS;
    if (grown || before == null) {
      suspended = total.orElse(null);
    }
    return grown;
  }

  /**
   * Steps, and steps again for as long as carrying out the decisions has outcomes. Upkeep comes in
   * parts, and may be long: what happens meanwhile is stepped with the outcome of each, so that a
   * switch waits for no more than one of them; and a stop for no further one.
   */
  private void step(List<EngineEvent> events) throws IOException {
    List<EngineEvent> next = events;
    boolean goOn;
    do {
      long now = ports.clock().nanoTime();
      Step step = engine.step(state, next, now);
      state = step.state();
      wakeAt = step.wakeAtNanos();
      // Nothing that is recorded or reported stands between a decision and its effect.
      List<RoutesChanged> changes = changeRoutes(step.decisions());
      announcer.stepped(now, next, step);
      for (Follower follower : followers()) {
        follower.stepped(next, step.notices());
      }
      step.notices().forEach(announcer::announce);
      startRounds(step.decisions(), now);
      leftBehind.forEach(Restoration::run);
      leftBehind.clear();
      next = outcomes(changes);
      boolean upkeep = isUpkeep(next);
      if (upkeep) {
        announcer.settled();
      }
      if (!next.isEmpty()) {
        next.addAll(happened(inbox.takeWithoutWaiting()));
      }
      goOn = !next.isEmpty() && !(stopping && upkeep);
    } while (goOn);
  }

  private static boolean isUpkeep(List<EngineEvent> outcomes) {
    return outcomes.stream()
        .filter(RoutesChanged.class::isInstance)
        .flatMap(event -> ((RoutesChanged) event).results().stream())
        .noneMatch(result -> result.operation().isOfMainTable());
  }

  private List<RoutesChanged> changeRoutes(List<Decision> decisions) {
    List<RoutesChanged> changes = new ArrayList<>();
    for (Decision decision : decisions) {
      if (decision instanceof Decision.ChangeRoutes change) {
        changes.add(
            new RoutesChanged(
                change.family(),
                Operations.carryOut(
                    ports.routing(), change.family(), change.operations(), announcer)));
      }
    }
    return changes;
  }

  private void startRounds(List<Decision> decisions, long decidedAtNanos) {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.StartRound round) {
        rounds.start(round, decidedAtNanos);
      }
    }
  }

  /** The changes, and the routes as they are since; the rounds run meanwhile. */
  private List<EngineEvent> outcomes(List<RoutesChanged> changes) {
    List<EngineEvent> outcomes = new ArrayList<>(changes);
    Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
    changes.forEach(change -> families.add(change.family()));
    outcomes.addAll(readRoutes(families));
    return outcomes;
  }

  /** Reads everything, and steps after each part. */
  private void readAll() throws IOException {
    long begun = ports.clock().nanoTime();
    long took = 0;
    boolean complete = true;
    schedule.begin();
    for (Supplier<NetworkReader.Result> part : reader.parts()) {
      if (stopping) {
        return;
      }
      long partBegun = ports.clock().nanoTime();
      NetworkReader.Result read = part.get();
      took += ports.clock().nanoTime() - partBegun;
      complete &= read.complete();
      List<EngineEvent> events = new ArrayList<>(read.events());
      events.addAll(happened(inbox.takeWithoutWaiting()));
      if (!events.isEmpty()) {
        step(events);
      }
    }
    long ended = ports.clock().nanoTime();
    if (complete) {
      schedule.done(begun, ended, took);
    } else {
      schedule.failed(ended);
    }
  }

  private List<EngineEvent> readRoutes(Set<IpFamily> families) {
    NetworkReader.Result read = reader.readRoutes(families);
    if (!read.complete()) {
      schedule.failed(ports.clock().nanoTime());
    }
    return read.events();
  }

  /** Closes what {@link #open} opened; {@link #run} does it by itself. */
  @Override
  public void close() {
    closed = true;
    disappointWaiters();
    followers().forEach(follower -> closeQuietly(follower, follower::ended));
    closeQuietly(ports.watch(), ports.watch()::close);
    closeQuietly(ports.probes(), ports.probes()::close);
    closeQuietly(ports.routing(), ports.routing()::close);
    closeQuietly(ports.lock(), ports.lock()::release);
  }

  private void closeQuietly(Object part, Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      announcer.log(Level.WARN, "failed to close {}", part.getClass().getSimpleName(), e);
    }
  }
}
