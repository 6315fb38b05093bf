package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.Notice;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.Decision.SwitchChange;
import dev.routeswitcher.engine.Decision.SwitchDecided;
import dev.routeswitcher.engine.Decision.SwitchInForce;
import dev.routeswitcher.engine.Decision.SwitchUndone;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.OverrideChanged;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.runtime.loop.Observer.Look;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.NetworkChange.LookAgain;
import dev.routeswitcher.runtime.port.NetworkChange.WatchFailed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner thread's work: wait for news, step the engine, carry out what it decides, look at the
 * kernel again.
 *
 * <p>{@link #open} and {@link #run} belong to one thread each, in this order; {@link #stop} and
 * {@link #wanted}, {@link #snapshot} and {@link #override} may be called by any.
 */
public final class SwitcherLoop implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SwitcherLoop.class);

  /** How much the clocks may drift apart before the host counts as resumed from suspend. */
  private static final long SUSPEND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final LoopSettings settings;
  private final EngineConfig config;
  private final Ports ports;
  private final Observer observer;
  private final Inbox inbox = new Inbox();
  private final LookSchedule looks;
  private final Reading suspendReading;
  private final Reading linkReading;
  private final TableKeeper tables;
  private final Announcer announcer;
  private final FailoverEngine engine;
  private final RoundSender rounds;
  private final ImmutableList<Follower> followers;

  private volatile EngineState state;
  private volatile boolean stopping;
  private volatile @Nullable IOException probingFailure;
  private List<EngineEvent> found = List.of();
  private long wakeAt;
  private @Nullable Long suspended;

  /**
   * A loop that is not open yet.
   *
   * @param announcer receives what the engine tells
   */
  public SwitcherLoop(LoopSettings settings, Ports ports, Announcer announcer) {
    this.settings = settings;
    this.config = settings.engine();
    this.ports =
        settings.dryRun()
            ? ports.with(
                new DryRunRouteTable(ports.routes(), announcer),
                new DryRunPolicyRouting(ports.policy(), announcer))
            : ports;
    this.tables = new TableKeeper(config, settings.tables(), this.ports.policy(), announcer);
    this.observer =
        new Observer(
            config, this.ports.routes(), reversePathCheck(settings, ports, announcer), announcer);
    this.announcer = announcer;
    this.suspendReading = new Reading("times of suspend", announcer);
    this.linkReading = new Reading("links", announcer);
    this.engine = new FailoverEngine(config);
    this.rounds = new RoundSender(config, ports.prober(), inbox, announcer);
    this.followers = followers(settings, ports, observer.links(), announcer);
    long now = ports.clock().nanoTime();
    this.looks = new LookSchedule(now);
    this.state = engine.start(now);
    announcer.started(now);
    this.wakeAt = now;
  }

  private static ImmutableList<Follower> followers(
      LoopSettings settings, Ports ports, LinkBook links, Announcer announcer) {
    ImmutableList.Builder<Follower> followers = ImmutableList.builder();
    if (settings.aids().passOverLinkdown()) {
      followers.add(new LinkdownAid(ports.linkdown(), links, settings.dryRun(), announcer));
    }
    if (settings.aids().flushConnections()) {
      followers.add(new ConnectionFlush(ports.tracker(), settings.dryRun(), announcer));
    }
    return followers.build();
  }

  /** With tables of our own, answers to an uplink's address are expected to come in by it. */
  private static ReversePathCheck reversePathCheck(
      LoopSettings settings, Ports ports, Announcer announcer) {
    return new ReversePathCheck(
        settings.tables().probeTables() ? any -> false : ports.filter(), announcer);
  }

  /**
   * Takes the lock, opens everything, and reads the kernel's links and routes; changes nothing.
   *
   * @throws IOException if something the switcher needs is not to be had; nothing stays open then
   */
  public void open() throws IOException {
    ports.lock().acquire();
    try {
      ports.routes().open();
      ports.routes().requireWritable();
      tables.open();
      ports.prober().open(this::probingBrokeOff);
      ports.watch().open(this::networkChanged);
      followers.forEach(Follower::opened);
      resumed();
      observer.noteLinks(ports.watch().snapshot());
      Look routes = observer.lookAtRoutesFirst();
      found = concat(observer.linkEvents(), routes.events());
      if (!routes.complete()) {
        looks.failed(ports.clock().nanoTime());
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
   * @throws IOException if the kernel's news or the probing broke off, or the thread was
   *     interrupted; the routes then stay as they are
   */
  public void run() throws IOException {
    try {
      begin();
      while (!stopping) {
        turn();
      }
      restore();
    } catch (InterruptedException e) {
      // Nobody else has this thread; whoever interrupts it wants it to end at once.
      throw new InterruptedIOException("interrupted");
    } finally {
      close();
    }
  }

  /** The first step, on what {@link #open} found. */
  void begin() {
    step(found);
    found = List.of();
  }

  /** When the next turn is due if there is no news, by the clock of the ports. */
  long nextTurnNanos() {
    return tables.earlier(looks.earlier(wakeAt));
  }

  /** Whether a turn would find news, so that it would not wait. */
  boolean hasNews() {
    return inbox.hasItems();
  }

  /** Takes our routes away, if that is wanted. */
  void restore() {
    if (settings.restoreOnExit() && !settings.dryRun()) {
      tables.remove();
      new Restoration(config, ports.routes(), state, snapshot(), announcer).run();
    }
  }

  /** Asks {@link #run} to come to an end; returns at once. */
  public void stop() {
    stopping = true;
    inbox.wake();
  }

  /**
   * The interface that is wanted to carry the family's traffic; empty before the first decision.
   */
  public Optional<String> wanted(IpFamily family) {
    return state.wanted(family).map(uplink -> uplink.interfaceName());
  }

  /** Everything that can be seen of the engine now. */
  public Snapshot snapshot() {
    return engine.snapshot(state, ports.clock().nanoTime());
  }

  /** Tells the engine what an operator wants; it takes effect in the next turn. */
  public void override(IpFamily family, ManualOverride override) {
    inbox.override(new OverrideChanged(family, override));
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

  /** One turn: everything that waits becomes one step; then the kernel is looked at if need be. */
  void turn() throws IOException, InterruptedException {
    List<Inbox.Item> items = inbox.take(nextTurnNanos() - ports.clock().nanoTime());
    if (probingFailure != null) {
      throw new IOException("probing broke off", probingFailure);
    }
    List<EngineEvent> events = inbox.takeOverrides();
    if (resumed()) {
      events.add(new EngineEvent.Resumed());
      looks.request();
    }
    for (Inbox.Item item : items) {
      events.addAll(eventsOf(item));
    }
    long dropped = inbox.takeDropped();
    if (dropped > 0) {
      announcer.log(() -> log.warn("inbox full: dropped_results={}", dropped));
    }
    long now = ports.clock().nanoTime();
    if (!events.isEmpty() || now - wakeAt >= 0) {
      step(events);
    }
    if (looks.isDue(ports.clock().nanoTime()) && !stopping) {
      step(lookAtAll());
    }
    if (tables.isDue(ports.clock().nanoTime())) {
      step(lookAtRoutes(keepTables()));
    }
  }

  private List<EngineEvent> eventsOf(Inbox.Item item) throws IOException {
    if (item instanceof Inbox.Probe probe) {
      return List.of(probe.event());
    } else if (item instanceof Inbox.Network network) {
      if (network.change() instanceof WatchFailed failed) {
        throw new IOException("the kernel's news of links and routes broke off", failed.cause());
      }
      looks.request();
      return network.change() instanceof LookAgain ? List.of() : observer.changed(network.change());
    }
    return List.of();
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

  /** Steps, and steps again for as long as carrying out the decisions has outcomes. */
  private void step(List<EngineEvent> events) {
    List<EngineEvent> next = events;
    Set<SwitchChange> unproven = new LinkedHashSet<>();
    do {
      long now = ports.clock().nanoTime();
      Step step = engine.step(state, next, now);
      announcer.stepped(now, next, step.decisions());
      followStep(next, step.decisions());
      state = step.state();
      wakeAt = step.wakeAtNanos();
      step.decisions().forEach(decision -> account(decision, unproven));
      next = carryOut(step.decisions());
    } while (!next.isEmpty());
    for (SwitchChange change : unproven) {
      announcer.log(() -> log.info("decided {}", NoticeLog.words(change)));
    }
  }

  private void followStep(List<EngineEvent> events, List<Decision> decisions) {
    for (Follower follower : followers) {
      follower.stepped(events, decisions);
    }
  }

  /** A switch in force has a line of its own; so has one that is undone. */
  private static void account(Decision decision, Set<SwitchChange> unproven) {
    if (decision instanceof SwitchDecided decided) {
      unproven.add(decided.change());
    } else if (decision instanceof SwitchInForce inForce) {
      unproven.remove(inForce.change());
    } else if (decision instanceof SwitchUndone undone) {
      unproven.remove(undone.change());
    }
  }

  /**
   * Carries out all decisions before it looks: the deadlines of rounds run already. The tables that
   * probes go by are seen to between the main table, which comes first, and the rounds.
   */
  private List<EngineEvent> carryOut(List<Decision> decisions) {
    List<EngineEvent> outcomes = new ArrayList<>();
    Set<IpFamily> changed = EnumSet.noneOf(IpFamily.class);
    for (Decision decision : decisions) {
      if (decision instanceof ChangeRoutes change) {
        outcomes.add(changeRoutes(change));
        changed.add(change.family());
      } else if (decision instanceof Notice notice) {
        announcer.announce(notice);
      }
    }
    changed.addAll(keepTables());
    for (Decision decision : decisions) {
      if (decision instanceof StartRound round) {
        rounds.start(round);
      }
    }
    if (!changed.isEmpty()) {
      outcomes.addAll(lookAtRoutes(changed));
    }
    return outcomes;
  }

  private Set<IpFamily> keepTables() {
    return tables.keep(state, ports.clock().nanoTime());
  }

  private EngineEvent changeRoutes(ChangeRoutes change) {
    List<OperationResult> results = new ArrayList<>();
    for (RouteOperation operation : change.operations()) {
      OperationResult result = ports.routes().apply(change.family(), operation);
      if (log.isDebugEnabled()) {
        announcer.log(
            () ->
                log.debug(
                    "route family={} {} outcome={} {}",
                    NoticeLog.word(change.family()),
                    operation,
                    result.outcome(),
                    result.detail()));
      }
      results.add(result);
    }
    return new EngineEvent.RoutesChanged(change.family(), ImmutableList.copyOf(results));
  }

  /**
   * What cannot be read is for the engine as it was seen last; the rest is read all the same. A
   * large table takes its time, so a wish to stop is seen to between the parts.
   */
  private List<EngineEvent> lookAtAll() {
    long begun = ports.clock().nanoTime();
    Optional<ImmutableList<NetworkChange>> links = linkReading.attempt(ports.watch()::snapshot);
    links.ifPresent(observer::noteLinks);
    Look routes = observer.lookAtRoutes(any -> !stopping);
    boolean tablesRead = stopping || tables.read();
    long ended = ports.clock().nanoTime();
    if (links.isPresent() && routes.complete() && tablesRead) {
      looks.done(begun, ended);
    } else {
      looks.failed(ended);
    }
    return concat(observer.linkEvents(), routes.events());
  }

  private List<EngineEvent> lookAtRoutes(Set<IpFamily> families) {
    Look routes = observer.lookAtRoutes(families::contains);
    if (!routes.complete()) {
      looks.failed(ports.clock().nanoTime());
    }
    return routes.events();
  }

  private static List<EngineEvent> concat(List<EngineEvent> first, List<EngineEvent> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Closes what {@link #open} opened; {@link #run} does it by itself. */
  @Override
  public void close() {
    followers.forEach(follower -> closeQuietly(follower::ended));
    closeQuietly(ports.watch()::close);
    closeQuietly(ports.prober()::close);
    closeQuietly(ports.routes()::close);
    closeQuietly(tables::close);
    closeQuietly(ports.lock()::release);
  }

  private void closeQuietly(Runnable close) {
    try {
      close.run();
    } catch (RuntimeException e) {
      announcer.log(() -> log.warn("something could not be closed", e));
    }
  }
}
