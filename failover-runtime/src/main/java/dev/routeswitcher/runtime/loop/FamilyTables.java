package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.TableOperation;
import dev.routeswitcher.engine.route.TablePlan;
import dev.routeswitcher.engine.route.TableRequest;
import dev.routeswitcher.engine.route.TableRoute;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import dev.routeswitcher.runtime.port.PolicyRouting;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rules and tables of one address family: as last read, and as they are kept. */
final class FamilyTables {

  private static final Logger log = LoggerFactory.getLogger(FamilyTables.class);

  private final FamilyConfig config;
  private final IpFamily family;
  private final TableLayout layout;
  private final List<Long> tables;
  private final PolicyRouting routing;
  private final Announcer announcer;
  private final Reading reading;
  private final StandingAlarm refused;
  private final StandingAlarm contended;
  private final StandingAlarm clash;

  /** Null while it was not read, or there is nothing to read. */
  private @Nullable KernelTables kernel;

  private boolean toldOfNone;
  private @Nullable PlanRequest facts;
  private boolean planned;
  private Pace pace = Pace.NONE;
  private @Nullable Long dueAt;

  FamilyTables(
      FamilyConfig config, TableLayout layout, PolicyRouting routing, Announcer announcer) {
    this.config = config;
    this.family = config.family();
    this.layout = layout;
    this.tables = layout.tables(config.uplinks().size());
    this.routing = routing;
    this.announcer = announcer;
    this.reading = new Reading("policy rules of " + NoticeLog.word(family), announcer);
    this.refused = new StandingAlarm("rules-refused", family, announcer);
    this.contended = new StandingAlarm("rules-contended", family, announcer);
    this.clash = new StandingAlarm("table-clash", family, announcer);
  }

  IpFamily family() {
    return family;
  }

  /**
   * Reads what the kernel has, routes of ours in any table included. Where nothing is wanted, or
   * the family need not exist, a failure is none of the start: it is read again.
   */
  void readFirst() throws IOException {
    if (isOptional()) {
      boolean ignored = read();
      return;
    }
    try {
      kernel = routing.readEverywhere(family, tables);
    } catch (IOException e) {
      throw new IOException(
          "policy rules cannot be read: " + e.getMessage() + "; --probe-routing main needs none",
          e);
    }
  }

  private boolean isOptional() {
    return config.implied() || tables.isEmpty();
  }

  /** Reads what the kernel has now; false if that fails. */
  boolean read() {
    Optional<Optional<KernelTables>> seen = reading.attempt(this::inKernel);
    if (seen.isPresent()) {
      kernel = seen.get().orElse(null);
      planned = false;
    }
    return seen.isPresent();
  }

