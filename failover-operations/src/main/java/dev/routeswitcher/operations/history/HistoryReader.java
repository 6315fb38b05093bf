package dev.routeswitcher.operations.history;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Reads histories for those who must not wait for a disk: one at a time, on a thread that lives no
 * longer than that takes.
 */
public final class HistoryReader {

  private final Supplier<Optional<Path>> directory;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * A reader of the journal that is kept at the time.
   *
   * @param directory its state directory; empty while none is kept
   */
  public HistoryReader(Supplier<Optional<Path>> directory) {
    this.directory = directory;
  }

  /**
   * What is kept of a span of time.
   *
   * @return completes with it; exceptionally, with a message for people, if nothing is kept, if it
   *     cannot be read, and while another is read
   */
  public CompletableFuture<History> read(Instant since, Instant until) {
    Optional<Path> kept = directory.get();
    if (kept.isEmpty()) {
      return CompletableFuture.failedFuture(new IOException("no history is kept"));
    } else if (!busy.compareAndSet(false, true)) {
      return CompletableFuture.failedFuture(new IOException("another history is read; ask again"));
    }
    return CompletableFuture.supplyAsync(
            () -> read(kept.get(), since, until),
            reading -> {
              Thread thread = new Thread(reading, "route-switcher-history");
              thread.setDaemon(true);
              thread.start();
            })
        .whenComplete((history, failure) -> busy.set(false));
  }

  private static History read(Path directory, Instant since, Instant until) {
    try {
      return History.read(directory, since, until);
    } catch (IOException e) {
      throw new CompletionException(new IOException(directory + ": " + e.getMessage(), e));
    }
  }
}
