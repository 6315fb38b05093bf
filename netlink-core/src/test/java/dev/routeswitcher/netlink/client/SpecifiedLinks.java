package dev.routeswitcher.netlink.client;

import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.link.LinkAttributes;
import dev.routeswitcher.netlink.link.LinkBuilder;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated links. */
final class SpecifiedLinks extends Specified {
  @Override
  Map<String, String> generate(int i, Random random) {
    Map<String, String> spec = new TreeMap<>(Map.of("index", "" + (100 + i), "name", "br" + i));
    spec.put("kind", "bridge");
    spec.put("mtu", "" + (600 + random.nextInt(900)));
    spec.put("address", String.format("02:00:00:%02x:00:%02x", i, random.nextInt(256)));
    spec.put("txqlen", "" + (1 + random.nextInt(2000)));
    return spec;
  }

  @Override
  String key(SortedMap<String, String> spec) {
    return field(spec, "name");
  }

  @Override
  String command(SortedMap<String, String> spec) {
    return "link add name "
        + field(spec, "name")
        + words(spec, "index", "mtu", "address", "txqlen")
        + " type bridge";
  }

  @Override
  RtnetlinkMessage message(SortedMap<String, String> spec) {
    LinkBuilder link = LinkMessage.builder().name(field(spec, "name")).kind(field(spec, "kind"));
    link.index(Integer.parseInt(field(spec, "index"))).mtu(Long.parseLong(field(spec, "mtu")));
    link.address(LinkAddress.parse(field(spec, "address")));
    return link.set(LinkAttributes.TXQLEN, Long.parseLong(field(spec, "txqlen"))).build();
  }

  @Override
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    return client.links().list();
  }

  @Override
  SortedMap<String, String> read(RtnetlinkMessage object) {
    LinkMessage link = (LinkMessage) object;
    Fields fields = new Fields().put("index", link.index()).put("name", link.name().orElse(""));
    fields.put("kind", link.kind().orElse("")).put("mtu", link.mtu().orElse(0));
    fields.put("address", link.address().orElseThrow());
    return fields.put("txqlen", link.attributes().get(LinkAttributes.TXQLEN).orElse(0)).map;
  }

  @Override
  List<String> listings() {
    return List.of("link show");
  }

  @Override
  SortedMap<String, String> read(JsonObject json) {
    Fields fields = new Fields().take(json, "ifindex", "index").take(json, "ifname", "name");
    fields.put(
        "kind",
        json.has("linkinfo")
            ? json.getAsJsonObject("linkinfo").get("info_kind").getAsString()
            : "");
    fields.take(json, "mtu", "mtu").take(json, "address", "address");
    return fields.take(json, "txqlen", "txqlen").map;
  }
}
