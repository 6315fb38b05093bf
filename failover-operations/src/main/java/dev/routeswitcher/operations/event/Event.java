package dev.routeswitcher.operations.event;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.routeswitcher.engine.Codes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a switcher, as people and programs outside of it are told: an entry of
 * the journal, what a hook gets, an element of a stream.
 *
 * @param time when it was told, by the wall clock
 * @param kind what kind of event it is
 * @param figures what there is to say of it, under names such as {@code from_interface}: values are
 *     {@code String}, {@code Long}, {@code Double} (seconds, where the name says no other unit) and
 *     {@code Boolean}
 */
public record Event(Instant time, Kind kind, ImmutableMap<String, Object> figures) {

  private static final String TIME = "time";
  private static final String EVENT = "event";

  /** What begins the name of every variable of {@link #environment}. */
  private static final String VARIABLE = "ROUTE_SWITCHER_";

  /** The kinds of events. */
  public enum Kind {
    /** The switcher began its work. */
    STARTED,
    /** It ended it. */
    STOPPED,
    /**
     * Another uplink is to carry the traffic; {@link #SWITCH} or {@link #SWITCH_UNDONE} follows.
     */
    SWITCH_DECIDED,
    /** The kernel was seen to send the traffic by another uplink. */
    SWITCH,
    /** The kernel refused the switch. */
    SWITCH_UNDONE,
    /** The health of an uplink, or the reason for it, changed. */
    UPLINK,
    /** Something needs an operator's attention. */
    ALARM,
    /** The cause of an alarm is gone. */
    ALARM_CLEARED,
    /** An operator asked for something. */
    OVERRIDE,
    /** Another configuration is in force, or was refused. */
    RELOAD,
    /** Events between the last one and this were lost, because too many waited. */
    DROPPED;

    /** The kind as programs know it: {@code switch-undone}. */
    @Override
    public String toString() {
      return Codes.of(this);
    }

    static Optional<Kind> of(String code) {
      for (Kind kind : values()) {
        if (kind.toString().equals(code)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** A text among the figures; empty if there is none of that name. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(figures.get(name)).map(Object::toString);
  }

  /** The event as one JSON object, its time in RFC 3339 and its kind first. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty(TIME, time.toString());
    json.addProperty(EVENT, kind.toString());
    figures.forEach((name, value) -> json.add(name, primitive(value)));
    return json;
  }

  /** The event as a line of JSON, without the end of the line. */
  public String toLine() {
    return toJson().toString();
  }

  /**
   * The event that a line of JSON is.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  public static Event ofLine(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      Instant time = Instant.parse(json.get(TIME).getAsString());
      String code = json.get(EVENT).getAsString();
      Kind kind =
          Kind.of(code)
              .orElseThrow(() -> new IllegalArgumentException("no kind of event: " + code));
      ImmutableMap.Builder<String, Object> figures = ImmutableMap.builder();
      json.entrySet().stream()
          .filter(member -> !member.getKey().equals(TIME) && !member.getKey().equals(EVENT))
          .forEach(
              member ->
                  figures.put(member.getKey(), value(member.getValue().getAsJsonPrimitive())));
      return new Event(time, kind, figures.buildOrThrow());
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException
        | DateTimeParseException e) {
      throw new IllegalArgumentException("no event: " + e.getMessage(), e);
    }
  }

  /**
   * The event as variables for a program: {@code ROUTE_SWITCHER_EVENT=switch}, {@code
   * ROUTE_SWITCHER_TIME}, and one for each figure, {@code ROUTE_SWITCHER_FROM_INTERFACE=eth0}.
   */
  public ImmutableMap<String, String> environment() {
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    toJson().entrySet().stream()
        .map(member -> Map.entry(member.getKey(), member.getValue().getAsString()))
        .forEach(
            member ->
                variables.put(VARIABLE + Ascii.toUpperCase(member.getKey()), member.getValue()));
    return variables.buildOrThrow();
  }

  private static JsonPrimitive primitive(Object value) {
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    } else if (value instanceof Boolean truth) {
      return new JsonPrimitive(truth);
    }
    return new JsonPrimitive((String) value);
  }

  private static Object value(JsonPrimitive json) {
    if (json.isBoolean()) {
      return json.getAsBoolean();
    } else if (json.isString()) {
      return json.getAsString();
    }
    String number = json.getAsString();
    return number.matches("-?\\d{1,18}") ? (Object) Long.valueOf(number) : Double.valueOf(number);
  }
}
