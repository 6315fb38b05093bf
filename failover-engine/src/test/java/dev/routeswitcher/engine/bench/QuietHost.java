package dev.routeswitcher.engine.bench;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.Decision.ChangeRoutes;
import dev.routeswitcher.engine.Decision.StartRound;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A host on which all is well: every link is up, every target answers, every change is done. */
final class QuietHost {

  private static final long TRIP_NANOS = 20_000_000;

  final FailoverEngine engine;
  final ImmutableList<UplinkKey> uplinks;
  final ImmutableList<InetAddress> targets;

  private final List<Route> table = new ArrayList<>();
  private EngineState state;
  private long now;
  private long wakeAt;
  private List<StartRound> started = List.of();

  private QuietHost(EngineConfig config) {
    FamilyConfig family = config.families().get(0);
    engine = new FailoverEngine(config);
    targets = family.targets();
    uplinks =
        family.uplinks().stream()
            .map(uplink -> new UplinkKey(family.family(), uplink.interfaceName()))
            .collect(ImmutableList.toImmutableList());
    state = engine.start(now);
    List<EngineEvent> events = new ArrayList<>();
    for (int i = 0; i < uplinks.size(); i++) {
      InterfaceAddress address = InterfaceAddress.of(address("198.18." + i + ".2"), 24);
      events.add(new LinkChanged(uplinks.get(i), LinkStatus.up(address)));
    }
    events.add(observed());
    take(events);
  }

  /** A host with that many uplinks and targets that has been running for two minutes. */
  static QuietHost with(int uplinks, int targets) {
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4,
            IntStream.range(0, uplinks)
                .mapToObj(i -> new UplinkConfig("eth" + i, address("198.18." + i + ".1"), 10 + i))
                .collect(ImmutableList.toImmutableList()),
            IntStream.range(0, targets)
                .mapToObj(i -> address("203.0.113." + (1 + i)))
                .collect(ImmutableList.toImmutableList()),
            5);
    QuietHost host = new QuietHost(new EngineConfig(ImmutableList.of(family), Timing.defaults()));
    for (int second = 0; second < 120; second++) {
      host.answerRounds();
      host.startRounds();
    }
    return host;
  }

  private static InetAddress address(String text) {
    return InetAddresses.forString(text);
  }

  /** Time passes until the engine starts the next round on every uplink. */
  void startRounds() {
    now = wakeAt;
    take(List.of());
  }

  /** Every probe in flight is answered. */
  void answerRounds() {
    List<EngineEvent> replies = replies();
    now += TRIP_NANOS;
    take(replies);
  }

  /** The answers to every probe in flight. */
  List<EngineEvent> replies() {
    List<EngineEvent> replies = new ArrayList<>();
    for (StartRound round : started) {
      for (int target = 0; target < targets.size(); target++) {
        replies.add(
            new ProbeFinished(
                round.uplink(), round.number(), target, Verdict.REPLIED, TRIP_NANOS, ""));
      }
    }
    return replies;
  }

  /** A reading of the kernel's routes. */
  RoutesObserved observed() {
    String best = table.isEmpty() ? null : table.get(0).hops().get(0).interfaceName();
    return new RoutesObserved(
        IpFamily.IPV4,
        ImmutableList.copyOf(table),
        targets.stream()
            .map(target -> new TargetPath(target, best, 0))
            .collect(ImmutableList.toImmutableList()));
  }

  EngineState state() {
    return state;
  }

  long now() {
    return now;
  }

  long wakeAt() {
    return wakeAt;
  }

  long tripNanos() {
    return TRIP_NANOS;
  }

  private void take(List<EngineEvent> events) {
    List<EngineEvent> next = events;
    List<StartRound> rounds = new ArrayList<>();
    while (!next.isEmpty() || wakeAt - now <= 0) {
      Step step = engine.step(state, next, now);
      state = step.state();
      wakeAt = step.wakeAtNanos();
      next = new ArrayList<>();
      for (Decision decision : step.decisions()) {
        if (decision instanceof StartRound round) {
          rounds.add(round);
        } else if (decision instanceof ChangeRoutes change) {
          next.add(carryOut(change));
          next.add(observed());
        }
      }
    }
    started = rounds;
  }

  private RoutesChanged carryOut(ChangeRoutes change) {
    for (RoutingOperation operation : change.operations()) {
      if (operation.kind() != RoutingOperation.Kind.ADD) {
        throw new IllegalStateException("unexpected on a quiet host: " + operation);
      }
      table.add((Route) operation.entry());
    }
    table.sort(Comparator.comparingLong(Route::metric));
    return new RoutesChanged(
        change.family(),
        change.operations().stream()
            .map(OperationResult::applied)
            .collect(ImmutableList.toImmutableList()));
  }
}
