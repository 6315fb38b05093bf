package dev.routeswitcher.operations.history;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps events in files: an append-only journal of at most 8 MiB, some 15000 events, of which the
 * oldest make room for the newest.
 *
 * <p>An event is in the kernel's hands when {@link #onEvent} returns, so that the end of this
 * program takes nothing away; switches, and the end, are on the disk as well. What cannot be
 * written is said once, at WARN, and tried again with the next event: nobody else is kept from
 * anything. Not kept is that an uplink fails now and then without being down.
 */
public final class Journal implements Events.Receiver, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private static final long MOST_BYTES = 2L << 20;

  private static final ImmutableSet<Kind> DURABLE =
      Sets.immutableEnumSet(Kind.SWITCH_DECIDED, Kind.SWITCH, Kind.SWITCH_UNDONE, Kind.STOPPED);

  private static final ImmutableSet<String> UP =
      ImmutableSet.of(Codes.of(Health.RESPONSIVE), Codes.of(Health.FAILING));

  private final Path directory;
  private final SettingNames names;
  private final long mostBytes;
  private final Supplier<Optional<Uptime>> uptime;
  private @Nullable JournalFiles files;
  private boolean failing;

  /** Events that could not be written since the last one that was. */
  private long lost;

  /**
   * A journal in a directory, which is opened, and made if need be, with the first event.
   *
   * @param names how lines of the log call the setting {@code state-directory}
   */
  public Journal(Path directory, SettingNames names) {
    this(directory, names, MOST_BYTES, Uptime::now);
  }

  Journal(Path directory, SettingNames names, long mostBytes, Supplier<Optional<Uptime>> uptime) {
    this.directory = directory;
    this.names = names;
    this.mostBytes = mostBytes;
    this.uptime = uptime;
  }

  @Override
  public synchronized void onEvent(Event event) {
    if (!isKept(event)) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // which would close the file
    try {
      keep(new Entry(event, uptime.get().orElse(null)));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void keep(Entry entry) {
    try {
      if (lost > 0) {
        write(new Entry(missing(entry.event()), entry.uptime()));
        log.info("history is kept again: directory={} lost_events={}", directory, lost);
        lost = 0;
      }
      write(entry);
      failing = false;
    } catch (IOException e) {
      lost++;
      fail(e);
    }
  }

  /** From answering to failing and back is no news: an uplink counts as up all the time. */
  private static boolean isKept(Event event) {
    return event.kind() != Kind.UPLINK
        || !UP.contains(event.text("health").orElse(""))
        || !UP.contains(event.text("health_before").orElse(""));
  }

  private Event missing(Event next) {
    return new Event(
        next.time(),
        Kind.DROPPED,
        ImmutableMap.of("count", lost, "text", "could not be written: dropped_events=" + lost));
  }

  private void write(Entry entry) throws IOException {
    boolean wasOpen = files != null;
    try {
      opened().append(entry.toLine(), DURABLE.contains(entry.event().kind()));
    } catch (IOException e) {
      release();
      if (!wasOpen) {
        throw e;
      }
      // What was open may be gone, as after a change of disks.
      opened().append(entry.toLine(), DURABLE.contains(entry.event().kind()));
    }
  }

  private JournalFiles opened() throws IOException {
    JournalFiles open = files;
    if (open == null) {
      open = JournalFiles.open(directory, mostBytes);
      files = open;
    }
    return open;
  }

  private void fail(IOException e) {
    release();
    if (!failing) {
      failing = true;
      log.warn(
          "history is not kept: {}: {}; mend that, or name another directory with {} (none to do"
              + " without); the switcher goes on",
          directory,
          problem(e),
          names.of("state-directory"));
    }
  }

  /** What is wrong, for people. */
  static String problem(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    return e instanceof FileSystemException failed && failed.getReason() != null
        ? failed.getReason()
        : String.valueOf(e.getMessage());
  }

  private void release() {
    JournalFiles open = files;
    files = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        log.debug("{} cannot be closed", directory, e);
      }
    }
  }

  /** Lets go of the files; another event would open them again. */
  @Override
  public synchronized void close() {
    release();
  }

  @Override
  public String toString() {
    return "the journal in " + directory;
  }
}
