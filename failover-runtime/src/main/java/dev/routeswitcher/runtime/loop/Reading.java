package dev.routeswitcher.runtime.loop;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Something that is read time and again, and may fail to be. One line reports any number of
 * failures in a row, and one their end.
 */
final class Reading {

  private final String subject;
  private final Announcer announcer;
  private int failed;

  interface Source<T> {
    T read() throws IOException;
  }

  /** Reads {@code subject}, the plural of a noun. */
  Reading(String subject, Announcer announcer) {
    this.subject = subject;
    this.announcer = announcer;
  }

  /** What is there to be read; empty if that fails. */
  <T> Optional<T> attempt(Source<T> source) {
    try {
      T value = source.read();
      succeeded();
      return Optional.of(value);
    } catch (IOException e) {
      failed(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void succeeded() {
    int failures = failed;
    if (failures > 0) {
      failed = 0;
      announcer.log(Level.INFO, "{} can be read again failed_readings={}", subject, failures);
    }
  }

  private void failed(String why) {
    if (failed++ == 0) {
      announcer.log(Level.WARN, "{} cannot be read, trying again: {}", subject, why);
    }
  }
}
