package dev.routeswitcher.netlink.client;

import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A kind of objects by what is meant, as fields and texts: how to ask {@code ip} and us for one,
 * and how to read one of either. A field that is absent is not said.
 */
abstract class Specified {
  /** What an object is to be. */
  abstract Map<String, String> generate(int i, Random random);

  /** What distinguishes it from others. */
  abstract String key(SortedMap<String, String> spec);

  /** Arguments of {@code ip} that make it. */
  abstract String command(SortedMap<String, String> spec);

  /** True if {@code ip} needs the family for it. */
  boolean isIpv6(SortedMap<String, String> spec) {
    return false;
  }

  /** The message that makes it. */
  abstract RtnetlinkMessage message(SortedMap<String, String> spec);

  abstract List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException;

  abstract SortedMap<String, String> read(RtnetlinkMessage object);

  /** Arguments of {@code ip} that list all. */
  abstract List<String> listings();

  /** The objects in one element of such a listing. */
  List<JsonObject> parts(JsonObject json) {
    return List.of(json);
  }

  abstract SortedMap<String, String> read(JsonObject json);

  /** Fields as texts. */
  static final class Fields {
    final SortedMap<String, String> map = new TreeMap<>();

    Fields put(String name, Object value) {
      map.put(name, value.toString());
      return this;
    }

    Fields take(JsonObject json, String from, String name) {
      return json.has(from) ? put(name, json.get(from).getAsString()) : this;
    }
  }

  static void prefix(JsonObject json, String address, String length, String name, Fields fields) {
    if (json.has(address) && !json.get(address).getAsString().equals("all")) {
      String text = json.get(address).getAsString();
      String full = text.contains(":") ? "/128" : "/32";
      fields.put(name, text + (json.has(length) ? "/" + json.get(length).getAsString() : full));
    }
  }

  /** A field that every object of the kind has. */
  static String field(Map<String, String> spec, String name) {
    return Objects.requireNonNull(spec.get(name), name);
  }

  static void maybe(Map<String, String> spec, Random random, String name, String value) {
    if (random.nextInt(3) == 0) {
      spec.put(name, value);
    }
  }

  static void on(SortedMap<String, String> spec, String name, Consumer<String> action) {
    if (spec.containsKey(name)) {
      action.accept(field(spec, name));
    }
  }

  static String words(SortedMap<String, String> spec, String... names) {
    StringJoiner words = new StringJoiner(" ", " ", "");
    for (String name : names) {
      on(spec, name, value -> words.add((name + " " + value).strip()));
    }
    return words.toString();
  }

  static RouteProtocol protocol(String number) {
    return RouteProtocol.of(Integer.parseInt(number));
  }

  static int start(String range) {
    return Integer.parseInt(range.substring(0, range.indexOf('-')));
  }

  static int end(String range) {
    return Integer.parseInt(range.substring(range.indexOf('-') + 1));
  }

  @Override
  public String toString() {
    return getClass().getSimpleName();
  }
}
