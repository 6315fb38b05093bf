package dev.routeswitcher.operations.control;

import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.operations.history.History;
import dev.routeswitcher.operations.status.Status;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What can be asked of a switcher from outside. Called by the thread of the {@link ControlServer},
 * which no method may keep waiting.
 */
public interface Controls {

  /** How it is. */
  Status status();

  /** Moves the traffic to an uplink; as {@code RouteSwitcher.use}. */
  CompletableFuture<Snapshot> use(String uplink);

  /** Leaves the choice to the switcher again; as {@code RouteSwitcher.useAny}. */
  CompletableFuture<Snapshot> useAny();

  /** Leaves an uplink alone; as {@code RouteSwitcher.neverUse}. */
  CompletableFuture<Snapshot> neverUse(String uplink);

  /** Allows an uplink again; as {@code RouteSwitcher.mayUse}. */
  CompletableFuture<Snapshot> mayUse(String uplink);

  /** Reads the configuration again. */
  CompletableFuture<Reloaded> reload();

  /**
   * Logs more or less, until the next start.
   *
   * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
   * @throws IllegalArgumentException if it is none of these; the message says so
   */
  void logLevel(String level);

  /**
   * What has happened in a span of time; as {@code HistoryReader.read}.
   *
   * @return completes exceptionally, with a message for people, if it is not to be had
   */
  CompletableFuture<History> history(Instant since, Instant until);

  /**
   * What came of reading the configuration again.
   *
   * @param text it in one line
   * @param faults what is wrong with it, a line each; then everything is as it was
   */
  record Reloaded(String text, List<String> faults) {}
}
