package dev.routeswitcher.engine;

import dev.routeswitcher.engine.EngineEvent.OverrideChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.DeadEnd;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the manual (docs/operating.md, "The states") lets the traffic move and where to: a model of
 * its sentences, made of what ghosts know, that decides beside the engine. While the kernel refuses
 * routes of an uplink, how long that counts is not modelled: then it follows the engine.
 */
final class ManualSwitches {

  private static final long LONGEST_REFUSAL = 31_000_000_000L;

  private final GhostHistory history;
  private EngineConfig config;
  private FamilyConfig family;
  private Map<UplinkKey, GhostUplink> uplinks;
  private List<UplinkKey> order;
  private long bootEndsAt;

  private @Nullable UplinkKey wanted;
  private List<Route> defaults = List.of();
  private List<TargetPath> paths = List.of();
  private boolean routesSeen;
  private ManualOverride override = ManualOverride.NONE;
  private boolean useIsDue;
  private long now;

  ManualSwitches(
      EngineConfig config, Map<UplinkKey, GhostUplink> uplinks, GhostHistory history, long now) {
    this.config = config;
    this.family = config.families().get(0);
    this.uplinks = uplinks;
    this.order = List.copyOf(uplinks.keySet());
    this.history = history;
    this.bootEndsAt = now + config.timing().bootWindow().toNanos();
  }

  /**
   * Without the uplink that carries the traffic it begins anew; wishes are of uplinks that stay.
   */
  void reconfigured(
      EngineConfig next,
      Map<UplinkKey, GhostUplink> nextUplinks,
      ManualOverride nextOverride,
      long nowNanos) {
    long window = next.timing().bootWindow().toNanos();
    if (wanted != null && !nextUplinks.containsKey(wanted)) {
      wanted = null;
      bootEndsAt = nowNanos + window;
    } else if (wanted == null) {
      bootEndsAt += window - config.timing().bootWindow().toNanos();
    }
    override = nextOverride;
    useIsDue &= override.use() != null;
    config = next;
    family = next.families().get(0);
    uplinks = nextUplinks;
    order = List.copyOf(nextUplinks.keySet());
  }

  /** What the engine decided otherwise in a step whose events the ghosts know, if anything. */
  Optional<String> faultOf(List<EngineEvent> events, Step step, long nowNanos) {
    now = nowNanos;
    List<String> decided = new ArrayList<>();
    List<String> due = learn(events);
    boolean undone = false;
    boolean useWasDue = useIsDue;
    for (Notice notice : step.notices()) {
      if (notice instanceof Notice.SwitchUndone it) {
        undone = true;
        useWasDue |= isUse(it.change().to());
      } else if (notice instanceof Notice.SwitchDecided it) {
        decided.add(it.change().kind() + " to " + it.change().to());
        if (it.change().decidedAtNanos() != now) {
          return Optional.of("says that it decided at another time than now");
        }
      } else if (notice instanceof Notice.SwitchInForce it && !leadsBy(it.change().to())) {
        return Optional.of(it.change().to() + " is in force, but packets go by " + paths);
      }
    }
    if (routesSeen) {
      next().ifPresent(move -> due.add(take(move)));
    }
    boolean refusing =
        undone
            || uplinks.values().stream()
                .anyMatch(it -> it.refusedAt != null && now - it.refusedAt < LONGEST_REFUSAL);
    if (refusing) {
      wanted = step.state().wanted(family.family()).orElse(null);
      useIsDue = useWasDue && !isUse(wanted);
      return Optional.empty();
    }
    return decided.equals(due)
        ? Optional.empty()
        : Optional.of("decided " + decided + ", by the manual " + due);
  }

  private record Move(SwitchKind kind, UplinkKey to) {}

  /** A failover route of an earlier run that a start finds is gone on with. */
  private List<String> learn(List<EngineEvent> events) {
    List<String> due = new ArrayList<>();
    for (EngineEvent event : events) {
      if (event instanceof RoutesObserved seen) {
        if (!routesSeen) {
          seen.routes().stream()
              .filter(route -> route.protocol() == 157 && route.metric() == family.failoverMetric())
              .findFirst()
              .filter(route -> uplinks.containsKey(keyOf(route)))
              .ifPresent(route -> due.add(take(new Move(SwitchKind.ADOPTION, keyOf(route)))));
        }
        defaults = seen.routes();
        paths = seen.paths();
        routesSeen = true;
      } else if (event instanceof OverrideChanged changed) {
        override = changed.override();
        useIsDue = override.use() != null;
      }
    }
    return due;
  }

  /** Every look-up says so; in these worlds no target has a route of its own, and no tunnel is. */
  private boolean leadsBy(UplinkKey uplink) {
    return paths.stream().allMatch(path -> uplink.interfaceName().equals(path.interfaceName()));
  }

  private UplinkKey keyOf(Route route) {
    return new UplinkKey(family.family(), route.hops().get(0).interfaceName());
  }

  private String take(Move move) {
    wanted = move.to();
    return move.kind() + " to " + move.to();
  }

