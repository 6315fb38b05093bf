package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.runtime.port.HostClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.inject.Inject;

/**
 * CLOCK_MONOTONIC by {@link System#nanoTime}, CLOCK_BOOTTIME by {@code /proc/uptime} (proc(5)),
 * whose resolution of 10 ms is plenty to notice a suspend.
 */
public final class LinuxClock implements HostClock {

  private static final long CENTISECOND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** The two clocks belong together only if they are read at about the same time. */
  private static final long LONGEST_READING_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int MOST_READINGS = 10;

  private final Path uptime;
  private final LongSupplier monotonic;

  @Inject
  public LinuxClock() {
    this(Path.of("/proc/uptime"), System::nanoTime);
  }

  LinuxClock(Path uptime, LongSupplier monotonic) {
    this.uptime = uptime;
    this.monotonic = monotonic;
  }

  @Override
  public long nanoTime() {
    return monotonic.getAsLong();
  }

  @Override
  public long suspendedNanos() throws IOException {
    String text;
    long begun;
    long ended = nanoTime();
    int readings = 0;
    do {
      begun = ended;
      text = Files.readString(uptime, StandardCharsets.US_ASCII);
      ended = nanoTime();
    } while (ended - begun > LONGEST_READING_NANOS && ++readings < MOST_READINGS);
    try {
      String seconds = text.substring(0, text.indexOf(' '));
      long centiseconds = Long.parseLong(seconds.replace(".", ""));
      return centiseconds * CENTISECOND_NANOS - ended;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException(uptime + " holds no uptime: '" + text.strip() + "'", e);
    }
  }
}
