package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the kernel has listed, made by ip(8), is taken back by it; and what is changed, replaced.
 */
@Timeout(300)
@SuppressWarnings("NullAway.Init")
class GivenBackIT {

  private static final List<String> HOPS4 =
      List.of(
          "via 192.0.2.1 dev v0",
          "via 192.0.2.1",
          "dev v0",
          "via 203.0.113.1 dev v0 onlink",
          "via 198.51.100.1 dev w0",
          "via inet6 fe80::9 dev v0",
          "nexthop via 192.0.2.1 dev v0 weight 3 nexthop via 198.51.100.1 dev w0",
          "nexthop via 192.0.2.1 dev v0 nexthop via 203.0.113.1 dev v0 onlink weight 9",
          "nhid 7",
          "nhid 9");
  private static final List<String> HOPS6 =
      List.of(
          "via 2001:db8:1::1 dev v0",
          "via fe80::9 dev v0",
          "dev v0",
          "via 2001:db8:2::1 dev w0",
          "nexthop via 2001:db8:1::1 dev v0 weight 3 nexthop via 2001:db8:2::1 dev w0",
          "via 2001:db8:1::1 dev v0 expires 600",
          "nhid 8");
  private static final List<String> OPTIONS =
      List.of("", "metric 5", "mtu 1400", "proto 157", "table 4242", "mtu lock 1400 advmss 900");
  private static final List<String> SELECTORS =
      List.of(
          "from 192.0.2.2",
          "to 203.0.113.0/24",
          "fwmark 0x10/0xf0",
          "oif v0",
          "iif lo",
          "not from 192.0.2.2",
          "ipproto tcp dport 443",
          "sport 1000-2000",
          "uidrange 10-20",
          "tos 0x10",
          "suppress_prefixlength 1");

  private final TestNamespace namespace = TestNamespace.create();
  private RtnetlinkClient client;

