package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.RoutingEntry;
import dev.routeswitcher.runtime.loop.Announcer;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.loop.Removal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes away what a switcher that runs no more has left in the kernel's routing, after a crash or
 * with {@link ExitPolicy#KEEP}: default routes, routes of its tables and policy rules, of IPv4 and
 * IPv6, whatever configuration made them. What is ours is known by its protocol number, 157.
 */
public final class Cleanup {

  private static final Logger log = LoggerFactory.getLogger(Cleanup.class);

  private final List<String> removed = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final List<IpFamily> withoutDefault = new ArrayList<>();

  private Cleanup() {}

  /**
   * What came of it.
   *
   * @param removed what was taken away, in that order: the family, route or rule, and what ip(8)
   *     shows of it
   * @param left a line for what is, or may be, still there: what, why, and the command that removes
   *     it; empty if all is gone
   * @param withoutDefault the families whose last default route was taken away
   */
  public record Result(
      ImmutableList<String> removed,
      ImmutableList<String> left,
      ImmutableList<IpFamily> withoutDefault) {}

  /**
   * Takes everything away, rules and tables before the routes that carry the traffic.
   *
   * @throws StartException if a switcher runs in this network namespace, or if routes may not be
   *     changed; nothing is taken away then
   */
  public static Result run() throws StartException {
    try {
      return of(DaggerLinuxPorts.create().ports());
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      throw new StartException(e);
    }
  }

  /** The same by other means; they are closed then. */
  static Result of(Ports ports) throws IOException {
    ports.lock().acquire();
    try {
      ports.routing().open();
      ports.routing().requireWritable();
      Cleanup cleanup = new Cleanup();
      cleanup.removeAll(ports);
      return new Result(
          ImmutableList.copyOf(cleanup.removed),
          ImmutableList.copyOf(cleanup.left),
          ImmutableList.copyOf(cleanup.withoutDefault));
    } finally {
      ports.routing().close();
      ports.lock().release();
    }
  }

  private void removeAll(Ports ports) throws IOException {
    Removal removal = new Removal(ports.routing(), new DebugLog());
    for (IpFamily family : IpFamily.values()) {
      note(family, removal.ofTables(family, List.of()));
    }
    for (IpFamily family : IpFamily.values()) {
      Removal.Outcome outcome = removal.ofRoutes(family);
      note(family, outcome);
      if (!outcome.removed().isEmpty() && ports.routing().defaults(family).isEmpty()) {
        withoutDefault.add(family);
      }
    }
  }

  private void note(IpFamily family, Removal.Outcome outcome) {
    for (RoutingEntry entry : outcome.removed()) {
      String kind = entry instanceof PolicyRule ? "rule" : "route";
      removed.add(Codes.of(family) + " " + kind + " " + entry);
    }
    left.addAll(outcome.left());
  }

  /** Nobody else listens. */
  private static final class DebugLog implements Announcer {
    @Override
    public void announce(Notice notice) {
      throw new IllegalStateException("a cleanup decides nothing: " + notice);
    }

    @Override
    public void log(Level level, String format, @Nullable Object... values) {
      log.atLevel(level).log(format, values);
    }
  }
}
