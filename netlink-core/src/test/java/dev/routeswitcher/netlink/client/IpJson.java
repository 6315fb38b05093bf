package dev.routeswitcher.netlink.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.routeswitcher.netlink.TestNamespace;

/** What {@code ip} prints with {@code -json}, numbers as numbers. */
final class IpJson {
  private IpJson() {}

  static JsonArray ip(TestNamespace namespace, String command) {
    return JsonParser.parseString(namespace.run("ip -details -Numeric -json " + command))
        .getAsJsonArray();
  }
}