  @BeforeEach
  void open() throws Exception {
    client = namespace.call(() -> RtnetlinkClient.open());
    namespace.sysctl("net/ipv6/conf/default/accept_dad", "0"); // its end would be a route
    namespace.sysctl("net/ipv6/conf/all/accept_dad", "0");
    namespace.run(
        "ip link add v0 type veth peer name v1",
        "ip link add w0 type veth peer name w1",
        "ip link set v0 up && ip link set v1 up && ip link set w0 up && ip link set w1 up",
        "ip addr add 192.0.2.2/24 dev v0",
        "ip addr add 198.51.100.2/24 dev w0",
        "ip addr add 2001:db8:1::2/64 dev v0 nodad",
        "ip addr add 2001:db8:2::2/64 dev w0 nodad",
        "ip nexthop add id 7 via 192.0.2.1 dev v0",
        "ip nexthop add id 8 via 2001:db8:1::1 dev v0",
        "ip nexthop add id 6 via 198.51.100.1 dev w0",
        "ip nexthop add id 9 group 6/7,3");
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  private static <T> T any(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  /** As ip(8) would add it: the destination first. */
  private static String anyRoute(boolean ipv4, Random random) {
    String destination =
        any(List.of("default", ipv4 ? "203.0.113.0/24" : "2001:db8:9::/48"), random);
    String options = any(OPTIONS, random);
    if (random.nextInt(4) == 0) {
      String type = any(List.of("blackhole", "unreachable", "prohibit", "throw"), random);
      return type + " " + destination + " " + options.replaceFirst("mtu.*", "");
    }
    String hops = any(ipv4 ? HOPS4 : HOPS6, random);
    boolean last = hops.startsWith("nexthop");
    return destination + " " + (last ? options + " " + hops : hops + " " + options);
  }

  private List<RouteMessage> routes(boolean ipv4) throws NetlinkException {
    AddressFamily family = ipv4 ? AddressFamily.INET : AddressFamily.INET6;
    return client.routes().list(RouteFilter.of(family));
  }

  private String shown(boolean ipv4) {
    return namespace
        .run("ip -d " + (ipv4 ? "-4" : "-6") + " route show table all")
        .replaceAll("expires \\d+sec", "expires");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void any_route_is_deleted_and_added_again_as_it_was_listed(boolean ipv4) throws Exception {
    for (int seed = 0; seed < 150; seed++) {
      String route = anyRoute(ipv4, new Random(seed));
      List<RouteMessage> without = routes(ipv4);
      namespace.run("ip " + (ipv4 ? "-4" : "-6") + " route add " + route);
      List<RouteMessage> listed = new ArrayList<>(routes(ipv4));
      String was = shown(ipv4);
      listed.removeAll(without);
      assertThat(listed).as(route).hasSize(1);
      RouteMessage one = listed.get(0);

      client.routes().delete(one);
      assertThat(routes(ipv4)).as("deleted: " + route).isEqualTo(without);
      client.routes().add(one);
      assertThat(shown(ipv4)).as("added: " + route).isEqualTo(was);
      client.routes().delete(one);
      client.routes().add(one.toBuilder().build());
      assertThat(shown(ipv4)).as("built and added: " + route).isEqualTo(was);
      client.routes().delete(one.toBuilder().build());
      assertThat(routes(ipv4)).as("built and deleted: " + route).isEqualTo(without);
    }
  }

  @Test
  void any_rule_is_deleted_and_added_again_as_it_was_listed() throws Exception {
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      String rule =
          any(SELECTORS, random)
              + any(List.of(" pref 0", " pref 100", ""), random)
              + any(List.of(" lookup 4242", " lookup main"), random)
              + any(List.of("", " protocol 157"), random);
      List<RuleMessage> without = client.rules().list(AddressFamily.INET);
      namespace.run("ip rule add " + rule);
      List<RuleMessage> with = client.rules().list(AddressFamily.INET);
      List<RuleMessage> listed = new ArrayList<>(with);
      listed.removeAll(without);
      assertThat(listed).as(rule).hasSize(1);

      client.rules().delete(listed.get(0));
      assertThat(client.rules().list(AddressFamily.INET)).as("deleted: " + rule).isEqualTo(without);
      client.rules().add(listed.get(0));
      assertThat(client.rules().list(AddressFamily.INET)).as("added: " + rule).isEqualTo(with);
      client.rules().delete(listed.get(0).toBuilder().build());
      assertThat(client.rules().list(AddressFamily.INET)).as("built: " + rule).isEqualTo(without);
    }
  }

  /** The kernel names the state of a link in its routes, and takes it from nobody. */
  @Test
  void a_route_by_a_link_without_carrier_is_given_back_too() throws Exception {
    namespace.run("ip route add 203.0.113.0/24 via 192.0.2.1 dev v0", "ip link set v1 down");
    RouteMessage route = route("203.0.113.0/24");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!route.toString().contains("linkdown")) { // the kernel takes up to a second to say so
      assertThat(System.nanoTime()).as(route.toString()).isLessThan(deadline);
      route = route("203.0.113.0/24");
    }
    client.routes().replace(route);
    client.routes().replace(route.toBuilder().priority(7).build());
    assertThat(namespace.run("ip route show 203.0.113.0/24")).contains("metric 7");
  }

  private RouteMessage route(String destination) throws NetlinkException {
    return client.routes().list(RouteFilter.of(AddressFamily.INET)).stream()
        .filter(it -> it.toString().startsWith(destination))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_route_is_deleted_by_its_destination_alone_whoever_made_it() throws Exception {
    namespace.run(
        "ip route add 203.0.113.0/25 via 192.0.2.1 proto dhcp",
        "ip route add 203.0.113.128/25 dev v0 proto static",
        "ip route add blackhole 203.0.114.0/24");
    for (String destination : List.of("203.0.113.0/25", "203.0.113.128/25", "203.0.114.0/24")) {
      client
          .routes()
          .delete(
              RouteMessage.builder(AddressFamily.INET)
                  .destination(dev.routeswitcher.netlink.ip.IpPrefix.parse(destination))
                  .build());
    }
    assertThat(namespace.run("ip route show root 203.0.112.0/20")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "via 192.0.2.1 dev v0 metric 100 proto dhcp src 192.0.2.2 mtu 1400",
        "dev v0 metric 5",
        "blackhole",
        "unreachable metric 5",
        "nhid 7",
        "nhid 9 metric 5",
        "nexthop via 192.0.2.1 dev v0 nexthop via 198.51.100.1 dev w0",
        "via 203.0.113.1 dev v0 onlink",
        "via inet6 fe80::9 dev v0"
      })
  void the_default_is_pointed_elsewhere_whatever_it_was(String before) throws Exception {
    add("ip route add ", before);
    client.routes().pointDefault(IpAddress.parse("198.51.100.9"), index("w0"));
    assertThat(namespace.run("ip route show default").lines())
        .singleElement()
        .asString()
        .startsWith("default via 198.51.100.9 dev w0")
        .doesNotContain("onlink", "src");
    assertThat(namespace.run("ip route get 203.0.113.8")).contains("via 198.51.100.9 dev w0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "via 2001:db8:1::1 dev v0 metric 100 proto dhcp mtu 1400",
        "via fe80::9 dev v0 expires 600",
        "blackhole",
        "nhid 8",
        "nexthop via 2001:db8:1::1 dev v0 nexthop via 2001:db8:2::1 dev w0"
      })
  void so_is_that_of_ipv6(String before) throws Exception {
    add("ip -6 route add ", before);
    client.routes().pointDefault(IpAddress.parse("2001:db8:2::9"), index("w0"));
    assertThat(namespace.run("ip -6 route show default").lines())
        .singleElement()
        .asString()
        .startsWith("default via 2001:db8:2::9 dev w0")
        .doesNotContain("expires");
  }

  private void add(String command, String route) {
    if (!route.isEmpty()) {
      boolean typed = route.startsWith("blackhole") || route.startsWith("unreachable");
      namespace.run(
          command + (typed ? route.replaceFirst("^\\w+", "$0 default") : "default " + route));
    }
  }

  private int index(String name) throws NetlinkException {
    return client.links().get(name).index();
  }
}
