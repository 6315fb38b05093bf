package dev.routeswitcher.operations.history;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.gson.JsonObject;
import dev.routeswitcher.operations.event.Event;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept.
 *
 * @param event what happened
 * @param uptime when, whatever the wall clock said; null if that was not known
 */
public record Entry(Event event, @Nullable Uptime uptime) {

  /**
   * The event as {@link Event#toLine}, and behind it {@code boot_id} and {@code uptime_seconds}.
   */
  String toLine() {
    JsonObject json = event.toJson();
    if (uptime != null) {
      uptime.addTo(json);
    }
    return json.toString();
  }

  /**
   * The entry that a line is.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  static Entry ofLine(String line) {
    Event whole = Event.ofLine(line);
    Optional<String> bootId = whole.text(Uptime.BOOT_ID);
    if (bootId.isEmpty() || !(whole.figures().get(Uptime.SECONDS) instanceof Number seconds)) {
      return new Entry(whole, null);
    }
    ImmutableMap<String, Object> figures =
        ImmutableMap.copyOf(
            Maps.filterKeys(
                whole.figures(),
                name -> !name.equals(Uptime.BOOT_ID) && !name.equals(Uptime.SECONDS)));
    return new Entry(
        new Event(whole.time(), whole.kind(), figures),
        new Uptime(bootId.get(), seconds.doubleValue()));
  }
}
