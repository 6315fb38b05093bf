package dev.routeswitcher.operations.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;

/**
 * A call of varlink.
 *
 * @param method with its interface: {@code dev.routeswitcher.Control.Status}
 * @param parameters by name
 * @param more whether several replies are wanted
 * @param oneway whether none is
 */
record Call(String method, JsonObject parameters, boolean more, boolean oneway) {

  /**
   * The call that a message is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Call of(String message) {
    try {
      JsonObject json = JsonParser.parseString(message).getAsJsonObject();
      JsonElement parameters = json.get("parameters");
      return new Call(
          json.get("method").getAsString(),
          parameters == null || parameters.isJsonNull()
              ? new JsonObject()
              : parameters.getAsJsonObject(),
          isSet(json, "more"),
          isSet(json, "oneway"));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException("no call: " + e.getMessage(), e);
    }
  }

  private static boolean isSet(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && !value.isJsonNull() && value.getAsBoolean();
  }

  /** The call as a message. */
  String toMessage() {
    JsonObject json = new JsonObject();
    json.addProperty("method", method);
    json.add("parameters", parameters);
    if (more) {
      json.addProperty("more", true);
    }
    if (oneway) {
      json.addProperty("oneway", true);
    }
    return json.toString();
  }

  /** A parameter that is a text; empty if it is missing or none. */
  Optional<String> text(String name) {
    JsonElement value = parameters.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }
}
