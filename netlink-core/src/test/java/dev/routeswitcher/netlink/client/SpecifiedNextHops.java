package dev.routeswitcher.netlink.client;

import static dev.routeswitcher.netlink.ip.AddressFamily.INET;
import static dev.routeswitcher.netlink.ip.AddressFamily.INET6;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.nexthop.NextHopBuilder;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated next hops. */
final class SpecifiedNextHops extends Specified {
  @Override
  Map<String, String> generate(int i, Random random) {
    Map<String, String> spec = new TreeMap<>(Map.of("id", "" + (i + 1)));
    spec.put("protocol", "" + (20 + random.nextInt(20)));
    switch (i < 2 ? 0 : random.nextInt(4)) {
      case 0 -> spec.putAll(Map.of("via", "192.0.2." + (3 + random.nextInt(99)), "dev", "v0"));
      case 1 -> spec.putAll(Map.of("via", "2001:db8::" + (3 + random.nextInt(99)), "dev", "v0"));
      case 2 -> {
        String via = "203.0.113." + random.nextInt(99);
        spec.putAll(Map.of("via", via, "dev", "v0", "onlink", ""));
      }
      default -> spec.put("blackhole", "");
    }
    return spec;
  }

  @Override
  String key(SortedMap<String, String> spec) {
    return field(spec, "id");
  }

  @Override
  String command(SortedMap<String, String> spec) {
    return "nexthop add id "
        + field(spec, "id")
        + words(spec, "via", "dev", "onlink", "blackhole", "protocol");
  }

  @Override
  boolean isIpv6(SortedMap<String, String> spec) {
    return spec.getOrDefault("via", "").contains(":");
  }

  @Override
  RtnetlinkMessage message(SortedMap<String, String> spec) {
    NextHopBuilder hop = NextHopMessage.builder(isIpv6(spec) ? INET6 : INET);
    hop.id(Long.parseLong(field(spec, "id"))).protocol(protocol(field(spec, "protocol")));
    on(spec, "via", via -> hop.gateway(IpAddress.parse(via)));
    on(spec, "dev", dev -> hop.outputInterface(10));
    on(spec, "onlink", none -> hop.onLink());
    on(spec, "blackhole", none -> hop.blackhole());
    return hop.build();
  }

  @Override
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    return client.nextHops().list();
  }

  @Override
  SortedMap<String, String> read(RtnetlinkMessage object) {
    NextHopMessage hop = (NextHopMessage) object;
    Fields fields = new Fields().put("id", hop.id().orElse(0));
    fields.put("protocol", hop.protocol().value());
    hop.gateway().ifPresent(gateway -> fields.put("via", gateway));
    hop.outputInterface().ifPresent(index -> fields.put("dev", index == 10 ? "v0" : "?"));
    if (hop.flags().toString().contains("onlink")) {
      fields.put("onlink", "");
    }
    return hop.isBlackhole() ? fields.put("blackhole", "").map : fields.map;
  }

  @Override
  List<String> listings() {
    return List.of("nexthop show");
  }

  @Override
  SortedMap<String, String> read(JsonObject json) {
    Fields fields = new Fields().take(json, "id", "id").take(json, "protocol", "protocol");
    fields.take(json, "gateway", "via").take(json, "dev", "dev");
    JsonArray flags = json.getAsJsonArray("flags");
    for (JsonElement flag : flags) {
      fields.put(flag.getAsString(), "");
    }
    return json.has("blackhole") ? fields.put("blackhole", "").map : fields.map;
  }
}