  private Optional<Move> next() {
    useIsDue &= !isUse(wanted);
    Optional<Move> move = wanted == null ? first(order.get(0)) : from(wanted);
    useIsDue &= move.filter(it -> isUse(it.to())).isEmpty();
    return move;
  }

  private boolean isUse(@Nullable UplinkKey key) {
    return key != null && key.equals(override.use());
  }

  /** BOOT: the first clear answer, or the end of the boot window. */
  private Optional<Move> first(UplinkKey primary) {
    GhostUplink its = ghost(primary);
    if (its.isResponsive(now) && !isBarred(primary) && !its.lacksAddress()) {
      return Optional.of(new Move(SwitchKind.START, primary));
    }
    boolean down = its.isDown(now);
    Optional<UplinkKey> candidate =
        down || isBarred(primary) ? best(it -> isCandidate(it, primary)) : Optional.empty();
    if (candidate.isPresent()) {
      return candidate.map(it -> new Move(down ? SwitchKind.FAILOVER : SwitchKind.MANUAL, it));
    }
    return now - bootEndsAt >= 0
        ? Optional.of(new Move(SwitchKind.START, primary))
        : Optional.empty();
  }

  /** An uplink is left for another, or returned to. */
  private Optional<Move> from(UplinkKey active) {
    if (ghost(active).isDown(now)) {
      return best(it -> isCandidate(it, active)).map(it -> new Move(SwitchKind.FAILOVER, it));
    } else if (anotherRouteWins()) {
      return Optional.empty();
    }
    Predicate<UplinkKey> other = it -> !it.equals(active) && isUsable(it);
    if (useIsDue) {
      Optional<UplinkKey> use = best(other.and(this::isUse));
      if (use.isPresent()) {
        return use.map(it -> new Move(SwitchKind.MANUAL, it));
      }
    }
    if (isBarred(active)) {
      Optional<UplinkKey> usable = best(other);
      if (usable.isPresent()) {
        return usable.map(it -> new Move(SwitchKind.MANUAL, it));
      }
    } else if (isPoor(active)) {
      Optional<UplinkKey> sound = best(other.and(it -> ghost(it).isSound(now)));
      if (sound.isPresent()) {
        return sound.map(it -> new Move(SwitchKind.FAILOVER, it));
      }
    }
    return config.policy().failback() == Failback.MANUAL
        ? Optional.empty()
        : preferred()
            .takeWhile(it -> !it.equals(active))
            .filter(this::mayBeReturnedTo)
            .findFirst()
            .map(it -> new Move(SwitchKind.FAILBACK, it));
  }

  /**
   * A default of another program that stands before the primary's, or in the place of the failover
   * route; while they are overridden, only if it is the best of them and ends the look-up.
   */
  private boolean anotherRouteWins() {
    Stream<Route> others = defaults.stream().filter(route -> route.protocol() != 157);
    if (config.tables().overridesForeign()) {
      others =
          others.min(Comparator.comparingLong(Route::metric)).stream()
              .filter(best -> best.deadEnd() != null && best.deadEnd() != DeadEnd.THROW);
    }
    return others.anyMatch(
        route ->
            route.metric() < family.uplinks().get(0).metric()
                || route.metric() == family.failoverMetric());
  }

  /** The one that an operator wants used stands before all others. */
  private Stream<UplinkKey> preferred() {
    return Stream.concat(
        order.stream().filter(this::isUse), order.stream().filter(it -> !isUse(it)));
  }

  /** One that is not kept waiting, then one of three successes, then one that is not poor. */
  private Optional<UplinkKey> best(Predicate<UplinkKey> among) {
    return preferred()
        .filter(among)
        .min(
            Comparator.comparing((UplinkKey it) -> ghost(it).isKeptWaiting(now))
                .thenComparing(it -> !ghost(it).hasRecovered(now))
                .thenComparing(this::isPoor));
  }

  private boolean isCandidate(UplinkKey key, UplinkKey active) {
    boolean anyAnswerWillDo = history.nextForcedIsFirst(now) || ghost(active).isHopeless();
    return !key.equals(active)
        && ghost(key).isResponsive(now)
        && isFree(key)
        && (anyAnswerWillDo || ghost(key).hasRecovered(now));
  }

  private boolean isUsable(UplinkKey key) {
    return ghost(key).hasRecovered(now) && isFree(key);
  }

  private boolean mayBeReturnedTo(UplinkKey key) {
    return ghost(key).isResponsive(now)
        && ghost(key).stableNanos(now) >= config.timing().failbackDelay().toNanos()
        && ghost(key).isSound(now)
        && isFree(key)
        && history.faultOfReturn(key, now).isEmpty();
  }

  private boolean isFree(UplinkKey key) {
    return !isBarred(key) && !ghost(key).lacksAddress();
  }

  private boolean isBarred(UplinkKey key) {
    return override.never().contains(key);
  }

  private boolean isPoor(UplinkKey key) {
    return ghost(key).isPoor() && ghost(key).isResponsive(now);
  }

  private GhostUplink ghost(UplinkKey key) {
    return Objects.requireNonNull(uplinks.get(key));
  }
}
