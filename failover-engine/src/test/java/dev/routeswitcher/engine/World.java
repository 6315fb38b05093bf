package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent.ConfigChanged;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.ReplyCameLate;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.TablesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.SimulatedUplink.Provider;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.DeadEnd;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingEntry;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.Subnet;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A host with uplinks, a kernel and the engine, in virtual time: the story tests and the properties
 * are told in it. Whatever is done to it takes effect at once and reaches the engine when time next
 * runs.
 */
public final class World {

  public static final IpFamily IPV4 = IpFamily.IPV4;
  private static final long MILLI = 1_000_000;

  /** How long after a change of rules or tables the kernel's own report of it is read. */
  private static final long ECHO = 40 * MILLI;

  /** Close to the end of the range, so that ticks overflow while the story goes on. */
  private static final long BEGIN = Long.MAX_VALUE - 100_000 * MILLI;

  /** Sees every step of a world. */
  interface Observer {
    void restarted(EngineConfig config, long now);

    void stepped(EngineState before, List<EngineEvent> events, long now, Step step);
  }

  private record Due(long atNanos, long order, Supplier<EngineEvent> event) {}

  private EngineConfig config;
  private FailoverEngine engine;

  /** All that were ever configured; a link is as it is, whoever uses it. */
  private final Map<String, SimulatedUplink> links = new TreeMap<>();

  /** Those that are configured, in their order. */
  private List<SimulatedUplink> uplinks;

  private Noise noise;
  private int unaskedPercent;
  private final List<Observer> observers = new ArrayList<>();
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(
          (one, other) ->
              one.atNanos() == other.atNanos()
                  ? Long.compare(one.order(), other.order())
                  : Long.signum(one.atNanos() - other.atNanos()));

  public final KernelModel kernel = new KernelModel();
  public final Story story = new Story(BEGIN);
  public final Chronicle chronicle = new Chronicle(BEGIN);

  private final Set<Integer> silentTargets = new HashSet<>();

  private ImmutableList<Neighbour> unreachable = ImmutableList.of();

  /** Those that are addresses of the host: it answers itself, whatever becomes of the uplinks. */
  private final Set<Integer> localTargets = new HashSet<>();

  /** Whether the kernel has policy rules at all. */
  private boolean hasPolicyRules = true;

  /** What another program deletes whenever rules or tables of ours were changed. */
  private @Nullable Predicate<RoutingEntry> contended;

  private EngineState state;
  private long now = BEGIN;
  private long wakeAt = BEGIN;
  private long events;

  private World(EngineConfig config, Noise noise) {
    this.config = config;
    this.engine = new FailoverEngine(config);
    this.uplinks = configured();
    this.noise = noise;
    this.state = engine.start(now);
    observe(chronicle);
  }

  private List<SimulatedUplink> configured() {
    return config.families().get(0).uplinks().stream()
        .map(uplink -> links.computeIfAbsent(uplink.interfaceName(), this::cabled))
        .toList();
  }

  private SimulatedUplink cabled(String name) {
    SimulatedUplink uplink = new SimulatedUplink(name.charAt(3) - '0');
    kernel.link(name, uplink.link());
    return uplink;
  }

  public static World of(
      int uplinkCount, int targets, Timing timing, Noise noise, boolean gateways) {
    return of(config(uplinkCount, targets, timing, Policy.DEFAULT, gateways), noise);
  }

  public static EngineConfig config(
      int uplinkCount, int targets, Timing timing, Policy policy, boolean gateways) {
    return config(uplinkCount, targets, timing, policy, gateways, TableLayout.NONE);
  }

  public static EngineConfig config(
      int uplinkCount,
      int targets,
      Timing timing,
      Policy policy,
      boolean gateways,
      TableLayout tables) {
    FamilyConfig family =
        new FamilyConfig(
            IPV4,
            IntStream.range(0, uplinkCount)
                .mapToObj(index -> new SimulatedUplink(index).config(gateways))
                .collect(ImmutableList.toImmutableList()),
            IntStream.range(0, targets)
                .mapToObj(i -> InetAddresses.forString("203.0.113." + (8 + i)))
                .collect(ImmutableList.toImmutableList()),
            5);
    return new EngineConfig(ImmutableList.of(family), timing, policy, tables);
  }

