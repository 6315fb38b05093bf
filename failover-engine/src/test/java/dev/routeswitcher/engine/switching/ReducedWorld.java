package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Resumed;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.TablesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.EngineStates;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.KernelModel;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.ManualTables;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Reason.BootWindowOver;
import dev.routeswitcher.engine.SimulatedUplink;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.World;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A world small enough to be looked at whole: the engine with reduced constants, links, a kernel
 * and everything an adversary may do next, one move at a time, in any order. A {@link Node} is all
 * there is to know at one moment, reduced to time zero.
 */
final class ReducedWorld {

  /** What the adversary is able to do besides answering and losing probes. */
  enum Power {
    CARRIER,
    SET_DOWN,
    BOUNCE,
    REFUSE,
    UNAVAILABLE,
    STALE,
    DELETE,
    OVERRULE,
    /** Another program may delete rules of ours. */
    DELETE_RULES,
    /** The kernel may refuse every rule. */
    REFUSE_RULES,
    RESTART,
    RESUME,
    STAND_STILL,
    /** A probe may still be in flight when the next round begins. */
    LATE,
    /** The kernel's answer may take until the next round, or longer. */
    SLOW_KERNEL
  }

  /** What can happen next. */
  enum What {
    TICK,
    REPLIED,
    LOST,
    LINK_UP,
    CARRIER_LOST,
    SET_DOWN,
    BOUNCE,
    APPLIED,
    REFUSED,
    UNAVAILABLE,
    STALE,
    FAILOVER_ROUTE_DELETED,
    FOREIGN_ROUTE,
    FOREIGN_ROUTE_GONE,
    RULES_DELETED,
    FIRST_RULE_DELETED,
    RULES_REFUSED,
    RESTART,
    RESUME,
    STAND_STILL
  }

  /** One thing that happens, to an uplink, concerning a round counted back from the next. */
  record Move(What what, int uplink, int back) {
    @Override
    public String toString() {
      return what + (uplink < 0 ? "" : " eth" + uplink) + (back == 0 ? "" : " round -" + back);
    }
  }

  /** How a link is. */
  enum Link {
    UP,
    NO_CARRIER,
    SET_DOWN
  }

  /**
   * One moment of the world.
   *
   * @param engine what the engine remembers
   * @param links the links
   * @param table the kernel's default routes
   * @param tables the kernel's rules and other tables
   * @param asked the change of routes that waits for its answer, or null
   * @param witness what a judge remembers
   * @param repairs what he remembers of changes of rules and tables
   */
  record Node(
      FamilyState engine,
      ImmutableList<Link> links,
      ImmutableList<Route> table,
      KernelTables tables,
      @Nullable ImmutableList<RoutingOperation> asked,
      Witness witness,
      TableWitness repairs) {

    Node in(KernelModel kernel, List<Long> ours, @Nullable ImmutableList<RoutingOperation> next) {
      return new Node(
          engine, links, kernel.routes(), sorted(kernel.tables(ours)), next, witness, repairs);
    }
  }

  /** What follows from a move: a moment, and what the engine said and broke meanwhile. */
  record Next(Node node, List<Decision> decisions, @Nullable String broken) {}

  private static final int STANDSTILL_TICKS = 3;

  private final List<SimulatedUplink> uplinks;
  private final ImmutableList<InetAddress> targets =
      ImmutableList.of(InetAddresses.forString("203.0.113.8"));
  private final Set<Power> powers;
  private final TableLayout layout;
  private final List<Long> tables;
  private final FailoverEngine engine;
  private final Reduction reduction;
  private final Witness.Limits limits;

  ReducedWorld(int uplinkCount, Set<Power> powers) {
    this(uplinkCount, powers, TableLayout.NONE);
  }

