package dev.routeswitcher.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which alarms stand by the notices, and whether each is raised once and cleared once. */
final class GhostAlarms {

  /** What makes two alarms one. */
  private record Name(Alarm.Kind kind, String subject) {
    static Name of(Alarm alarm) {
      boolean single =
          alarm.kind() == Alarm.Kind.RULES_REFUSED || alarm.kind() == Alarm.Kind.TABLE_CLASH;
      return new Name(alarm.kind(), single ? "" : alarm.subject());
    }
  }

  private final FailoverEngine engine;
  private final Set<Alarm> standing = new LinkedHashSet<>();

  GhostAlarms(FailoverEngine engine) {
    this.engine = engine;
  }

  /** Takes in a step's notices; what is wrong with them, if anything is. */
  Optional<String> faultOf(Step step, long now) {
    boolean changed = false;
    for (Notice notice : step.notices()) {
      if (notice instanceof Notice.AlarmCleared cleared) {
        changed = true;
        if (!standing.remove(cleared.alarm())) {
          return Optional.of("cleared though it does not stand: " + cleared.alarm());
        }
      } else if (notice instanceof Notice.AlarmRaised raised) {
        changed = true;
        Name name = Name.of(raised.alarm());
        if (standing.stream().map(Name::of).anyMatch(name::equals)) {
          return Optional.of("raised again though it stands: " + raised.alarm());
        }
        standing.add(raised.alarm());
      }
    }
    if (!changed) {
      return Optional.empty();
    }
    Set<Alarm> seen = engine.snapshot(step.state(), now).families().get(0).alarms();
    return seen.equals(standing)
        ? Optional.empty()
        : Optional.of("the snapshot has " + seen + ", notices say " + standing);
  }

  boolean stands(Alarm.Kind kind) {
    return standing.stream().anyMatch(alarm -> alarm.kind() == kind);
  }

  /** The subjects of the alarms of a kind that stand. */
  List<String> subjects(Alarm.Kind kind) {
    return standing.stream()
        .filter(alarm -> alarm.kind() == kind)
        .map(Alarm::subject)
        .sorted()
        .toList();
  }
}