  public static World of(EngineConfig config, Noise noise) {
    return new World(config, noise);
  }

  public static World withUplinks(int count) {
    return of(count, 1, Timing.defaults(), Noise.none(), true);
  }

  public void observe(Observer observer) {
    observers.add(observer);
    observer.restarted(config, now);
  }

  // Time

  /** The engine is told how things are, which is how every run of the program begins. */
  public World start() {
    uplinks.forEach(this::tellLink);
    tellRoutes();
    tellTables();
    return this;
  }

  /** The engine is to decide by another configuration: what is new in it is told with it. */
  public World reconfigure(EngineConfig next) {
    story.tell(now, "reload");
    config = next;
    uplinks = configured();
    post(new ConfigChanged(next));
    return start();
  }

  public World runFor(Duration duration) {
    long end = now + duration.toNanos();
    while (true) {
      Due first = queue.peek();
      long next = first != null && first.atNanos() - wakeAt < 0 ? first.atNanos() : wakeAt;
      if (next - end > 0) {
        now = end;
        return this;
      }
      now = next - now > 0 ? next : now;
      step();
    }
  }

  public World runFor(double seconds) {
    return runFor(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  /** The program stands still: what happens meanwhile is handed in afterwards, all at once. */
  public World standStill(double seconds) {
    story.tell(now, "the program stands still for " + seconds + " s");
    now += Math.round(seconds * 1000) * MILLI;
    step();
    return this;
  }

  /** The program ends without a word and is started again; what was in flight is lost. */
  public World restart() {
    story.tell(now, "restart");
    queue.clear();
    engine = new FailoverEngine(config);
    state = engine.start(now);
    wakeAt = now;
    observers.forEach(observer -> observer.restarted(config, now));
    return start();
  }

  /** The same, with what was known of earlier switches handed over. */
  public World restartRemembering() {
    Past past = engine.snapshot(state, now).families().get(0).past();
    restart();
    return post(new EngineEvent.PastRecalled(past));
  }

  public World resume() {
    post(0, new EngineEvent.Resumed());
    return this;
  }

  private void step() {
    List<EngineEvent> due = new ArrayList<>();
    for (Due first = queue.peek();
        first != null && first.atNanos() - now <= 0;
        first = queue.peek()) {
      queue.remove();
      due.add(first.event().get());
    }
    EngineState before = state;
    Step step = engine.step(state, due, now);
    state = step.state();
    wakeAt = step.wakeAtNanos();
    if (wakeAt - now <= 0) {
      throw new AssertionError("the engine wants to be woken without end\n" + story);
    }
    story.tell(now, due, step);
    step.decisions().forEach(this::carryOut);
    observers.forEach(observer -> observer.stepped(before, due, now, step));
  }

  private void carryOut(Decision decision) {
    if (decision instanceof StartRound round) {
      SimulatedUplink uplink = uplink(round.uplink().interfaceName());
      uplink.lastRound = round.number();
      for (int target = 0; target < targets().size(); target++) {
        probe(uplink, round, target);
      }
    } else if (decision instanceof ChangeRoutes change) {
      ImmutableList<OperationResult> results = kernel.applyAll(change.operations());
      long took = noise.changeNanos();
      post(took, new RoutesChanged(IPV4, results));
      tellRoutes(took);
      if (!change.operations().stream().allMatch(RoutingOperation::isOfMainTable)) {
        tellTables(took + ECHO);
        contend(took + 2 * ECHO);
      }
    }
  }

  private void probe(SimulatedUplink uplink, StartRound round, int target) {
    long timeout = round.deadlinesNanos().get(target) - now;
    if (uplink.provider == Provider.MUTE) {
      return;
    }
    if (unaskedPercent > 0 && noise.isLost(unaskedPercent)) {
      post(
          timeout + noise.delayNanos(),
          new ProbeFinished(
              round.uplink(), round.number(), target, Verdict.NOT_ASKED, -1, "DEADLINE_PASSED"));
      return;
    }
    if (!uplink.link().routable()) {
      post(
          0,
          new ProbeFinished(
              round.uplink(), round.number(), target, Verdict.NOT_SENT, -1, "ENETUNREACH"));
      return;
    }
    boolean answered =
        localTargets.contains(target)
            || uplink.link().carrier()
                && !silentTargets.contains(target)
                && switch (uplink.provider) {
                  case ANSWERS -> uplink.lossPercent == 0 || !noise.isLost(uplink.lossPercent);
                  case SILENT, MUTE -> false;
                  case LOSSY -> !noise.isLost(50);
                  case SLOW -> !noise.isLost(20);
                };
    long trip = uplink.provider == Provider.SLOW ? timeout - 5 * MILLI : uplink.tripNanos;
    if (answered && trip > timeout) {
      post(
          trip + noise.delayNanos(),
          new ReplyCameLate(round.uplink(), round.number(), target, trip));
      answered = false;
    }
    Verdict verdict = answered ? Verdict.REPLIED : Verdict.LOST;
    for (int copies = noise.copies(); copies > 0; copies--) {
      post(
          (answered ? trip : timeout) + noise.delayNanos(),
          new ProbeFinished(
              round.uplink(), round.number(), target, verdict, answered ? trip : -1, ""));
    }
  }

  // What is done to it

  /** So many of a hundred probes do not leave in time, because the prober gets no time to run. */
  public World starve(int percent) {
    unaskedPercent = percent;
    return this;
  }

  public World silence(String name) {
    return provider(name, Provider.SILENT);
  }

  public World answer(String name) {
    return provider(name, Provider.ANSWERS);
  }

  public World provider(String name, Provider provider) {
    story.tell(now, name + " " + provider);
    uplink(name).provider = provider;
    return this;
  }

  /** From now on replies through the uplink take so long. */
  public World tripTakes(String name, int millis) {
    story.tell(now, name + " replies take " + millis + " ms");
    uplink(name).tripNanos = millis * MILLI;
    return this;
  }

  /** From now on so many of a hundred replies through the uplink are lost. */
  public World loses(String name, int percent) {
    story.tell(now, name + " loses " + percent + " %");
    uplink(name).lossPercent = percent;
    return this;
  }

  /** The target itself answers nobody. */
  public World targetSilent(int target) {
    story.tell(now, "target " + target + " is silent");
    silentTargets.add(target);
    return this;
  }

  public World targetAnswers(int target) {
    story.tell(now, "target " + target + " answers");
    silentTargets.remove(target);
    return this;
  }

  /** The host gets the address of the target. */
  public World targetIsLocal(int target) {
    story.tell(now, "target " + target + " is the host's own");
    localTargets.add(target);
    tellRoutes();
    return this;
  }

  public World override(ManualOverride override) {
    return post(new EngineEvent.OverrideChanged(IPV4, override));
  }

  public World carrierLost(String name) {
    return moveLink(name, SimulatedUplink::withoutCarrier);
  }

  public World setDown(String name) {
    return moveLink(name, SimulatedUplink::setDown);
  }

  public World addressLost(String name) {
    return moveLink(name, SimulatedUplink::withoutAddress);
  }

  /** The interface gets another address of the same network. */
  public World renumbered(String name, int host) {
    return moveLink(name, uplink -> uplink.renumber(host));
  }

  /** The interface gets an address that another one has too. */
  public World sharesAddressOf(String name, String other) {
    return moveLink(name, uplink -> uplink.alsoHas(uplink(other).address()));
  }

  public World removed(String name) {
    return moveLink(name, SimulatedUplink::absent);
  }

  /** The link is whole again, whatever was wrong with it. */
  public World linkUp(String name) {
    return moveLink(name, SimulatedUplink::up);
  }

  public World moveLink(String name, Consumer<SimulatedUplink> move) {
    SimulatedUplink uplink = uplink(name);
    move.accept(uplink);
    kernel.link(name, uplink.link());
    tellLink(uplink);
    tellRoutes();
    tellTables();
    return this;
  }

  /** Another program deletes rules of ours. */
  public World rulesDeleted(Predicate<PolicyRule> which) {
    story.tell(now, "rules are deleted");
    kernel.deleteRules(which);
    tellRoutes();
    tellTables();
    return this;
  }

  /** From now on no rule can be changed; null ends that. */
  public World rulesRefused(@Nullable String detail) {
    story.tell(now, detail == null ? "rules can be changed" : "rules are refused");
    kernel.refuseRules(detail);
    return this;
  }

  /** From now on no route of another table than main is taken; null ends that. */
  public World tableRoutesRefused(@Nullable String detail) {
    story.tell(now, "routes of tables are " + (detail == null ? "taken" : "refused"));
    kernel.refuseTableRoutes(detail);
    return this;
  }

  /** Another program deletes routes of ours in other tables than main. */
  public World tableRoutesDeleted(Predicate<Route> which) {
    story.tell(now, "routes of tables are deleted");
    kernel.delete(which.and(route -> route.isOurs() && !route.isOfMainTable()));
    tellRoutes();
    tellTables();
    return this;
  }

  /**
   * From now on another program deletes these rules and routes of ours, also whenever they were put
   * back; null ends that.
   */
  public World contended(@Nullable Predicate<RoutingEntry> what) {
    story.tell(now, what == null ? "rules and tables are left alone" : "another program contends");
    contended = what;
    contend(0);
    return this;
  }

  private void contend(long delay) {
    Predicate<RoutingEntry> what = contended;
    if (what != null && hasPolicyRules) {
      post(
          delay,
          () -> {
            kernel.deleteRules(rule -> rule.isOurs() && what.test(rule));
            kernel.delete(route -> !route.isOfMainTable() && route.isOurs() && what.test(route));
            return routesObserved();
          });
      tellTables(delay);
    }
  }

  /** The kernel has no policy rules, and nothing of them can be read. */
  public World withoutPolicyRules() {
    hasPolicyRules = false;
    return this;
  }

  /** The reverse path filter of the interface becomes strict, or is loose again. */
  public World strictReversePath(String name, boolean strict) {
    story.tell(now, name + " filters " + (strict ? "strictly" : "loosely"));
    uplink(name).strict = strict;
    tellLink(uplink(name));
    return this;
  }

  public World foreignRoute(Route route) {
    kernel.append(route);
    tellRoutes();
    tellTables();
    return this;
  }

  /** Another program deletes every route of ours through the interface. */
  public World ourRoutesDeleted(String name) {
    kernel.delete(route -> route.isOurs() && route.usesOnly(name));
    tellRoutes();
    tellTables();
    return this;
  }

  public World routesDeleted(long metric) {
    kernel.delete(route -> route.metric() == metric);
    tellRoutes();
    return this;
  }

  /** From now on, results are handed in as they come. */
  public World noNoise() {
    return noise(Noise.none());
  }

  public Noise noise() {
    return noise;
  }

  public World noise(Noise newNoise) {
    noise = newNoise;
    return this;
  }

  /** Anything may be told to the engine, true or not. */
  public World post(EngineEvent event) {
    post(0, event);
    return this;
  }

  /** The kernel's routes are read and handed in. */
  public void tellRoutes() {
    tellRoutes(0);
  }

  /** The kernel's rules and other tables are read and handed in. */
  public void tellTables() {
    tellTables(0);
  }

  private void tellTables(long delay) {
    if (hasPolicyRules) {
      post(delay, this::tablesObserved);
    }
  }

  private TablesObserved tablesObserved() {
    return new TablesObserved(IPV4, tables());
  }

  /** These gateways do not answer from now on, all others do; the kernel has noticed. */
  public World unreachable(Neighbour... gateways) {
    unreachable = ImmutableList.copyOf(gateways);
    tellRoutes(0);
    return this;
  }

  /** What a reading of the kernel's rules and other tables shows now. */
  public KernelTables tables() {
    return kernel.tables(config.tables().tables(uplinks.size()));
  }

  private void tellRoutes(long delay) {
    post(delay, this::routesObserved);
  }

  private RoutesObserved routesObserved() {
    return new RoutesObserved(IPV4, kernel.routes(), lookup(), unreachable);
  }

  private ImmutableList<TargetPath> lookup() {
    ImmutableList.Builder<TargetPath> paths = ImmutableList.builder();
    for (TargetPath path : kernel.lookup(targets())) {
      boolean local = localTargets.contains(targets().indexOf(path.target()));
      paths.add(local ? new TargetPath(path.target(), "lo", 32, true) : path);
    }
    return paths.build();
  }

  private void tellLink(SimulatedUplink uplink) {
    if (uplinks.contains(uplink)) {
      post(0, new LinkChanged(uplink.key(), uplink.link()));
    }
  }

  private void post(long delay, EngineEvent event) {
    post(delay, () -> event);
  }

  private void post(long delay, Supplier<EngineEvent> event) {
    queue.add(new Due(now + delay, events++, event));
    wakeAt = wakeAt - now < 0 ? now : wakeAt;
  }

  // What it is like

  public EngineConfig config() {
    return config;
  }

  public List<String> names() {
    return uplinks.stream().map(SimulatedUplink::name).toList();
  }

  public List<InetAddress> targets() {
    return config.families().get(0).targets();
  }

  public UplinkKey key(String name) {
    return uplink(name).key();
  }

  public SimulatedUplink uplink(String name) {
    return links.computeIfAbsent(name, this::cabled);
  }

  public long lastRound(String name) {
    return uplink(name).lastRound;
  }

  /** The interface of the wanted uplink, or {@code none} during boot. */
  public String wanted() {
    return state.wanted(IPV4).map(UplinkKey::interfaceName).orElse("none");
  }

  /** What can be seen of the family now. */
  public Snapshot.Family snapshot() {
    return engine.snapshot(state, now).families().get(0);
  }

  /** The same at a later time, if nothing happens until then. */
  public Snapshot.Family snapshotAfter(Duration duration) {
    return engine.snapshot(state, now + duration.toNanos()).families().get(0);
  }

  public long now() {
    return now;
  }

  /** The table as it must be while {@code wanted} is to carry the traffic and all links are up. */
  public List<Route> routesFor(String wanted) {
    FamilyConfig family = config.families().get(0);
    List<Route> routes = new ArrayList<>();
    if (!wanted.equals(family.uplinks().get(0).interfaceName())) {
      routes.add(ours(uplink(wanted), family.failoverMetric()));
    }
    for (UplinkConfig its : family.uplinks()) {
      routes.add(ours(uplink(its.interfaceName()), its.metric()));
    }
    return routes;
  }

  /** A default route of another program. */
  public static Route foreign(SimulatedUplink uplink, long metric) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        metric,
        16,
        ImmutableList.of(new Hop(uplink.name(), uplink.gateway(), false)),
        null,
        ImmutableSortedMap.of());
  }

  /** A default route of another program that leads nowhere. */
  public static Route deadEnd(DeadEnd kind, long metric) {
    return new Route(
        Route.MAIN,
        Subnet.all(IpFamily.IPV4),
        metric,
        3,
        ImmutableList.of(),
        null,
        ImmutableSortedMap.of(),
        null,
        null,
        kind);
  }

  /** A default route of another program in another table than main. */
  public static Route foreign(SimulatedUplink uplink, long metric, long table) {
    return new Route(
        table,
        Subnet.all(IpFamily.IPV4),
        metric,
        16,
        ImmutableList.of(new Hop(uplink.name(), uplink.gateway(), false)),
        null,
        ImmutableSortedMap.of());
  }

  /** A default route of ours, as an earlier run would have left it. */
  public static Route ours(SimulatedUplink uplink, long metric) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        metric,
        Route.PROTOCOL,
        ImmutableList.of(new Hop(uplink.name(), uplink.gateway(), false)),
        null,
        ImmutableSortedMap.of());
  }
}
