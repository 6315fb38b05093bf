package dev.routeswitcher.netlink.client;

import static dev.routeswitcher.netlink.ip.AddressFamily.UNSPEC;

import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourBuilder;
import dev.routeswitcher.netlink.neighbour.NeighbourFlags;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated neighbours. */
final class SpecifiedNeighbours extends Specified {
  @Override
  Map<String, String> generate(int i, Random random) {
    Map<String, String> spec = new TreeMap<>();
    boolean ipv4 = random.nextBoolean();
    spec.put("to", ipv4 ? "192.0.2." + (10 + i) : "2001:db8::" + Integer.toHexString(16 + i));
    if (random.nextInt(4) == 0) {
      spec.put("proxy", "");
      return spec;
    }
    spec.put("lladdr", String.format("02:00:00:00:%02x:%02x", i, random.nextInt(256)));
    spec.put("nud", random.nextBoolean() ? "permanent" : "stale");
    if (random.nextBoolean()) {
      spec.put("protocol", "" + (20 + random.nextInt(20)));
    }
    if (random.nextBoolean()) {
      spec.put("extern_learn", "");
    }
    if (!ipv4 && random.nextBoolean()) {
      spec.put("router", "");
    }
    return spec;
  }

  @Override
  String key(SortedMap<String, String> spec) {
    return field(spec, "to");
  }

  @Override
  String command(SortedMap<String, String> spec) {
    return "neigh add "
        + (spec.containsKey("proxy") ? "proxy " : "")
        + field(spec, "to")
        + " dev v0"
        + words(spec, "lladdr", "nud", "protocol", "extern_learn", "router");
  }

  @Override
  RtnetlinkMessage message(SortedMap<String, String> spec) {
    IpAddress to = IpAddress.parse(field(spec, "to"));
    NeighbourBuilder neighbour = NeighbourMessage.builder(to.family());
    neighbour.interfaceIndex(10).destination(to);
    on(spec, "lladdr", address -> neighbour.linkLayerAddress(LinkAddress.parse(address)));
    on(
        spec,
        "nud",
        state ->
            neighbour.state(
                state.equals("stale") ? NeighbourState.STALE : NeighbourState.PERMANENT));
    on(spec, "protocol", protocol -> neighbour.protocol(protocol(protocol)));
    long flags =
        (spec.containsKey("proxy") ? NeighbourFlags.PROXY : 0)
            | (spec.containsKey("extern_learn") ? NeighbourFlags.EXTERNALLY_LEARNED : 0)
            | (spec.containsKey("router") ? NeighbourFlags.ROUTER : 0);
    return neighbour.flags(new NeighbourFlags(flags)).build();
  }

  @Override
  List<? extends RtnetlinkMessage> list(RtnetlinkClient client) throws NetlinkException {
    List<NeighbourMessage> all = client.neighbours().list(UNSPEC);
    all.removeIf(neighbour -> neighbour.state().has(NeighbourState.NOARP));
    all.addAll(client.neighbours().listProxies(UNSPEC));
    return all;
  }

  @Override
  SortedMap<String, String> read(RtnetlinkMessage object) {
    NeighbourMessage neighbour = (NeighbourMessage) object;
    Fields fields = new Fields().put("to", neighbour.destination().orElseThrow());
    NeighbourFlags flags = neighbour.flags();
    if (flags.has(NeighbourFlags.PROXY)) {
      return fields.put("proxy", "").map;
    }
    neighbour.linkLayerAddress().ifPresent(address -> fields.put("lladdr", address));
    fields.put("nud", neighbour.state().equals(NeighbourState.STALE) ? "stale" : "permanent");
    neighbour.protocol().ifPresent(protocol -> fields.put("protocol", protocol.value()));
    if (flags.has(NeighbourFlags.EXTERNALLY_LEARNED)) {
      fields.put("extern_learn", "");
    }
    return flags.has(NeighbourFlags.ROUTER) ? fields.put("router", "").map : fields.map;
  }

  @Override
  List<String> listings() {
    return List.of("neigh show", "neigh show proxy");
  }

  @Override
  SortedMap<String, String> read(JsonObject json) {
    Fields fields = new Fields().take(json, "dst", "to");
    if (json.has("proxy")) {
      return fields.put("proxy", "").map;
    }
    fields.take(json, "lladdr", "lladdr").take(json, "protocol", "protocol");
    fields.put(
        "nud",
        json.getAsJsonArray("state").get(0).getAsString().equals("STALE") ? "stale" : "permanent");
    if (json.has("extern_learn")) {
      fields.put("extern_learn", "");
    }
    return json.has("router") ? fields.put("router", "").map : fields.map;
  }
}
