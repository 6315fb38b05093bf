package dev.routeswitcher.netlink.client;

import static dev.routeswitcher.netlink.ip.AddressFamily.UNSPEC;

import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.address.AddressAttributes;
import dev.routeswitcher.netlink.address.AddressBuilder;
import dev.routeswitcher.netlink.address.AddressFlags;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated addresses. */
final class SpecifiedAddresses extends Specified {
  @Override
  Map<String, String> generate(int i, Random random) {
    Map<String, String> spec = new TreeMap<>();
    boolean ipv4 = random.nextBoolean();
    spec.put(
        "address",
        ipv4
            ? "203.0.113." + 4 * i + "/" + (30 + random.nextInt(3))
            : "2001:db8:7::" + Integer.toHexString(i + 1) + "/" + (64 + random.nextInt(65)));
    spec.put("scope", random.nextBoolean() ? "0" : "253");
    if (random.nextBoolean()) {
      spec.put("metric", "" + (1 + random.nextInt(1_000_000)));
    }
    if (ipv4) {
      spec.put("label", random.nextBoolean() ? "v0" : "v0:" + i);
      if (random.nextBoolean()) {
        spec.put("broadcast", "203.0.113." + random.nextInt(256));
      }
    } else {
      spec.put("scope", "0");
      spec.put("nodad", "");
    }
    return spec;
  }

  @Override
  String key(SortedMap<String, String> spec) {
    return field(spec, "address");
  }

  @Override
  String command(SortedMap<String, String> spec) {
    return "addr add "
        + field(spec, "address")
        + " dev v0"
        + words(spec, "scope", "metric", "label", "broadcast", "nodad");
  }

  @Override
  RtnetlinkMessage message(SortedMap<String, String> spec) {
    AddressBuilder address = AddressMessage.builder(IpPrefix.parse(field(spec, "address")), 10);
    address.scope(RouteScope.of(Integer.parseInt(field(spec, "scope"))));
    on(
        spec,
        "metric",
        metric -> address.set(AddressAttributes.RT_PRIORITY, Long.parseLong(metric)));
    on(spec, "label", address::label);
    on(spec, "broadcast", broadcast -> address.broadcast(IpAddress.parse(broadcast)));
    on(spec, "nodad", none -> address.flags(new AddressFlags(AddressFlags.NODAD)));
    return address.build();
  }

  @Override
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    List<AddressMessage> all = client.addresses().list(UNSPEC);
    all.removeIf(address -> address.prefix().orElseThrow().toString().startsWith("fe80:"));
    return all;
  }

  @Override
  SortedMap<String, String> read(RtnetlinkMessage object) {
    AddressMessage address = (AddressMessage) object;
    Fields fields = new Fields().put("address", address.prefix().orElseThrow());
    fields.put("scope", address.scope().value());
    address
        .attributes()
        .get(AddressAttributes.RT_PRIORITY)
        .ifPresent(metric -> fields.put("metric", metric));
    address.label().ifPresent(label -> fields.put("label", label));
    address.broadcast().ifPresent(broadcast -> fields.put("broadcast", broadcast));
    if (address.flags().has(AddressFlags.NODAD)) {
      fields.put("nodad", "");
    }
    return fields.map;
  }

  @Override
  List<String> listings() {
    return List.of("address show");
  }

  @Override
  List<JsonObject> parts(JsonObject json) {
    List<JsonObject> parts = new ArrayList<>();
    json.getAsJsonArray("addr_info").forEach(part -> parts.add(part.getAsJsonObject()));
    return parts;
  }

  @Override
  SortedMap<String, String> read(JsonObject json) {
    Fields fields = new Fields();
    fields.put(
        "address", json.get("local").getAsString() + "/" + json.get("prefixlen").getAsString());
    fields.take(json, "scope", "scope").take(json, "metric", "metric");
    fields.take(json, "label", "label").take(json, "broadcast", "broadcast");
    return json.has("nodad") ? fields.put("nodad", "").map : fields.map;
  }
}
