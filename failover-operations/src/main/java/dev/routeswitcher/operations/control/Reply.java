package dev.routeswitcher.operations.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/**
 * A reply of varlink.
 *
 * @param parameters by name
 * @param error what went wrong, with its interface, or null if nothing did
 * @param continues whether another reply to the same call follows
 */
record Reply(JsonObject parameters, @Nullable String error, boolean continues) {

  private static final String SERVICE = "org.varlink.service.";

  static Reply of(JsonObject parameters) {
    return new Reply(parameters, null, false);
  }

  static Reply of(String name, JsonElement value) {
    JsonObject parameters = new JsonObject();
    parameters.add(name, value);
    return of(parameters);
  }

  static Reply done() {
    return of(new JsonObject());
  }

  static Reply failed(String error, String name, String value) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty(name, value);
    return new Reply(parameters, error, false);
  }

  static Reply interfaceNotFound(String name) {
    return failed(SERVICE + "InterfaceNotFound", "interface", name);
  }

  static Reply methodNotFound(String name) {
    return failed(SERVICE + "MethodNotFound", "method", name);
  }

  static Reply invalidParameter(String name) {
    return failed(SERVICE + "InvalidParameter", "parameter", name);
  }

  static Reply permissionDenied() {
    return new Reply(new JsonObject(), SERVICE + "PermissionDenied", false);
  }

  static Reply expectedMore() {
    return new Reply(new JsonObject(), SERVICE + "ExpectedMore", false);
  }

  /** The same, with more to follow. */
  Reply continued() {
    return new Reply(parameters, error, true);
  }

  String toMessage() {
    JsonObject json = new JsonObject();
    if (error != null) {
      json.addProperty("error", error);
    }
    json.add("parameters", parameters);
    if (continues) {
      json.addProperty("continues", true);
    }
    return json.toString();
  }

  /**
   * The reply that a message is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Reply ofMessage(String message) {
    try {
      JsonObject json = JsonParser.parseString(message).getAsJsonObject();
      JsonElement parameters = json.get("parameters");
      JsonElement error = json.get("error");
      JsonElement continues = json.get("continues");
      return new Reply(
          parameters == null ? new JsonObject() : parameters.getAsJsonObject(),
          error == null ? null : error.getAsString(),
          continues != null && continues.getAsBoolean());
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("no reply: " + e.getMessage(), e);
    }
  }
}
