package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.link.LinkBuilder;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every verb on every kind of object, on the real kernel. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class VerbsIT {
  private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.1");

  private final TestNamespace namespace = TestNamespace.create();
  private RtnetlinkClient client;

  @BeforeEach
  void open() throws Exception {
    client = namespace.call(() -> RtnetlinkClient.open());
    LinkMessage far = LinkMessage.builder().name("v1").index(21).build();
    client.links().add(LinkMessage.builder().name("v0").index(10).veth(far).build());
    client.links().setUp(10);
    client.links().setUp(21);
    client.addresses().add(address("192.0.2.2/24").build());
  }

  @AfterEach
  void close() {
    client.close();
    namespace.close();
  }

  private static dev.routeswitcher.netlink.address.AddressBuilder address(String prefix) {
    return AddressMessage.builder(IpPrefix.parse(prefix), 10);
  }

  private static RouteMessage route(int i) {
    return RouteMessage.builder(AddressFamily.INET)
        .destination(IpPrefix.parse("203.0.113." + i + "/32"))
        .gateway(IpAddress.parse("192.0.2.1"))
        .outputInterface(10)
        .build();
  }

  private interface Call {
    void run() throws NetlinkException;
  }

  private static Errno errno(Call call) {
    return catchThrowableOfType(NetlinkException.class, call::run).errno().orElseThrow();
  }

  @Test
  void links_are_made_set_and_deleted() throws Exception {
    client.links().add(LinkMessage.builder().name("br0").index(50).kind("bridge").build());
    client.links().setMtu(10, 1400);
    client.links().setMtu(10, 1400);
    client.links().setMaster(10, 50);
    client.links().setMaster(10, 50);

    LinkMessage port = client.links().get("v0");
    assertThat(port.mtu()).hasValue(1400);
    assertThat(port.master()).hasValue(50);
    assertThat(port.isUp()).isTrue();
    assertThat(client.links().get(50).kind()).hasValue("bridge");

    client.links().setMaster(10, 0);
    client.links().setDown(10);
    client.links().setDown(10);
    assertThat(client.links().get(10).master()).isEmpty();
    assertThat(client.links().get(10).isUp()).isFalse();

    LinkMessage bridge = LinkMessage.builder().index(50).build();
    assertThat(client.links().deleteIfPresent(bridge)).isTrue();
    assertThat(client.links().deleteIfPresent(bridge)).isFalse();
    assertThat(errno(() -> client.links().setUp(50))).isEqualTo(Errno.ENODEV);
  }

  @Test
  void a_link_is_renamed() throws Exception {
    client.links().setDown(21);
    client.links().change(LinkMessage.builder().index(21).name("far").build());

    assertThat(client.links().get("far").index()).isEqualTo(21);
  }

  @Test
  void a_link_is_found_by_each_of_its_names_however_long() throws Exception {
    String longest = "n".repeat(127);
    for (String name : List.of("uplink", "fibre-to-the-home", longest)) {
      namespace.run("ip link property add dev v0 altname " + name);
    }
    for (String name : List.of("v0", "uplink", "fibre-to-the-home", longest)) {
      assertThat(client.links().get(name).index()).as(name).isEqualTo(10);
    }
    for (String name : List.of("", "v9", "fibre-to-the-homf", "n".repeat(126), longest + "n")) {
      assertThat(errno(() -> client.links().get(name))).as(name).isEqualTo(Errno.ENODEV);
    }
    assertThat(errno(() -> client.links().get(0))).isEqualTo(Errno.ENODEV);
    assertThat(errno(() -> client.links().get(-1))).isEqualTo(Errno.ENODEV);
  }

  @Test
  void a_name_with_a_zero_byte_is_refused_before_it_is_cut() throws Exception {
    LinkBuilder link = LinkMessage.builder().kind("bridge");
    assertThatThrownBy(() -> link.name("ab\0cd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a zero byte in \"ab\\0cd\"; the kernel would end it there");
    assertThatThrownBy(() -> client.links().get("v0\0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(client.links().list()).noneMatch(it -> it.name().orElseThrow().equals("ab"));
  }

  @Test
  void a_name_that_is_not_utf_8_survives() throws Exception {
    namespace.run("ip link add $(printf 'caf\\351\\360\\237') type bridge");
    String name =
        client.links().list().stream()
            .filter(link -> link.kind().equals(Optional.of("bridge")))
            .findFirst()
            .flatMap(LinkMessage::name)
            .orElseThrow();
    assertThat(name).isEqualTo("caf\udce9\udcf0\udc9f");
    assertThat(client.links().get(name).name()).hasValue(name);
    client.links().add(LinkMessage.builder().kind("bridge").name("b\udc80").build());
    assertThat(namespace.run("ip -o link show type bridge | od -An -v -tx1 | tr -d ' \\n'"))
        .contains("6280");
  }

  @Test
  void an_error_names_the_link_as_far_as_its_name_is_known() {
    assertThatThrownBy(() -> client.links().setMtu(10, 1))
        .hasMessageStartingWith("change link if10 mtu 1: EINVAL");
    assertThatThrownBy(() -> client.links().setUp(77))
        .hasMessageStartingWith("change link if77 up: ");
  }

  @Test
  void the_error_of_a_route_of_thousands_of_next_hops_is_a_line_that_can_be_read() {
    List<NextHop> hops =
        IntStream.range(0, 4000)
            .mapToObj(i -> NextHop.via(IpAddress.parse("192.0.2.1"), 10))
            .toList();
    RouteMessage route =
        RouteMessage.builder(AddressFamily.INET)
            .destination(IpPrefix.parse("203.0.113.0/24"))
            .nextHops(hops)
            .build();
    NetlinkException e =
        catchThrowableOfType(NetlinkException.class, () -> client.routes().delete(route));
    assertThat(e).hasMessageStartingWith("delete route 203.0.113.0/24 nexthop via 192.0.2.1 dev");
    assertThat(e.getMessage()).hasSizeLessThan(700).contains("...: ");
    assertThat(e.object()).hasSize(400);
  }

  /** What the kernel does about a route that its 32 KiB for each part of a listing do not hold. */
  @Test
  void
      behind_a_route_of_thousands_of_next_hops_only_a_listing_of_every_family_is_known_to_be_short()
          throws Exception {
    RouteBuilder small = RouteMessage.builder(AddressFamily.INET).nextHop(GATEWAY, 10);
    client.routes().add(small.destination(IpPrefix.parse("198.51.100.0/24")).build());
    client.routes().add(small.destination(IpPrefix.parse("203.0.113.0/25")).build());
    RouteFilter ipv4 = RouteFilter.of(AddressFamily.INET);
    final int complete = client.routes().list(ipv4).size();
    RouteMessage large =
        RouteMessage.builder(AddressFamily.INET)
            .destination(IpPrefix.parse("198.51.101.0/24"))
            .nextHops(Collections.nCopies(3000, NextHop.via(GATEWAY, 10)))
            .build();
    client.routes().add(large);
    assertThat(client.routes().list(ipv4)).hasSizeLessThan(complete);
    assertThatThrownBy(() -> client.routes().list(RouteFilter.of(AddressFamily.UNSPEC)))
        .isInstanceOfSatisfying(
            NetlinkException.class, e -> assertThat(e.is(Errno.EMSGSIZE)).isTrue());
    client.routes().delete(large);
    assertThat(client.routes().list(ipv4)).hasSize(complete);
  }

  @Test
  void an_mtu_that_cannot_be_is_refused_with_the_words_of_the_kernel() {
    NetlinkException e =
        catchThrowableOfType(NetlinkException.class, () -> client.links().setMtu(10, 1));

    assertThat(e).hasMessageContaining("EINVAL").hasMessageContaining("mtu less than device");
  }

  @Test
  void addresses_are_added_replaced_and_deleted() throws Exception {
    AddressMessage second = address("192.0.2.3/24").lifetime(3000, 1000).build();
    assertThat(client.addresses().addIfAbsent(second)).isTrue();
    assertThat(client.addresses().addIfAbsent(second)).isFalse();
    client.addresses().replace(address("192.0.2.3/24").lifetime(9000, 9000).build());

    AddressMessage listed = client.addresses().list(AddressFamily.INET, 10).get(1);
    assertThat(listed.own()).hasValue(IpAddress.parse("192.0.2.3"));
    assertThat(listed.cacheInfo().orElseThrow().validSeconds()).isBetween(8000L, 9000L);

    assertThat(client.addresses().deleteIfPresent(second)).isTrue();
    assertThat(client.addresses().deleteIfPresent(second)).isFalse();
  }

  @Test
  void neighbours_are_added_changed_found_and_deleted() throws Exception {
    IpAddress far = IpAddress.parse("192.0.2.77");
    NeighbourMessage neighbour =
        NeighbourMessage.builder(AddressFamily.INET)
            .interfaceIndex(10)
            .destination(far)
            .linkLayerAddress(LinkAddress.parse("02:00:00:00:00:01"))
            .build();
    assertThat(errno(() -> client.neighbours().get(10, far))).isEqualTo(Errno.ENOENT);
    assertThat(errno(() -> client.neighbours().change(neighbour))).isEqualTo(Errno.ENOENT);
    client.neighbours().add(neighbour);
    assertThat(client.neighbours().addIfAbsent(neighbour)).isFalse();
    client
        .neighbours()
        .replace(
            neighbour.toBuilder().linkLayerAddress(LinkAddress.parse("02:00:00:00:00:02")).build());

    assertThat(client.neighbours().list(AddressFamily.INET, 10))
        .singleElement()
        .satisfies(n -> assertThat(n.destination()).hasValue(far));
    assertThat(client.neighbours().list(AddressFamily.INET, 21)).isEmpty();
    assertThat(client.neighbours().get(10, far).linkLayerAddress())
        .hasValue(LinkAddress.parse("02:00:00:00:00:02"));

    client.neighbours().delete(neighbour);
    assertThat(client.neighbours().list(AddressFamily.INET)).isEmpty();
  }

  @Test
  void rules_are_added_listed_in_order_and_deleted() throws Exception {
    RuleMessage rule =
        RuleMessage.builder(AddressFamily.INET)
            .priority(1234)
            .outputInterface("v0")
            .lookup(RouteTable.of(99_999))
            .build();
    assertThat(client.rules().addIfAbsent(rule)).isTrue();
    assertThat(client.rules().addIfAbsent(rule)).isFalse();

    List<RuleMessage> rules = client.rules().list(AddressFamily.INET);
    assertThat(rules).hasSize(4);
    assertThat(rules.get(1).table()).isEqualTo(RouteTable.of(99_999));
    assertThat(client.rules().list(AddressFamily.UNSPEC)).hasSizeGreaterThan(4);

    assertThat(client.rules().deleteIfPresent(rules.get(1))).isTrue();
    assertThat(client.rules().deleteIfPresent(rule)).isFalse();
  }

  @Test
  void a_value_against_the_policy_is_refused_with_its_attribute_and_what_it_should_be() {
    RuleMessage rule =
        RuleMessage.builder(AddressFamily.INET)
            .lookup(RouteTable.of(99))
            .attribute(RuleAttributes.DSCP.number(), w -> w.u8(255))
            .build();

    NetlinkException e =
        catchThrowableOfType(NetlinkException.class, () -> client.rules().add(rule));

    assertThat(e.attribute()).hasValue("FRA_DSCP");
    assertThat(e.acknowledgement().orElseThrow().policy()).isPresent();
    assertThat(e).hasMessageContaining("(FRA_DSCP: u8 ");
  }

  @Test
  void next_hops_are_added_used_found_and_deleted() throws Exception {
    NextHopMessage hop =
        NextHopMessage.builder(AddressFamily.INET)
            .id(8)
            .gateway(IpAddress.parse("192.0.2.1"))
            .outputInterface(10)
            .build();
    client.nextHops().add(hop);
    assertThat(client.nextHops().addIfAbsent(hop)).isFalse();
    client.nextHops().replace(hop.toBuilder().gateway(IpAddress.parse("192.0.2.7")).build());

    assertThat(client.nextHops().list()).hasSize(1);
    assertThat(client.nextHops().get(8).gateway()).hasValue(IpAddress.parse("192.0.2.7"));
    assertThat(errno(() -> client.nextHops().get(9))).isEqualTo(Errno.ENOENT);

    client.nextHops().delete(8);
    assertThat(client.nextHops().deleteIfPresent(hop)).isFalse();
  }

  @Test
  void a_batch_attributes_each_error_and_applies_the_rest() throws Exception {
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      operations.add(Operation.add(route(i)));
    }
    operations.add(Operation.add(route(7)));
    operations.add(
        Operation.add(route(251).toBuilder().gateway(IpAddress.parse("198.51.100.1")).build()));
    operations.add(Operation.delete(route(252)));
    operations.add(Operation.add(address("198.51.100.2/24").build()));

    BatchResult result = client.batch(operations);

    assertThat(result.applied()).isEqualTo(251);
    assertThat(result.failures())
        .extracting(f -> f.index() + " " + f.reason().errno().orElseThrow())
        .containsExactly("250 EEXIST", "251 ENETUNREACH", "252 ESRCH");
    assertThat(result.failures().get(1).reason())
        .hasMessageContaining("Nexthop has invalid gateway");
    assertThat(client.routes().list(RouteFilter.of(AddressFamily.INET).table(RouteTable.MAIN)))
        .hasSize(250 + 2);
  }

  @Test
  void the_answers_of_a_window_of_errors_with_words_fit_into_the_receive_buffer() throws Exception {
    RouteMessage beyond = route(0).toBuilder().gateway(IpAddress.parse("198.51.100.1")).build();
    int count = 5000;

    BatchResult result =
        client.batch(
            () -> IntStream.range(0, count).mapToObj(i -> Operation.add(beyond)).iterator());

    assertThat(result.failures()).hasSize(count);
  }

  @Test
  void a_visitor_changes_what_it_sees() throws Exception {
    assertThat(
            client
                .batch(
                    IntStream.range(0, 200).mapToObj(VerbsIT::route).map(Operation::add).toList())
                .isComplete())
        .isTrue();
    RouteFilter main =
        RouteFilter.of(AddressFamily.INET).table(RouteTable.MAIN).outputInterface(10);

    List<RouteMessage> kept = new ArrayList<>();
    client
        .routes()
        .visit(
            main,
            view -> {
              if (view.destinationLength() == 32) {
                delete(view.toMessage());
              } else {
                kept.add(view.toMessage());
              }
            });

    assertThat(client.routes().list(main)).isEqualTo(kept).hasSize(1);
  }

  private void delete(RouteMessage route) {
    try {
      client.routes().delete(route);
    } catch (NetlinkException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void without_a_privilege_every_verb_says_which() {
    namespace.dropCapabilities();
    try (RtnetlinkClient weak = namespace.call(() -> RtnetlinkClient.open())) {
      for (Call call :
          List.<Call>of(
              () -> weak.links().setUp(10),
              () -> weak.routes().add(route(1)),
              () -> weak.addresses().delete(address("192.0.2.2/24").build()),
              () -> weak.nextHops().delete(1),
              () -> weak.batch(List.of(Operation.add(route(1)))).orThrow())) {
        assertThatThrownBy(
                () ->
                    namespace.call(
                        () -> {
                          call.run();
                          return 0;
                        }))
            .hasMessageContaining("EPERM")
            .hasMessageContaining("CAP_NET_ADMIN is needed");
      }
    }
  }
}