  ReducedWorld(int uplinkCount, Set<Power> powers, TableLayout layout) {
    this.powers = powers;
    this.layout = layout;
    this.tables = layout.tables(uplinkCount);
    this.uplinks = IntStream.range(0, uplinkCount).mapToObj(SimulatedUplink::new).toList();
    Timing timing = timing();
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4,
            uplinks.stream()
                .map(uplink -> uplink.config(true))
                .collect(ImmutableList.toImmutableList()),
            targets,
            5);
    this.engine =
        new FailoverEngine(
            new EngineConfig(ImmutableList.of(family), timing, Policy.DEFAULT, layout));
    this.reduction = new Reduction(timing);
    this.limits = Witness.Limits.of(timing);
  }

  private static Timing timing() {
    Duration tick = Duration.ofNanos(Reduction.TICK);
    return Timing.defaults().toBuilder()
        .interval(tick)
        .timeout(tick)
        .deadline(Deadline.FIXED)
        .failureThreshold(2)
        .recoveryThreshold(2)
        .failbackDelay(tick.multipliedBy(2))
        .maxFailbackDelay(tick.multipliedBy(4))
        .flapWindow(tick.multipliedBy(3))
        .bootWindow(tick)
        .addressGrace(tick)
        .build();
  }

  Reduction reduction() {
    return reduction;
  }

  /** The most ticks that a good world may need until the primary carries the traffic. */
  int longestWait() {
    return limits.maxHold() + limits.failbackDelay() + limits.rounds() + 1;
  }

  /** The program starts on a host whose routes are all there and whose links are up. */
  Next begin() {
    ImmutableList<Link> links =
        uplinks.stream().map(uplink -> Link.UP).collect(ImmutableList.toImmutableList());
    return start(links, ImmutableList.of(), KernelTables.EMPTY);
  }

  private Next start(ImmutableList<Link> links, ImmutableList<Route> table, KernelTables ofTables) {
    FamilyState fresh = reduction.reduce(EngineStates.familiesOf(engine.start(0)).get(0), 0);
    Node node =
        new Node(
            fresh,
            links,
            table,
            ofTables,
            null,
            Witness.of(uplinks.size()),
            TableWitness.NEWLY_WANTED);
    List<EngineEvent> events = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      events.add(linkChanged(i, links.get(i)));
    }
    events.addAll(observed(node));
    return step(node, events, 0);
  }

  // Moves

  List<Move> moves(Node node) {
    List<Move> moves = new ArrayList<>();
    addIf(timeMayPass(node), moves, What.TICK, -1);
    for (int i = 0; i < uplinks.size(); i++) {
      addMoves(moves, node, i);
    }
    if (node.asked() != null) {
      moves.add(new Move(What.APPLIED, -1, 0));
      for (int i = 0; i < uplinks.size(); i++) {
        int index = i;
        boolean concerned =
            mainRoutes(node.asked()).anyMatch(o -> o.usesOnly(uplinks.get(index).name()));
        addIf(concerned && may(Power.REFUSE), moves, What.REFUSED, i);
      }
      boolean ofMain = mainRoutes(node.asked()).findAny().isPresent();
      addIf(ofMain && may(Power.UNAVAILABLE), moves, What.UNAVAILABLE, -1);
      addIf(ofMain && may(Power.STALE), moves, What.STALE, -1);
      boolean ofRules = node.asked().stream().anyMatch(RoutingOperation::isOfRule);
      addIf(ofRules && may(Power.REFUSE_RULES), moves, What.RULES_REFUSED, -1);
    }
    boolean hasRules = may(Power.DELETE_RULES) && !node.tables().rules().isEmpty();
    addIf(hasRules, moves, What.RULES_DELETED, -1);
    addIf(hasRules, moves, What.FIRST_RULE_DELETED, -1);
    addIf(
        may(Power.DELETE) && node.table().stream().anyMatch(ReducedWorld::isFailoverRoute),
        moves,
        What.FAILOVER_ROUTE_DELETED,
        -1);
    boolean overruled = node.table().stream().anyMatch(route -> !route.isOurs());
    addIf(may(Power.OVERRULE) && !overruled, moves, What.FOREIGN_ROUTE, -1);
    addIf(may(Power.OVERRULE) && overruled, moves, What.FOREIGN_ROUTE_GONE, -1);
    addIf(may(Power.RESTART), moves, What.RESTART, -1);
    addIf(may(Power.RESUME), moves, What.RESUME, -1);
    addIf(may(Power.STAND_STILL) && timeMayPass(node), moves, What.STAND_STILL, -1);
    return moves;
  }

  private void addMoves(List<Move> moves, Node node, int uplink) {
    for (Witness.Tried round : node.witness().uplinks().get(uplink).rounds()) {
      if (round.answered() == null) {
        moves.add(new Move(What.REPLIED, uplink, round.back()));
        moves.add(new Move(What.LOST, uplink, round.back()));
      }
    }
    boolean up = node.links().get(uplink) == Link.UP;
    addIf(!up, moves, What.LINK_UP, uplink);
    addIf(up && may(Power.CARRIER), moves, What.CARRIER_LOST, uplink);
    addIf(up && may(Power.SET_DOWN), moves, What.SET_DOWN, uplink);
    addIf(up && may(Power.BOUNCE), moves, What.BOUNCE, uplink);
  }

  private boolean timeMayPass(Node node) {
    boolean inFlight =
        node.witness().uplinks().stream()
            .flatMap(seen -> seen.rounds().stream())
            .anyMatch(round -> round.answered() == null);
    return (node.asked() == null || may(Power.SLOW_KERNEL)) && (!inFlight || may(Power.LATE));
  }

  private boolean may(Power power) {
    return powers.contains(power);
  }

  private static void addIf(boolean possible, List<Move> moves, What what, int uplink) {
    if (possible) {
      moves.add(new Move(what, uplink, 0));
    }
  }

  private static boolean isFailoverRoute(Route route) {
    return route.isOurs() && route.metric() == 5;
  }

  Next make(Move move, Node node) {
    return switch (move.what()) {
      case TICK -> step(node, List.of(), 1);
      case STAND_STILL -> step(node, List.of(), STANDSTILL_TICKS);
      case REPLIED, LOST -> result(node, move);
      case LINK_UP -> moveLink(node, move.uplink(), Link.UP);
      case CARRIER_LOST -> moveLink(node, move.uplink(), Link.NO_CARRIER);
      case SET_DOWN -> moveLink(node, move.uplink(), Link.SET_DOWN);
      case BOUNCE ->
          step(
              node,
              List.of(
                  linkChanged(move.uplink(), Link.NO_CARRIER), linkChanged(move.uplink(), Link.UP)),
              0);
      case APPLIED, REFUSED, UNAVAILABLE, STALE, RULES_REFUSED -> answer(node, move);
      case FAILOVER_ROUTE_DELETED -> without(node, ReducedWorld::isFailoverRoute);
      case FOREIGN_ROUTE_GONE -> without(node, route -> !route.isOurs());
      case FOREIGN_ROUTE -> {
        KernelModel kernel = kernel(node);
        kernel.append(World.foreign(uplinks.get(1), 0));
        yield look(node, kernel);
      }
      case RULES_DELETED -> withoutRules(node, rule -> true);
      case FIRST_RULE_DELETED -> withoutRules(node, node.tables().rules().get(0)::equals);
      case RESTART -> start(node.links(), node.table(), node.tables());
      case RESUME -> step(node, List.of(new Resumed()), 0);
    };
  }

  private Next result(Node node, Move move) {
    Verdict verdict = move.what() == What.REPLIED ? Verdict.REPLIED : Verdict.LOST;
    long number = Reduction.NEXT_ROUND - move.back();
    return step(
        node,
        List.of(new ProbeFinished(uplinks.get(move.uplink()).key(), number, 0, verdict, -1, "")),
        0);
  }

  private Next without(Node node, Predicate<Route> which) {
    KernelModel kernel = kernel(node);
    kernel.delete(which);
    return look(node, kernel);
  }

  private Next withoutRules(Node node, Predicate<PolicyRule> which) {
    KernelModel kernel = kernel(node);
    kernel.deleteRules(which);
    return look(node, kernel);
  }

  private Next look(Node node, KernelModel kernel) {
    Node changed = node.in(kernel, tables, node.asked());
    return step(changed, observed(changed), 0);
  }

  private Next moveLink(Node node, int uplink, Link link) {
    List<Link> links = new ArrayList<>(node.links());
    links.set(uplink, link);
    KernelModel kernel = kernel(node);
    kernel.link(uplinks.get(uplink).name(), status(uplink, link));
    Node moved =
        new Node(
            node.engine(),
            ImmutableList.copyOf(links),
            kernel.routes(),
            sorted(kernel.tables(tables)),
            node.asked(),
            node.witness(),
            TableWitness.NEWLY_WANTED);
    List<EngineEvent> events = new ArrayList<>();
    events.add(linkChanged(uplink, link));
    events.addAll(observed(moved));
    return step(moved, events, 0);
  }

  private Next answer(Node node, Move move) {
    ImmutableList<RoutingOperation> asked = node.asked();
    if (asked == null) {
      throw new IllegalArgumentException("nothing was asked");
    }
    KernelModel kernel = kernel(node);
    if (move.what() == What.REFUSED) {
      kernel.refuse(uplinks.get(move.uplink()).name(), "EINVAL");
    } else if (move.what() == What.UNAVAILABLE) {
      kernel.unavailable("EPERM");
    } else if (move.what() == What.STALE) {
      kernel.hideRouteAt(mainRoutes(asked).findFirst().orElseThrow().metric());
    } else if (move.what() == What.RULES_REFUSED) {
      kernel.refuseRules("EPERM");
    }
    ImmutableList<OperationResult> results = kernel.applyAll(asked);
    Node answered = node.in(kernel, tables, null);
    List<EngineEvent> events = new ArrayList<>();
    events.add(new RoutesChanged(IpFamily.IPV4, results));
    events.addAll(observed(answered));
    return step(answered, events, 0);
  }

  /** All is well for a tick: faults end, links come up, the kernel obeys, probes are answered. */
  Next goodTick(Node node) {
    Node next = node;
    for (int guard = 0; guard < 100; guard++) {
      Optional<Move> mending = mending(next);
      if (mending.isEmpty()) {
        return make(new Move(What.TICK, -1, 0), next);
      }
      Next outcome = make(mending.get(), next);
      if (outcome.broken() != null) {
        return outcome;
      }
      next = outcome.node();
    }
    return new Next(next, List.of(), "9: routes are changed without end");
  }

  private Optional<Move> mending(Node node) {
    List<What> good = List.of(What.FOREIGN_ROUTE_GONE, What.LINK_UP, What.APPLIED, What.REPLIED);
    List<Move> moves = moves(node);
    return good.stream()
        .flatMap(what -> moves.stream().filter(move -> move.what() == what))
        .findFirst();
  }

  /** Whether the primary carries the traffic and nothing is under way. */
  boolean isHome(Node node) {
    boolean byPrimary =
        !node.table().isEmpty() && node.table().get(0).usesOnly(uplinks.get(0).name());
    boolean asPromised =
        ManualTables.existing(node.tables())
            .equals(ManualTables.promised(layout, uplinks, uplinks.get(0)));
    return node.engine().wanted() == 0
        && node.engine().switches().pending() == null
        && byPrimary
        && asPromised;
  }

  // One step, and its judgement

  private Next step(Node node, List<EngineEvent> events, int ticks) {
    long now = ticks * Reduction.TICK;
    Witness before = learn(node, events, ticks);
    EngineState state = EngineStates.of(engine.config(), ImmutableList.of(node.engine()));
    Step step = engine.step(state, events, now);
    FamilyState after = EngineStates.familiesOf(step.state()).get(0);
    List<String> broken = new ArrayList<>();
    Witness witness = before;
    ImmutableList<RoutingOperation> asked = node.asked();
    boolean bootEnded = false;
    for (Notice decision : step.notices()) {
      if (decision instanceof SwitchDecided decided) {
        SwitchChange change = decided.change();
        bootEnded |= change.reason() instanceof BootWindowOver;
        bootEnded |= change.kind() == SwitchKind.ADOPTION;
        judge(change, witness, broken);
        witness =
            change.kind() == SwitchKind.ADOPTION
                ? witness.adopted(index(change.to()), limits)
                : witness.decided(change, index(change.from()), limits);
      } else if (decision instanceof SwitchInForce done) {
        SwitchChange change = done.change();
        int ago = Reduction.ticks(now - change.decidedAtNanos());
        witness =
            witness.inForce(change.kind(), index(change.from()), index(change.to()), ago, limits);
      }
    }
    for (Decision decision : step.decisions()) {
      if (decision instanceof StartRound round) {
        witness = witness.started(index(round.uplink()), limits);
      } else if (decision instanceof ChangeRoutes change) {
        if (asked != null) {
          broken.add("routes: two changes at a time");
        }
        asked = change.operations();
        KernelModel kernel = kernel(node);
        kernel.applyAll(asked);
        kernel.faults().forEach(fault -> broken.add("routes: " + fault));
        witness = askedAgain(witness, change);
      }
    }
    judgeStay(before, witness, after.wanted(), bootEnded, broken);
    if (step.wakeAtNanos() - now <= 0) {
      broken.add("8: wants to be woken without end");
    }
    TableWitness repairs = repairs(node, events, ticks, after.wanted());
    for (ChangeRoutes change : changes(step)) {
      repairs.faultOf(change.operations()).ifPresent(broken::add);
      repairs = repairs.asked(change.operations());
    }
    Node next =
        new Node(
            reduction.reduce(after, now),
            node.links(),
            node.table(),
            node.tables(),
            asked,
            witness.wants(after.wanted()).aged(0, limits),
            repairs);
    return new Next(next, step.decisions(), broken.isEmpty() ? null : broken.get(0));
  }

  private static List<ChangeRoutes> changes(Step step) {
    return step.decisions().stream()
        .filter(ChangeRoutes.class::isInstance)
        .map(ChangeRoutes.class::cast)
        .toList();
  }

  /** After a tick every back-off is over, and so is every fight. */
  private static TableWitness repairs(Node node, List<EngineEvent> events, int ticks, int wanted) {
    boolean changed = wanted != node.witness().wanted();
    TableWitness repairs =
        changed ? TableWitness.NEWLY_WANTED : ticks > 0 ? node.repairs().later() : node.repairs();
    for (EngineEvent event : events) {
      if (event instanceof RoutesChanged answer) {
        repairs = repairs.answered(answer.results());
      }
    }
    return repairs;
  }

  private Witness learn(Node node, List<EngineEvent> events, int ticks) {
    Witness witness = node.witness().aged(ticks, limits);
    long late = ticks * Reduction.TICK - node.engine().wakeAtNanos();
    if (late > Reduction.TICK) {
      witness = witness.stoodStill(Reduction.ticks(late));
    }
    for (EngineEvent event : events) {
      if (event instanceof LinkChanged changed) {
        LinkStatus status = changed.status();
        witness = witness.link(index(changed.uplink()), status.adminUp() && status.carrier());
      } else if (event instanceof RoutesObserved) {
        witness = witness.routesRead();
      } else if (event instanceof RoutesChanged changed) {
        witness = refusals(witness, changed);
      } else if (event instanceof Resumed) {
        witness = witness.resumed(limits);
      } else if (event instanceof ProbeFinished finished) {
        int back = Math.toIntExact(Reduction.NEXT_ROUND - finished.round());
        boolean answered = finished.verdict() == Verdict.REPLIED;
        witness = witness.result(index(finished.uplink()), back, answered, limits);
      }
    }
    return witness.expired(limits);
  }

  private static Stream<Route> mainRoutes(List<RoutingOperation> operations) {
    return operations.stream()
        .filter(RoutingOperation::isOfMainTable)
        .map(operation -> (Route) operation.entry());
  }

  private Witness refusals(Witness witness, RoutesChanged changed) {
    Witness next = witness;
    for (OperationResult result : changed.results()) {
      if (!(result.operation().entry() instanceof Route route) || !route.isOfMainTable()) {
        continue;
      }
      int uplink = indexOf(route);
      boolean again = next.uplinks().get(uplink).refused() != Witness.LONG_AGO;
      if (result.outcome() == Outcome.REFUSED) {
        next = next.with(uplink, next.uplinks().get(uplink).refusedSince(0));
      } else if (again
          && result.outcome() == Outcome.APPLIED
          && result.operation().kind() != RoutingOperation.Kind.DELETE) {
        next = next.with(uplink, next.uplinks().get(uplink).refusedSince(Witness.LONG_AGO));
      }
    }
    return next;
  }

  private Witness askedAgain(Witness witness, ChangeRoutes change) {
    Witness next = witness;
    for (Route route : mainRoutes(change.operations()).toList()) {
      int uplink = indexOf(route);
      if (next.uplinks().get(uplink).refused() != Witness.LONG_AGO) {
        next = next.with(uplink, next.uplinks().get(uplink).refusedSince(0));
      }
    }
    return next;
  }

  private void judge(SwitchChange change, Witness witness, List<String> broken) {
    int to = index(change.to());
    if (change.kind() == SwitchKind.ADOPTION) {
      return;
    }
    if (!(change.reason() instanceof BootWindowOver) && !witness.isResponsive(to, limits)) {
      broken.add("1: " + change.kind() + " to " + change.to() + ", which is not responsive");
    }
    int from = index(change.from());
    if (change.kind() == SwitchKind.FAILOVER && (from < 0 || !witness.isDown(from, limits))) {
      broken.add("3: failover from " + change.from() + ", which is not down");
    } else if (change.kind() == SwitchKind.FAILOVER && !witness.answeredEnough(to, from, limits)) {
      broken.add("17: failover to " + change.to() + ", which has not answered often enough");
    } else if (change.kind() == SwitchKind.FAILBACK) {
      witness.faultOfReturn(to, limits).ifPresent(broken::add);
    }
  }

  private void judgeStay(
      Witness before, Witness after, int wanted, boolean bootEnded, List<String> broken) {
    if (!before.routesSeen()) {
      return;
    }
    boolean allDown = IntStream.range(0, uplinks.size()).allMatch(i -> before.isDown(i, limits));
    if (allDown && wanted != before.wanted() && !bootEnded) {
      broken.add("2: wanted changes while every uplink is down");
    }
    int active = Math.max(wanted, 0);
    if (before.isDown(active, limits)) {
      after
          .candidate(active, limits)
          .ifPresent(i -> broken.add("5: stays on eth" + active + " although eth" + i + " may"));
    }
  }

  // The host

  private KernelModel kernel(Node node) {
    KernelModel kernel = new KernelModel();
    for (int i = 0; i < uplinks.size(); i++) {
      kernel.link(uplinks.get(i).name(), status(i, node.links().get(i)));
    }
    node.table().forEach(kernel::append);
    node.tables().routes().forEach(kernel::append);
    node.tables().rules().forEach(kernel::appendRule);
    return kernel;
  }

  private List<EngineEvent> observed(Node node) {
    RoutesObserved routes =
        new RoutesObserved(IpFamily.IPV4, node.table(), kernel(node).lookup(targets));
    return tables.isEmpty()
        ? List.of(routes)
        : List.of(routes, new TablesObserved(IpFamily.IPV4, node.tables()));
  }

  /** The same in an order that does not depend on how it came about. */
  private static KernelTables sorted(KernelTables tables) {
    return new KernelTables(
        ImmutableList.sortedCopyOf(Comparator.comparing(PolicyRule::toString), tables.rules()),
        ImmutableList.sortedCopyOf(Comparator.comparing(Route::toString), tables.routes()));
  }

  private LinkChanged linkChanged(int uplink, Link link) {
    return new LinkChanged(uplinks.get(uplink).key(), status(uplink, link));
  }

  private LinkStatus status(int uplink, Link link) {
    return new LinkStatus(
        true,
        link != Link.SET_DOWN,
        link == Link.UP,
        ImmutableList.of(uplinks.get(uplink).address()),
        true,
        false);
  }

  private int index(@Nullable UplinkKey key) {
    return uplinks.stream().map(SimulatedUplink::key).toList().indexOf(key);
  }

  private int indexOf(Route route) {
    return index(new UplinkKey(IpFamily.IPV4, route.hops().get(0).interfaceName()));
  }
}
