package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.runtime.port.HostClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;

/**
 * CLOCK_MONOTONIC by {@link System#nanoTime}, CLOCK_BOOTTIME by {@code /proc/uptime} (proc(5)),
 * whose resolution of 10 ms is plenty to notice a suspend.
 */
public final class LinuxClock implements HostClock {

  private static final long CENTISECOND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Path uptime;

  /** The host's clock. */
  @Inject
  public LinuxClock() {
    this(Path.of("/proc/uptime"));
  }

  LinuxClock(Path uptime) {
    this.uptime = uptime;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long suspendedNanos() throws IOException {
    String text = Files.readString(uptime, StandardCharsets.US_ASCII);
    try {
      String seconds = text.substring(0, text.indexOf(' '));
      long centiseconds = Long.parseLong(seconds.replace(".", ""));
      return centiseconds * CENTISECOND_NANOS - System.nanoTime();
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException(uptime + " holds no uptime: '" + text.strip() + "'", e);
    }
  }
}
