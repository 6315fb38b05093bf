package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkFlags;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second reader, {@code ip -json}, must see in the kernel what we see, field by field. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class AgreementWithIpIT {
  private static final ImmutableMap<Integer, String> METRICS =
      ImmutableMap.of(
          RouteMetrics.MTU, "mtu",
          RouteMetrics.ADVMSS, "advmss",
          RouteMetrics.INITCWND, "initcwnd",
          RouteMetrics.INITRWND, "initrwnd",
          RouteMetrics.QUICKACK, "quickack",
          RouteMetrics.HOPLIMIT, "hoplimit");

  private final TestNamespace namespace = TestNamespace.create();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private RtnetlinkClient client;

  @BeforeEach
  void open() {
    namespace.run(
        "ip link add v0 index 10 type veth peer name v1 index 21",
        "ip link add w0 index 30 type veth peer name w1 index 41",
        "ip link add br0 index 50 type bridge",
        "ip link set w1 master br0 mtu 1400",
        "ip link set v0 up",
        "ip link set v1 up",
        "ip link set w0 up",
        "ip link set w1 up",
        "ip addr add 192.0.2.2/24 dev v0",
        "ip addr add 192.0.2.3/24 dev v0",
        "ip addr add 198.51.100.2 peer 198.51.100.1 dev w0",
        "ip addr add 203.0.113.2/30 dev w0 valid_lft 3000 preferred_lft 0",
        "ip -6 addr add 2001:db8::2/64 dev v0 nodad",
        "ip -6 addr add 2001:db8:7::2/64 dev br0");
    client = namespace.call(() -> RtnetlinkClient.open());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  @Test
  void routes_made_by_ip_are_read_by_us() throws Exception {
    StringBuilder batch = new StringBuilder();
    StringBuilder batch6 = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      batch.append("route add ").append(randomRoute(i)).append('\n');
      batch6.append("route add 2001:db8:").append(Integer.toHexString(i + 16));
      batch6.append("::/48 dev v0 metric ").append(1 + random.nextInt(5000)).append('\n');
    }
    namespace.pipe(batch.toString(), "ip -batch -");
    namespace.pipe(batch6.toString(), "ip -6 -batch -");

    compareRoutes(AddressFamily.INET, 150);
    compareRoutes(AddressFamily.INET6, 150);
  }

  private String randomRoute(int i) {
    StringBuilder route = new StringBuilder();
    int kind = random.nextInt(6);
    if (kind == 0) {
      return "blackhole 203.0.113." + i + " metric " + random.nextInt(9);
    }
    route.append("203.0.113.").append(i & ~3).append("/30");
    if (kind == 1) {
      route.append(" metric ").append(10_000 + i);
      route.append(" nexthop via 192.0.2.1 weight ").append(1 + random.nextInt(256));
      return route + " nexthop via 198.51.100.1 dev w0";
    }
    route.append(kind == 2 ? " dev w0" : " via 192.0.2." + (4 + random.nextInt(200)) + " dev v0");
    route.append(" proto ").append(20 + random.nextInt(20)).append(" metric ").append(20_000 + i);
    if (kind > 3) {
      route.append(" src 192.0.2.3");
    }
    if (kind == 5) {
      route.append(" onlink mtu ").append(1000 + random.nextInt(400));
      route.append(" initcwnd ").append(1 + random.nextInt(50));
    }
    return (random.nextBoolean() ? "tos 0x10 " : "") + route;
  }

  @Test
  void routes_made_by_us_are_read_by_ip() throws Exception {
    List<RouteMessage> made = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      RouteMessage route = generated(i);
      client.routes().add(route);
      made.add(route);
    }

    TreeSet<String> printed = new TreeSet<>();
    for (JsonElement route : IpJson.ip(namespace, "route show table main")) {
      if (route.getAsJsonObject().get("protocol").getAsString().equals("157")) {
        printed.add(describe(route.getAsJsonObject()));
      }
    }

    assertThat(printed).as("seed %s", seed).containsExactlyElementsOf(describe(made));
    compareRoutes(AddressFamily.INET, 100);
  }

  private RouteMessage generated(int i) {
    RouteBuilder route =
        RouteMessage.builder(AddressFamily.INET)
            .destination(IpPrefix.parse("203.0.113." + (i * 2) + "/31"))
            .priority(1 + random.nextInt(100_000))
            .protocol(RouteProtocol.of(157));
    switch (random.nextInt(4)) {
      case 0 -> route.type(RouteType.UNREACHABLE);
      case 1 ->
          route.nextHops(
              List.of(
                  NextHop.via(IpAddress.parse("192.0.2.1"), 10).withWeight(1 + random.nextInt(256)),
                  NextHop.via(IpAddress.parse("198.51.100.1"), 30)));
      case 2 -> route.outputInterface(30).preferredSource(IpAddress.parse("198.51.100.2"));
      default ->
          route
              .gateway(IpAddress.parse("192.0.2." + (100 + i)))
              .outputInterface(10)
              .onLink()
              .metrics(
                  RouteMetrics.of(
                      Map.of(
                          RouteMetrics.MTU, 1000L + random.nextInt(400),
                          RouteMetrics.ADVMSS, 500L + random.nextInt(400),
                          RouteMetrics.QUICKACK, 1L)));
    }
    return route.build();
  }

  private void compareRoutes(AddressFamily family, int atLeast) throws Exception {
    List<RouteMessage> ours = client.routes().list(RouteFilter.of(family).table(RouteTable.MAIN));
    TreeSet<String> printed = new TreeSet<>();
    String command = family.equals(AddressFamily.INET) ? "-4 route" : "-6 route";
    for (JsonElement route : IpJson.ip(namespace, command + " show table main")) {
      printed.add(describe(route.getAsJsonObject()));
    }
    assertThat(printed).as("seed %s", seed).containsExactlyElementsOf(describe(ours));
    assertThat(ours).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(atLeast);
    ours.forEach(AgreementWithIpIT::checkRoundTrip);
  }

  private static void checkRoundTrip(RtnetlinkMessage message) {
    assertThat(message.problems()).isEmpty();
    NetlinkWriter writer = new NetlinkWriter(message.attributes().order());
    message.attributes().writeTo(writer);
    assertThat(writer.toBytes()).isEqualTo(message.attributes().bytes());
  }

  private static Set<String> describe(List<RouteMessage> routes) {
    TreeSet<String> texts = new TreeSet<>();
    routes.forEach(route -> texts.add(describe(route)));
    return texts;
  }

  private static String describe(RouteMessage route) {
    TreeMap<String, Object> fields = new TreeMap<>();
    fields.put("type", route.type().value());
    fields.put("dst", route.isDefault() ? "default" : shortened(route.destination().orElseThrow()));
    route.gateway().ifPresent(gateway -> fields.put("gateway", gateway));
    route.outputInterface().ifPresent(index -> fields.put("dev", index));
    fields.put("protocol", route.protocol().value());
    fields.put("scope", route.scope().value());
    fields.put("tos", route.tos());
    route.priority().ifPresent(metric -> fields.put("metric", metric));
    route.preferredSource().ifPresent(source -> fields.put("prefsrc", source));
    fields.put("flags", flags(route.flags()));
    route
        .metrics()
        .ifPresent(
            metrics ->
                metrics
                    .values()
                    .forEach(
                        (type, value) -> fields.put(String.valueOf(METRICS.get(type)), value)));
    int hop = 0;
    for (NextHop next : route.nextHops()) {
      String gateway = next.gateway().map(IpAddress::toString).orElse("");
      fields.put(
          "hop" + hop++,
          gateway + " " + next.outputInterface() + " " + next.weight() + flags(next.flags()));
    }
    return fields.toString();
  }

  private static String shortened(IpPrefix prefix) {
    boolean host = prefix.length() == prefix.address().bitLength();
    return host ? prefix.address().toString() : prefix.toString();
  }

  private static Set<String> flags(RouteFlags flags) {
    TreeSet<String> names = new TreeSet<>(List.of(flags.toString().split(" ")));
    names.remove("");
    return names;
  }

  private static String describe(JsonObject route) {
    TreeMap<String, Object> fields = new TreeMap<>();
    fields.put("type", route.get("type").getAsString());
    fields.put("dst", route.get("dst").getAsString());
    fields.put("protocol", route.get("protocol").getAsString());
    fields.put("scope", route.get("scope").getAsString());
    fields.put("tos", route.has("tos") ? Integer.decode(route.get("tos").getAsString()) : 0);
    for (String same : List.of("gateway", "metric", "prefsrc")) {
      if (route.has(same)) {
        fields.put(same, route.get(same).getAsString());
      }
    }
    if (route.has("dev")) {
      fields.put("dev", index(route.get("dev").getAsString()));
    }
    fields.put("flags", strings(route.getAsJsonArray("flags")));
    if (route.has("metrics")) {
      JsonObject metrics = route.getAsJsonArray("metrics").get(0).getAsJsonObject();
      metrics.entrySet().forEach(e -> fields.put(e.getKey(), e.getValue().getAsString()));
    }
    int hop = 0;
    if (route.has("nexthops")) {
      for (JsonElement element : route.getAsJsonArray("nexthops")) {
        JsonObject next = element.getAsJsonObject();
        fields.put(
            "hop" + hop++,
            next.get("gateway").getAsString()
                + " "
                + index(next.get("dev").getAsString())
                + " "
                + next.get("weight").getAsString()
                + strings(next.getAsJsonArray("flags")));
      }
    }
    return fields.toString();
  }

  private static int index(String name) {
    return switch (name) {
      case "lo" -> 1;
      case "v0" -> 10;
      case "v1" -> 21;
      case "w0" -> 30;
      case "w1" -> 41;
      case "br0" -> 50;
      default -> throw new AssertionError(name);
    };
  }

  private static Set<String> strings(JsonArray array) {
    TreeSet<String> strings = new TreeSet<>();
    array.forEach(element -> strings.add(element.getAsString()));
    return strings;
  }

  @Test
  void links_are_read_alike() throws Exception {
    List<LinkMessage> ours = client.links().list();
    JsonArray printed = IpJson.ip(namespace, "link show");

    assertThat(ours).hasSize(printed.size()).hasSize(6);
    for (int i = 0; i < ours.size(); i++) {
      LinkMessage link = ours.get(i);
      JsonObject other = printed.get(i).getAsJsonObject();
      checkRoundTrip(link);
      assertThat(link.index()).isEqualTo(other.get("ifindex").getAsInt());
      assertThat(link.name()).hasValue(other.get("ifname").getAsString());
      assertThat(link.mtu()).hasValue(other.get("mtu").getAsLong());
      assertThat(link.operationalState().orElseThrow())
          .hasToString(other.get("operstate").getAsString());
      assertThat(link.address().orElseThrow()).hasToString(other.get("address").getAsString());
      assertThat(link.isUp()).isEqualTo(strings(other.getAsJsonArray("flags")).contains("UP"));
      assertThat(link.isLowerUp())
          .isEqualTo(strings(other.getAsJsonArray("flags")).contains("LOWER_UP"));
      assertThat(link.flags().has(LinkFlags.LOOPBACK)).isEqualTo(link.index() == 1);
      if (other.has("linkinfo")) {
        JsonObject info = other.getAsJsonObject("linkinfo");
        assertThat(link.kind()).hasValue(info.get("info_kind").getAsString());
      }
      if (other.has("link")) {
        assertThat(link.link()).hasValue(index(other.get("link").getAsString()));
      }
      if (other.has("master")) {
        assertThat(link.master()).hasValue(index(other.get("master").getAsString()));
      }
    }
  }

  @Test
  void addresses_are_read_alike() throws Exception {
    TreeSet<String> printed = new TreeSet<>();
    for (JsonElement link : IpJson.ip(namespace, "address show")) {
      int index = link.getAsJsonObject().get("ifindex").getAsInt();
      for (JsonElement element : link.getAsJsonObject().getAsJsonArray("addr_info")) {
        JsonObject info = element.getAsJsonObject();
        TreeMap<String, Object> fields = new TreeMap<>();
        fields.put("index", index);
        fields.put("family", info.get("family").getAsString());
        fields.put(
            "prefix", info.get("local").getAsString() + "/" + info.get("prefixlen").getAsString());
        if (info.has("address")) {
          fields.put("peer", info.get("address").getAsString());
        }
        fields.put("scope", info.get("scope").getAsString());
        fields.put("valid", info.get("valid_life_time").getAsLong() / 100);
        fields.put("preferred", info.get("preferred_life_time").getAsLong() / 100);
        for (String flag : List.of("tentative", "deprecated", "nodad", "secondary")) {
          fields.put(flag, info.has(flag));
        }
        printed.add(fields.toString());
      }
    }

    TreeSet<String> ours = new TreeSet<>();
    for (AddressMessage address : client.addresses().list(AddressFamily.UNSPEC)) {
      checkRoundTrip(address);
      TreeMap<String, Object> fields = new TreeMap<>();
      fields.put("index", address.interfaceIndex());
      fields.put("family", address.family());
      fields.put("prefix", address.prefix().orElseThrow());
      address.peer().ifPresent(peer -> fields.put("peer", peer));
      fields.put("scope", address.scope().value());
      fields.put("valid", address.cacheInfo().orElseThrow().validSeconds() / 100);
      fields.put("preferred", address.cacheInfo().orElseThrow().preferredSeconds() / 100);
      for (String flag : List.of("tentative", "deprecated", "nodad", "secondary")) {
        fields.put(flag, address.flags().toString().contains(flag));
      }
      ours.add(fields.toString());
    }

    assertThat(printed).containsExactlyElementsOf(ours).hasSizeGreaterThan(7);
    assertThat(client.addresses().list(AddressFamily.INET, 30)).hasSize(2);
  }
}
