package dev.routeswitcher.netlink.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import dev.routeswitcher.netlink.watch.WatchEvent.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorTest {
  private final Mirror mirror = new Mirror();

  private void snapshot(RtnetlinkMessage... objects) {
    mirror.apply(new Snapshot("test", ImmutableList.copyOf(objects)));
  }

  private void event(Change change, int flags, RtnetlinkMessage object) {
    mirror.apply(new ObjectChanged(change, new NetlinkHeader(24, flags, 0, 0), object));
  }

  private void added(RtnetlinkMessage object) {
    event(Change.NEW, NetlinkHeader.CREATE, object);
  }

  private void deleted(RtnetlinkMessage object) {
    event(Change.DELETED, 0, object);
  }

  private static RouteMessage ipv4(String gateway) {
    return RouteMessage.builder(AddressFamily.INET)
        .gateway(IpAddress.parse(gateway))
        .outputInterface(3)
        .priority(5)
        .build();
  }

  private static RouteMessage ipv6(String gateway) {
    return RouteMessage.builder(AddressFamily.INET6)
        .destination(IpPrefix.parse("2001:db8:1::/48"))
        .gateway(IpAddress.parse(gateway))
        .outputInterface(3)
        .build();
  }

  private static RouteMessage multipath(String... gateways) {
    return RouteMessage.builder(AddressFamily.INET6)
        .destination(IpPrefix.parse("2001:db8:1::/48"))
        .nextHops(List.of(gateways).stream().map(g -> NextHop.via(IpAddress.parse(g), 3)).toList())
        .build();
  }

  private static RouteMessage device(int index) {
    return RouteMessage.builder(AddressFamily.INET6)
        .destination(IpPrefix.parse("2001:db8:1::/48"))
        .outputInterface(index)
        .build();
  }

  @Test
  void a_snapshot_takes_the_place_of_everything() {
    snapshot(ipv4("192.0.2.1"));
    snapshot(ipv4("192.0.2.2"));

    assertThat(mirror.objects()).containsExactly(ipv4("192.0.2.2"));
  }

  @Test
  void an_object_takes_the_place_of_the_one_of_its_key() {
    LinkMessage before = LinkMessage.builder().index(3).name("eth0").mtu(1500).build();
    LinkMessage after = LinkMessage.builder().index(3).name("wan").mtu(1400).build();
    AddressMessage address = AddressMessage.builder(IpPrefix.parse("192.0.2.2/24"), 3).build();
    snapshot(before, address);

    added(after);
    assertThat(mirror.objects()).containsExactly(after, address);
    assertThat(mirror.objects(LinkMessage.class)).containsExactly(after);

    deleted(after);
    assertThat(mirror.objects()).containsExactly(address);
  }

  @Test
  void rules_are_distinguished_by_every_field() {
    RuleMessage one = RuleMessage.builder(AddressFamily.INET).priority(1).mark(7).build();
    RuleMessage two = RuleMessage.builder(AddressFamily.INET).priority(1).mark(8).build();
    snapshot(one);
    added(two);
    deleted(one);

    assertThat(mirror.objects()).containsExactly(two);
  }

  @Test
  void ipv4_routes_of_one_key_stand_in_the_order_of_the_kernel() {
    snapshot(ipv4("192.0.2.1"));
    event(Change.NEW, NetlinkHeader.CREATE | NetlinkHeader.APPEND, ipv4("192.0.2.2"));
    event(Change.NEW, NetlinkHeader.CREATE, ipv4("192.0.2.3"));
    assertThat(mirror.objects())
        .containsExactly(ipv4("192.0.2.3"), ipv4("192.0.2.1"), ipv4("192.0.2.2"));

    event(Change.NEW, NetlinkHeader.REPLACE, ipv4("192.0.2.4"));
    assertThat(mirror.objects())
        .containsExactly(ipv4("192.0.2.4"), ipv4("192.0.2.1"), ipv4("192.0.2.2"));

    deleted(ipv4("192.0.2.1"));
    assertThat(mirror.objects()).containsExactly(ipv4("192.0.2.4"), ipv4("192.0.2.2"));
  }

  @Test
  void an_event_that_the_snapshot_had_seen_changes_nothing() {
    snapshot(ipv4("192.0.2.1"));
    added(ipv4("192.0.2.1"));
    deleted(ipv4("192.0.2.9"));

    assertThat(mirror.objects()).containsExactly(ipv4("192.0.2.1"));
  }

  @Test
  void a_route_is_deleted_though_its_flags_have_changed_silently() {
    snapshot(ipv4("192.0.2.1"));
    deleted(ipv4("192.0.2.1").toBuilder().flags(new RouteFlags(RouteFlags.LINKDOWN)).build());

    assertThat(mirror.objects()).isEmpty();
  }

  @Test
  void an_ipv6_route_gains_a_next_hop_as_a_whole_and_loses_one_alone() {
    snapshot(device(7), ipv6("2001:db8::1"));
    event(Change.NEW, NetlinkHeader.APPEND, multipath("2001:db8::1", "2001:db8::2"));
    event(Change.NEW, NetlinkHeader.APPEND, multipath("2001:db8::1", "2001:db8::2", "2001:db8::3"));
    assertThat(mirror.objects())
        .containsExactly(device(7), multipath("2001:db8::1", "2001:db8::2", "2001:db8::3"));

    deleted(ipv6("2001:db8::1"));
    assertThat(mirror.objects())
        .containsExactly(device(7), multipath("2001:db8::2", "2001:db8::3"));

    deleted(ipv6("2001:db8::2"));
    assertThat(mirror.objects()).hasSize(2);
    assertThat(((RouteMessage) mirror.objects().get(1)).gateway())
        .hasValue(IpAddress.parse("2001:db8::3"));

    deleted(ipv6("2001:db8::3"));
    assertThat(mirror.objects()).containsExactly(device(7));
  }

  @Test
  void ipv6_routes_without_a_gateway_are_distinguished_by_their_link() {
    snapshot(device(7));
    added(device(8));
    assertThat(mirror.objects()).containsExactly(device(7), device(8));

    event(Change.NEW, NetlinkHeader.REPLACE, multipath("2001:db8::2", "2001:db8::3"));
    assertThat(mirror.objects())
        .containsExactly(multipath("2001:db8::2", "2001:db8::3"), device(8));
  }
}
