package dev.routeswitcher.operations.history;

import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a switcher knows of its switches, anew with each event. If that cannot be written it
 * is said once, at WARN, and tried again with the next event.
 */
public final class PastKeeper implements Events.Receiver {

  private static final Logger log = LoggerFactory.getLogger(PastKeeper.class);

  private final PastFile file;
  private final Supplier<Optional<Snapshot>> switcher;
  private boolean failing;

  /**
   * One that writes a file.
   *
   * @param switcher what is to be seen of the switcher; empty before it is started
   */
  public PastKeeper(PastFile file, Supplier<Optional<Snapshot>> switcher) {
    this.file = file;
    this.switcher = switcher;
  }

  @Override
  public synchronized void onEvent(Event event) {
    Optional<Snapshot> seen = switcher.get();
    if (seen.isEmpty()) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // which would close the file
    try {
      file.write(seen.get());
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        log.warn(
            "holds and counts are not kept: {}: {}; without that a restart begins them anew",
            file,
            Journal.problem(e));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "the keeper of " + file;
  }
}
