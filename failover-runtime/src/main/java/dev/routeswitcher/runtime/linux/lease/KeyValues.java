package dev.routeswitcher.runtime.linux.lease;

import com.google.common.primitives.Longs;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines of {@code KEY=VALUE}; others say nothing. */
final class KeyValues {

  /** Far beyond any lease; what a lease time of all ones, which means for ever, is more than. */
  private static final long LONGEST_SECONDS = 0xfffffffeL;

  private KeyValues() {}

  static Map<String, String> of(byte[] content) {
    Map<String, String> values = new HashMap<>();
    new String(content, StandardCharsets.ISO_8859_1)
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0 && line.charAt(0) != '#') {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
              }
            });
    return values;
  }

  /**
   * The end of a time in seconds, as text; for ever if there is none. Empty if it is no number.
   *
   * @param start when it begins
   */
  static Optional<Instant> after(Instant start, @Nullable String seconds) {
    if (seconds == null) {
      return Optional.of(Instant.MAX);
    }
    Long number = Longs.tryParse(seconds);
    return number == null || number < 0 ? Optional.empty() : Optional.of(after(start, number));
  }

  static Instant after(Instant start, long seconds) {
    return seconds > LONGEST_SECONDS ? Instant.MAX : start.plusSeconds(seconds);
  }
}