  /** Empty if there can be none: the family, or its policy rules, may come with a module later. */
  private Optional<KernelTables> inKernel() throws IOException {
    try {
      return Optional.of(
          kernel == null ? routing.readEverywhere(family, tables) : routing.read(family, tables));
    } catch (NoPolicyRoutingException e) {
      if (!isOptional()) {
        throw e;
      }
      tellOfNone(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void tellOfNone(String why) {
    if (!toldOfNone && !tables.isEmpty()) {
      toldOfNone = true;
      announcer.log(
          () ->
              log.info(
                  "no policy rules of {} in this kernel, none are made: {}",
                  NoticeLog.word(family),
                  why));
    }
  }

  /** When {@link #keep} is to be called though nothing has changed, or null. */
  @Nullable Long dueAt() {
    return dueAt;
  }

  /**
   * Changes what is not as it is wanted.
   *
   * @param now what the routes are planned from now
   * @return whether anything was changed
   */
  boolean keep(PlanRequest now, long nowNanos) {
    KernelTables seen = kernel;
    if (seen == null) {
      dueAt = null;
      return false;
    }
    boolean moved = !isSame(now);
    boolean due = dueAt != null && nowNanos - dueAt >= 0;
    if (planned && !moved && !due) {
      return false;
    }
    facts = now;
    planned = true;
    dueAt = null;
    TableRequest request = new TableRequest(family, layout, now.uplinks(), now.wanted(), seen);
    tellOf(request.clashing());
    ImmutableList<TableOperation> operations = TablePlan.of(request);
    if (operations.isEmpty()) {
      settled(nowNanos);
      return false;
    }
    long notBefore = pace.notBeforeNanos(nowNanos);
    if (!moved && notBefore - nowNanos > 0) {
      dueAt = notBefore;
      return false;
    }
    carryOut(operations, seen, moved, nowNanos);
    return true;
  }

  /** Nothing is wanted of the family now; what there is stays, and nothing is said of it. */
  void rest() {
    facts = null;
    dueAt = null;
    pace = Pace.NONE;
    refused.clear();
    contended.clear();
    clash.clear();
  }

  private boolean isSame(PlanRequest now) {
    PlanRequest before = facts;
    return before != null
        && before.wanted() == now.wanted()
        && before.uplinks().equals(now.uplinks());
  }

  private void settled(long now) {
    refused.clear();
    if (!pace.isContended(now)) {
      contended.clear();
    }
  }

  /** What follows a rule that could not be changed relies on it, and has to wait. */
  private void carryOut(
      List<TableOperation> operations, KernelTables seen, boolean moved, long now) {
    KernelTables after = seen;
    TableOperation failed = null;
    String failure = "";
    for (TableOperation operation : operations) {
      Optional<String> error = routing.apply(family, operation);
      log(operation, error);
      if (error.isEmpty()) {
        after = after.after(operation);
      } else {
        failed = operation;
        failure = error.get();
        if (operation.isOfRule()) {
          break;
        }
      }
    }
    kernel = after;
    if (failed != null) {
      pace = pace.then(now, true);
      dueAt = pace.notBeforeNanos(now);
      refused.raise(
          failed.entry().toString(),
          failed + ": " + failure,
          "it is tried again at most 30 s apart; see ip rule");
    } else {
      pace = moved ? Pace.NONE : pace.then(now, false);
      refused.clear();
    }
    if (pace.isContended(now)) {
      contended.raise(
          "policy rules",
          "another program keeps undoing our rules or their tables",
          "find it with `ip monitor rule route` and keep it off what carries proto 157");
    }
  }

  private void log(TableOperation operation, Optional<String> error) {
    if (log.isDebugEnabled()) {
      announcer.log(() -> log.debug("{} {}", operation, error.orElse("done")));
    }
  }

  private void tellOf(List<TableRoute> clashing) {
    if (clashing.isEmpty()) {
      clash.clear();
    } else {
      TableRoute first = clashing.get(0);
      clash.raise(
          first.toString(),
          "a route of another program stands in a table of ours",
          ip() + " route del " + first + "; or choose other tables with --probe-table");
    }
  }

  /** Takes everything of ours away, whatever configuration it is of; what cannot be is logged. */
  void remove() {
    try {
      remove(TablePlan.removal(routing.readEverywhere(family, tables)));
    } catch (NoPolicyRoutingException e) {
      announcer.log(() -> log.debug("no policy rules of {} to remove", NoticeLog.word(family)));
    } catch (IOException e) {
      announcer.log(
          () ->
              log.error(
                  "policy rules of {} may be left behind: {}; remedy=\"{} rule flush protocol {}\"",
                  NoticeLog.word(family),
                  e.getMessage(),
                  ip(),
                  DefaultRoute.PROTOCOL));
    }
  }

  private void remove(ImmutableList<TableOperation> removal) {
    int removed = 0;
    for (TableOperation operation : removal) {
      Optional<String> error = routing.apply(family, operation);
      if (error.isEmpty()) {
        removed++;
      } else {
        announcer.log(
            () ->
                log.error(
                    "left behind: {}: {}; remedy=\"{} {}\"",
                    operation.entry(),
                    error.get(),
                    ip(),
                    operation));
        if (operation.isOfRule()) {
          break;
        }
      }
    }
    if (!removal.isEmpty()) {
      int count = removed;
      announcer.log(
          () ->
              log.info(
                  "restored family={} removed_rules_and_table_routes={}",
                  NoticeLog.word(family),
                  count));
    }
  }

  private String ip() {
    return family == IpFamily.IPV6 ? "ip -6" : "ip";
  }
}
