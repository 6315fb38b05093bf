package dev.routeswitcher.engine;

import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.OperationResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What happened in a world, a line for each event and decision, the latest lines only. An answer
 * after an answer and a reading of unchanged routes are not told.
 */
final class Story {

  private static final int LINES = 40;

  /** A line is put into words only when somebody reads it. */
  private record Line(long atNanos, String mark, Supplier<String> text) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private final Map<UplinkKey, Verdict> lastVerdicts = new HashMap<>();
  private List<DefaultRoute> lastRoutes = List.of();
  private final long beginNanos;

  Story(long beginNanos) {
    this.beginNanos = beginNanos;
  }

  void tell(long now, List<EngineEvent> events, List<Decision> decisions) {
    for (EngineEvent event : events) {
      if (isNews(event)) {
        line(now, "  ", () -> describe(event));
      }
    }
    for (Decision decision : decisions) {
      if (!(decision instanceof Decision.StartRound)) {
        line(now, "=>", () -> describe(decision));
      }
    }
  }

  void tell(long now, String what) {
    line(now, "##", () -> what);
  }

  private boolean isNews(EngineEvent event) {
    if (event instanceof ProbeFinished finished) {
      Verdict last = lastVerdicts.put(finished.uplink(), finished.verdict());
      return finished.verdict() != Verdict.REPLIED || last != Verdict.REPLIED;
    } else if (event instanceof RoutesObserved seen) {
      boolean isNew = !seen.routes().equals(lastRoutes);
      lastRoutes = seen.routes();
      return isNew;
    }
    return true;
  }

  private void line(long now, String mark, Supplier<String> text) {
    lines.addLast(new Line(now, mark, text));
    if (lines.size() > LINES) {
      lines.removeFirst();
    }
  }

  private static String describe(EngineEvent event) {
    if (event instanceof LinkChanged changed) {
      return changed.uplink() + " link " + describe(changed.status());
    } else if (event instanceof ProbeFinished finished) {
      return finished.uplink()
          + " round "
          + finished.round()
          + " target "
          + finished.target()
          + " "
          + finished.verdict();
    } else if (event instanceof RoutesChanged changed) {
      return "answers: "
          + changed.results().stream()
              .map(OperationResult::outcome)
              .map(Enum::name)
              .collect(Collectors.joining(" "));
    } else if (event instanceof RoutesObserved seen) {
      return "routes: "
          + seen.routes().stream().map(DefaultRoute::toString).collect(Collectors.joining(", "));
    }
    return event.toString();
  }

  private static String describe(LinkStatus status) {
    if (!status.present()) {
      return "absent";
    } else if (!status.adminUp()) {
      return "set down";
    } else if (!status.carrier()) {
      return "without carrier";
    }
    return status.addresses().isEmpty() ? "without address" : "up";
  }

  private static String describe(Decision decision) {
    if (decision instanceof Decision.ChangeRoutes change) {
      return "change " + change.operations();
    } else if (decision instanceof Decision.SwitchDecided decided) {
      return describe("decided", decided.change());
    } else if (decision instanceof Decision.SwitchInForce done) {
      return describe("in force", done.change());
    } else if (decision instanceof Decision.UplinkChanged changed) {
      return changed.uplink() + " is " + changed.health() + " (" + changed.condition() + ")";
    } else if (decision instanceof Decision.AlarmRaised raised) {
      return "alarm " + raised.alarm().kind() + ": " + raised.alarm().problem();
    } else if (decision instanceof Decision.AlarmCleared cleared) {
      return "alarm over: " + cleared.alarm().kind();
    }
    return decision.toString();
  }

  private static String describe(String what, Decision.SwitchChange change) {
    return what + " " + change.kind() + " to " + change.to() + ": " + change.reason();
  }

  @Override
  public String toString() {
    return lines.stream().map(this::inWords).collect(Collectors.joining("\n"));
  }

  private String inWords(Line line) {
    double seconds = (line.atNanos() - beginNanos) / 1e9;
    return String.format(Locale.ROOT, "%10.3fs %s %s", seconds, line.mark(), line.text().get());
  }
}
