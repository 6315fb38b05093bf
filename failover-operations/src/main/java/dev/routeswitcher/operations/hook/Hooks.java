package dev.routeswitcher.operations.hook;

import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the executable files of a directory for each event: one after the other, in order of name.
 * Each gets the event as variables ({@link Event#environment}) and as a line of JSON on standard
 * input, and 30 s of time. When it ends or is killed, so is all that it started; see {@code
 * ProcessMark} for what is not found.
 */
public final class Hooks implements Events.Receiver, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Hooks.class);

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Path directory;
  private final Duration deadline;
  private final HookFiles files;
  private final QueueThread queue;

  /** Those whose last run failed. */
  private final Set<Path> failing = new HashSet<>();

  /** Those of a directory, which is read anew for each event. */
  public Hooks(Path directory) {
    this(directory, DEADLINE, QueueThread.CAPACITY);
  }

  Hooks(Path directory, Duration deadline, int capacity) {
    this.directory = directory;
    this.deadline = deadline;
    try {
      this.files = new HookFiles(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("/proc cannot be read", e);
    }
    this.queue =
        new QueueThread(
            "route-switcher-hooks", "hooks", capacity, (waiting, rest) -> runAll(waiting.event()));
  }

  @Override
  public void onEvent(Event event) {
    queue.offer(event);
  }

  private void runAll(Event event) throws InterruptedException {
    for (Path file : files.list()) {
      Optional<String> problem = new HookRun(file, event, deadline).run();
      if (problem.isEmpty()) {
        failing.remove(file);
      } else if (failing.add(file)) {
        log.warn(
            "hook {} failed on event={}: {}; it is run for the next event all the same",
            file,
            event.kind(),
            problem.get());
      } else {
        log.debug("hook {} failed again: {}", file, problem.get());
      }
    }
  }

  /** Has those events told that wait, if that takes no more than 3 s, and kills what runs then. */
  @Override
  public void close() {
    queue.close();
  }

  @Override
  public String toString() {
    return "the hooks in " + directory;
  }
}
