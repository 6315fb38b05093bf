package dev.routeswitcher.engine;

import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.RoutesChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineEvent.TablesObserved;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
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
  private List<Route> lastRoutes = List.of();
  private KernelTables lastTables = KernelTables.EMPTY;
  private final long beginNanos;

  Story(long beginNanos) {
    this.beginNanos = beginNanos;
  }

  void tell(long now, List<EngineEvent> events, Step step) {
    for (EngineEvent event : events) {
      if (isNews(event)) {
        line(now, "  ", () -> describe(event));
      }
    }
    for (Decision decision : step.decisions()) {
      if (!(decision instanceof Decision.StartRound)) {
        line(now, "=>", () -> describe(decision));
      }
    }
    for (Notice notice : step.notices()) {
      line(now, "=>", () -> describe(notice));
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
    } else if (event instanceof TablesObserved seen) {
      boolean isNew = !seen.tables().equals(lastTables);
      lastTables = seen.tables();
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
          + seen.routes().stream().map(Route::toString).collect(Collectors.joining(", "));
    }
    return event instanceof EngineEvent.ConfigChanged changed
        ? "configuration: " + changed.config().families() + " " + changed.config().tables()
        : event.toString();
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
    return decision instanceof Decision.ChangeRoutes change
        ? "change " + change.operations()
        : decision.toString();
  }

  private static String describe(Notice notice) {
    if (notice instanceof Notice.SwitchDecided decided) {
      return describe("decided", decided.change());
    } else if (notice instanceof Notice.SwitchInForce done) {
      return describe("in force", done.change());
    } else if (notice instanceof Notice.UplinkChanged changed) {
      return changed.uplink() + " is " + changed.health() + " (" + changed.condition() + ")";
    } else if (notice instanceof Notice.AlarmRaised raised) {
      return "alarm " + raised.alarm();
    } else if (notice instanceof Notice.AlarmCleared cleared) {
      return "alarm over: " + cleared.alarm().kind();
    }
    return notice.toString();
  }

  private static String describe(String what, SwitchChange change) {
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
