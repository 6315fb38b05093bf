package dev.routeswitcher.operations.history;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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

  /** The members that it is in files. */
  static final String BOOT_ID = "boot_id";

  static final String SECONDS = "uptime_seconds";

  private static final Path BOOT_ID_FILE = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME_FILE = Path.of("/proc/uptime");

  /** Now; empty where {@code /proc} cannot be read, as in some containers. */
  static Optional<Uptime> now() {
    try {
      String bootId = Files.readString(BOOT_ID_FILE, StandardCharsets.US_ASCII).strip();
      String uptime = Files.readString(UPTIME_FILE, StandardCharsets.US_ASCII);
      return Optional.of(
          new Uptime(bootId, Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')))));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * The one that an object has.
   *
   * @throws IOException if it has none
   */
  static Uptime in(JsonObject json) throws IOException {
    if (json.get(BOOT_ID) instanceof JsonPrimitive bootId
        && json.get(SECONDS) instanceof JsonPrimitive seconds
        && seconds.isNumber()) {
      return new Uptime(bootId.getAsString(), seconds.getAsDouble());
    }
    throw new IOException("it does not begin with " + BOOT_ID + " and " + SECONDS);
  }

  void addTo(JsonObject json) {
    json.addProperty(BOOT_ID, bootId);
    json.addProperty(SECONDS, seconds);
  }
}
