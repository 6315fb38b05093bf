package dev.routeswitcher.engine;

import dev.routeswitcher.engine.Notice.AlarmCleared;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the engine decided, for story tests to ask about. Times are seconds since the beginning. */
final class Chronicle implements World.Observer {

  private final long beginNanos;

  final List<SwitchChange> decided = new ArrayList<>();
  final List<SwitchChange> inForce = new ArrayList<>();
  final List<RoutingOperation> operations = new ArrayList<>();
  final List<String> mainTableChanges = new ArrayList<>();
  final List<Double> changeTimes = new ArrayList<>();
  final List<Alarm> raised = new ArrayList<>();
  final Map<String, Condition> conditions = new LinkedHashMap<>();
  final Set<Condition> everySeenCondition = EnumSet.noneOf(Condition.class);
  final Map<String, Health> healths = new LinkedHashMap<>();
  private final List<Alarm> standing = new ArrayList<>();

  Chronicle(long beginNanos) {
    this.beginNanos = beginNanos;
  }

  @Override
  public void restarted(EngineConfig config, long now) {
    standing.clear();
  }

  @Override
  public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
    for (Decision decision : step.decisions()) {
      if (decision instanceof Decision.ChangeRoutes change) {
        operations.addAll(change.operations());
        changeTimes.add(seconds(now));
        change.operations().stream()
            .filter(RoutingOperation::isOfMainTable)
            .forEach(operation -> mainTableChanges.add(seconds(now) + " " + operation));
      }
    }
    for (Notice notice : step.notices()) {
      if (notice instanceof SwitchDecided made) {
        decided.add(made.change());
      } else if (notice instanceof SwitchInForce done) {
        inForce.add(done.change());
      } else if (notice instanceof AlarmRaised alarm) {
        raised.add(alarm.alarm());
        standing.add(alarm.alarm());
      } else if (notice instanceof AlarmCleared alarm) {
        standing.remove(alarm.alarm());
      } else if (notice instanceof Notice.UplinkChanged changed) {
        everySeenCondition.add(changed.condition());
        conditions.put(changed.uplink().interfaceName(), changed.condition());
        healths.put(changed.uplink().interfaceName(), changed.health());
      }
    }
  }

  double seconds(long nanos) {
    return (nanos - beginNanos) / 1e9;
  }

  /** The decided switches in short: {@code FAILOVER eth1}. */
  List<String> switches() {
    return decided.stream().map(Chronicle::inShort).toList();
  }

  /** The switches the kernel was seen to follow, in short. */
  List<String> switchesInForce() {
    return inForce.stream().map(Chronicle::inShort).toList();
  }

  SwitchChange lastDecided() {
    return decided.get(decided.size() - 1);
  }

  double lastDecidedAt() {
    return seconds(lastDecided().decidedAtNanos());
  }

  /** The kinds of the alarms that stand now. */
  List<Alarm.Kind> alarms() {
    return standing.stream().map(Alarm::kind).toList();
  }

  List<String> operationsInShort() {
    return operations.stream().map(RoutingOperation::toString).toList();
  }

  private static String inShort(SwitchChange change) {
    return change.kind() + " " + change.to();
  }
}
