package dev.routeswitcher.operations.history;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.routeswitcher.engine.Codes;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A history as JSON. */
final class HistoryJson {

  private static final double MILLIS = 1e3;

  private HistoryJson() {}

  static JsonObject of(History history) {
    JsonObject json = new JsonObject();
    json.addProperty("since", history.since().toString());
    json.addProperty("until", history.until().toString());
    json.add("uplinks", array(history.uplinks(), HistoryJson::of));
    json.add("outages", array(history.outages(), HistoryJson::of));
    json.add("switches", array(history.switches(), HistoryJson::of));
    json.addProperty("unreadable_lines", history.unreadable());
    return json;
  }

  private static <T> JsonArray array(List<T> values, Function<T, JsonObject> form) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(form.apply(value)));
    return array;
  }

  private static JsonObject of(UplinkTime time) {
    JsonObject json = new JsonObject();
    json.addProperty("uplink", time.uplink());
    json.addProperty("family", time.family());
    time.availability().ifPresent(share -> json.addProperty("availability", share));
    json.addProperty("known_seconds", seconds(time.known()));
    json.addProperty("down_seconds", seconds(time.down()));
    json.addProperty("outages", time.outages());
    json.addProperty("longest_outage_seconds", seconds(time.longest()));
    return json;
  }

  private static JsonObject of(Outage outage) {
    JsonObject json = new JsonObject();
    json.addProperty("uplink", outage.uplink());
    json.addProperty("family", outage.family());
    json.addProperty("from", outage.from().toString());
    json.addProperty("to", outage.to().toString());
    json.addProperty("seconds", seconds(outage.lasted()));
    json.addProperty("cause", outage.cause());
    json.addProperty("end", Codes.of(outage.end()));
    return json;
  }

  private static JsonObject of(Switch change) {
    JsonObject json = new JsonObject();
    json.addProperty("time", change.time().toString());
    json.addProperty("family", change.family());
    json.addProperty("kind", change.kind());
    if (!change.from().isEmpty()) {
      json.addProperty("from", change.from());
    }
    json.addProperty("to", change.to());
    json.addProperty("cause", change.cause());
    json.addProperty("took_seconds", seconds(change.took()));
    return json;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
