package dev.routeswitcher.operations.control;

import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.operations.history.History;
import dev.routeswitcher.operations.history.HistoryReader;
import dev.routeswitcher.operations.status.Status;
import dev.routeswitcher.operations.status.StatusBook;
import dev.routeswitcher.runtime.RouteSwitcher;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What can be asked of a running switcher. */
public final class SwitcherControls implements Controls {

  private final RouteSwitcher switcher;
  private final StatusBook book;
  private final Supplier<CompletableFuture<Reloaded>> reload;
  private final Consumer<String> logLevel;
  private final HistoryReader history;

  /**
   * The controls of a switcher.
   *
   * @param book its listener
   * @param reload reads the configuration again
   * @param logLevel sets the level of the log, or throws IllegalArgumentException
   * @param history reads what is kept of what has happened
   */
  public SwitcherControls(
      RouteSwitcher switcher,
      StatusBook book,
      Supplier<CompletableFuture<Reloaded>> reload,
      Consumer<String> logLevel,
      HistoryReader history) {
    this.switcher = switcher;
    this.book = book;
    this.reload = reload;
    this.logLevel = logLevel;
    this.history = history;
  }

  /** Controls of a switcher whose configuration, log and history are another's business. */
  public SwitcherControls(RouteSwitcher switcher, StatusBook book) {
    this(
        switcher,
        book,
        () ->
            CompletableFuture.failedFuture(
                new UnsupportedOperationException("its configuration is not read again")),
        level -> {
          throw new IllegalArgumentException("its log has no level that can be set");
        },
        new HistoryReader(Optional::empty));
  }

  @Override
  public Status status() {
    return book.of(switcher.snapshot());
  }

  @Override
  public CompletableFuture<Snapshot> use(String uplink) {
    return switcher.use(uplink);
  }

  @Override
  public CompletableFuture<Snapshot> useAny() {
    return switcher.useAny();
  }

  @Override
  public CompletableFuture<Snapshot> neverUse(String uplink) {
    return switcher.neverUse(uplink);
  }

  @Override
  public CompletableFuture<Snapshot> mayUse(String uplink) {
    return switcher.mayUse(uplink);
  }

  @Override
  public CompletableFuture<Reloaded> reload() {
    return reload.get();
  }

  @Override
  public CompletableFuture<History> history(Instant since, Instant until) {
    return history.read(since, until);
  }

  @Override
  public void logLevel(String level) {
    logLevel.accept(level);
  }
}
