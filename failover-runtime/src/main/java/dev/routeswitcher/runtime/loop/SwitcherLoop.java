package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.Notice;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineConfig;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.FamilyConfig;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.NetworkChange.LookAgain;
import dev.routeswitcher.runtime.port.NetworkChange.WatchFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner thread's work: wait for news, step the engine, carry out what it decides, look at the
 * kernel again.
 *
 * <p>{@link #open} and {@link #run} belong to one thread each, in this order; {@link #stop} and
 * {@link #wanted} may be called by any.
 */
public final class SwitcherLoop {

  private static final Logger log = LoggerFactory.getLogger(SwitcherLoop.class);

  /** How much the clocks may drift apart before the host counts as resumed from suspend. */
  private static final long SUSPEND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final LoopSettings settings;
  private final EngineConfig config;
  private final Ports ports;
  private final Observer observer;
  private final Inbox inbox = new Inbox();
  private final LookSchedule looks;
  private final Consumer<Notice> notices;
  private final FailoverEngine engine;

  private volatile EngineState state;
  private volatile boolean stopping;
  private List<EngineEvent> found = List.of();
  private long wakeAt;
  private long suspended;

  /**
   * A loop that is not open yet.
   *
   * @param notices receives what the engine tells, on the owner thread; must not wait
   */
  public SwitcherLoop(LoopSettings settings, Ports ports, Consumer<Notice> notices) {
    this.settings = settings;
    this.config = settings.engine();
    this.ports = settings.dryRun() ? ports.withRoutes(new DryRunRouteTable(ports.routes())) : ports;
    this.observer = new Observer(config, this.ports.routes(), this.ports.watch());
    this.notices = notices;
    this.engine = new FailoverEngine(config);
    long now = ports.clock().nanoTime();
    this.looks = new LookSchedule(now);
    this.state = engine.start(now);
    this.wakeAt = now;
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
      ports.prober().open();
      ports.watch().open(this::networkChanged);
      suspended = ports.clock().suspendedNanos();
      found = observer.look();
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Works until {@link #stop} is called, then leaves the routes as the settings say and closes
   * everything.
   *
   * @throws IOException if the kernel's news broke off; the routes then stay as they are
   */
  public void run() throws IOException {
    try {
      step(found);
      while (!stopping) {
        turn();
      }
      if (settings.restoreOnExit()) {
        new Restoration(config, ports.routes(), state).run();
      }
    } catch (InterruptedException e) {
      // Nobody else has this thread; whoever interrupts it wants it to end at once.
      log.warn("interrupted: the routes stay as they are");
    } finally {
      close();
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
  public Optional<String> wanted(AddressFamily family) {
    return state.wanted(family).map(uplink -> uplink.interfaceName());
  }

  private void networkChanged(NetworkChange change) {
    try {
      inbox.network(change);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the watch ends
    }
  }

  /** One turn: everything that waits becomes one step; then the kernel is looked at if need be. */
  private void turn() throws IOException, InterruptedException {
    long until = looks.earlier(wakeAt);
    List<Inbox.Item> items = inbox.take(until - ports.clock().nanoTime());
    List<EngineEvent> events = new ArrayList<>();
    if (resumed()) {
      events.add(new EngineEvent.Resumed());
      looks.request();
    }
    for (Inbox.Item item : items) {
      events.addAll(eventsOf(item));
    }
    long dropped = inbox.takeDropped();
    if (dropped > 0) {
      log.warn("inbox full: dropped_results={}", dropped);
    }
    long now = ports.clock().nanoTime();
    if (!events.isEmpty() || now - wakeAt >= 0) {
      step(events);
    }
    if (looks.isDue(ports.clock().nanoTime())) {
      step(lookAtAll());
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

  private boolean resumed() {
    long total = ports.clock().suspendedNanos();
    boolean grown = total - suspended > SUSPEND_NANOS;
    suspended = grown ? total : suspended;
    return grown;
  }

  /** Steps, and steps again for as long as carrying out the decisions has outcomes. */
  private void step(List<EngineEvent> events) {
    List<EngineEvent> next = events;
    do {
      Step step = engine.step(state, next, ports.clock().nanoTime());
      state = step.state();
      wakeAt = step.wakeAtNanos();
      next = new ArrayList<>();
      for (Decision decision : step.decisions()) {
        carryOut(decision, next);
      }
    } while (!next.isEmpty());
  }

  private void carryOut(Decision decision, List<EngineEvent> outcomes) {
    if (decision instanceof ChangeRoutes change) {
      outcomes.addAll(changeRoutes(change));
    } else if (decision instanceof StartRound round) {
      startRound(round);
    } else if (decision instanceof Notice notice) {
      notices.accept(notice);
    }
  }

  private List<EngineEvent> changeRoutes(ChangeRoutes change) {
    List<OperationResult> results = new ArrayList<>();
    for (RouteOperation operation : change.operations()) {
      OperationResult result = ports.routes().apply(operation);
      log.debug("route {} outcome={} {}", operation, result.outcome(), result.detail());
      results.add(result);
    }
    List<EngineEvent> outcomes = new ArrayList<>();
    outcomes.add(new EngineEvent.RoutesChanged(change.family(), ImmutableList.copyOf(results)));
    outcomes.addAll(lookAtRoutes());
    return outcomes;
  }

  private void startRound(StartRound round) {
    List<InetAddress> targets = targets(round.uplink().family());
    for (int i = 0; i < targets.size(); i++) {
      int target = i;
      ports
          .prober()
          .probe(
              round.uplink().interfaceName(),
              targets.get(target),
              round.deadlineNanos(),
              (verdict, rttNanos, detail) -> {
                log.debug(
                    "probe interface={} round={} target={} verdict={} rtt_us={} {}",
                    round.uplink(),
                    round.number(),
                    targets.get(target).getHostAddress(),
                    verdict,
                    rttNanos < 0 ? -1 : rttNanos / 1000,
                    detail);
                inbox.probe(
                    new EngineEvent.ProbeFinished(
                        round.uplink(), round.number(), target, verdict, detail));
              });
    }
  }

  private List<InetAddress> targets(AddressFamily family) {
    return config.families().stream()
        .filter(candidate -> candidate.family() == family)
        .map(FamilyConfig::targets)
        .findFirst()
        .orElseThrow();
  }

  private List<EngineEvent> lookAtAll() {
    long begun = ports.clock().nanoTime();
    try {
      List<EngineEvent> events = observer.look();
      looks.done(begun, ports.clock().nanoTime());
      return events;
    } catch (IOException e) {
      return lookFailed(e);
    }
  }

  private List<EngineEvent> lookAtRoutes() {
    try {
      return observer.lookAtRoutes();
    } catch (IOException e) {
      return lookFailed(e);
    }
  }

  private List<EngineEvent> lookFailed(IOException e) {
    log.warn("cannot read the kernel's routes, trying again in 1 s: {}", e.getMessage());
    looks.failed(ports.clock().nanoTime());
    return List.of();
  }

  private void close() {
    ports.watch().close();
    ports.prober().close();
    ports.routes().close();
    ports.lock().release();
  }
}
