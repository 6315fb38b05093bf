package dev.routeswitcher.operations.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A point in time that no setting of the wall clock moves.
 *
 * @param bootId which start of the kernel it belongs to: {@code /proc/sys/kernel/random/boot_id}
 *     (random(4))
 * @param seconds since that start, suspends included, as CLOCK_BOOTTIME: {@code /proc/uptime}
 *     (proc(5)), with a resolution of 10 ms
 */
public record Uptime(String bootId, double seconds) {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME = Path.of("/proc/uptime");

  /** Now; empty where {@code /proc} cannot be read, as in some containers. */
  static Optional<Uptime> now() {
    try {
      String bootId = Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip();
      String uptime = Files.readString(UPTIME, StandardCharsets.US_ASCII);
      return Optional.of(
          new Uptime(bootId, Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')))));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
