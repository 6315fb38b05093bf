package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.runtime.port.HostClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CLOCK_MONOTONIC by {@link System#nanoTime}, CLOCK_BOOTTIME by {@code /proc/uptime} (proc(5)),
 * whose resolution of 10 ms is plenty to notice a suspend.
 */
public final class LinuxClock implements HostClock {

  private static final Logger log = LoggerFactory.getLogger(LinuxClock.class);
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final long CENTISECOND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private boolean unreadable;

  /** The host's clock. */
  @Inject
  public LinuxClock() {}

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long suspendedNanos() {
    if (unreadable) {
      return 0;
    }
    try {
      String uptime = Files.readString(UPTIME, StandardCharsets.US_ASCII);
      String seconds = uptime.substring(0, uptime.indexOf(' '));
      long centiseconds = Long.parseLong(seconds.replace(".", ""));
      return centiseconds * CENTISECOND_NANOS - System.nanoTime();
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      unreadable = true;
      log.warn("suspends go unnoticed, because {} cannot be read: {}", UPTIME, e.getMessage());
      return 0;
    }
  }
}
