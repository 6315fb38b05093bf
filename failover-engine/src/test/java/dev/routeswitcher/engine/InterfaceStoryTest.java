package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Encapsulation;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Interfaces that come and go, and gateways that are learned from the kernel. */
class InterfaceStoryTest {

  private static final int RTAX_MTU = 2; // linux/rtnetlink.h

  @Test
  void an_interface_that_does_not_exist_is_waited_for_with_one_warning() {
    World world = World.withUplinks(2).removed("eth1").start().runFor(60);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.NO_INTERFACE);
    assertThat(world.chronicle.raised).hasSize(1);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_INTERFACE);
    world.linkUp("eth1").runFor(1);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
    assertThat(world.chronicle.healths).containsEntry("eth1", Health.RESPONSIVE);
  }

  @Test
  void an_interface_that_vanishes_and_comes_again_is_picked_up() {
    World world = World.withUplinks(2).start().runFor(10.5).removed("eth0").runFor(10);
    assertThat(world.chronicle.lastDecided().reason())
        .isEqualTo(new Reason.LinkLost(Condition.NO_INTERFACE));
    world.linkUp("eth0").runFor(70);
    assertThat(world.chronicle.switchesInForce()).endsWith("FAILOVER eth1", "FAILBACK eth0");
  }

  @Test
  void routes_by_a_link_that_is_set_down_wait_until_it_is_up() {
    World world = World.withUplinks(2).setDown("eth1").start().runFor(5);
    assertThat(world.chronicle.operationsInShort()).noneMatch(text -> text.contains("eth1"));
    assertThat(world.chronicle.raised).isEmpty();
    world.linkUp("eth1").runFor(0.1);
    assertThat(world.kernel.routes()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void without_a_gateway_an_uplink_waits_for_one_and_says_so() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    world.kernel.append(World.foreign(world.uplink("eth0"), 100));
    world.start().runFor(20);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.NO_GATEWAY);
    assertThat(world.chronicle.raised.get(0))
        .isEqualTo(new Alarm.NoGateway(world.key("eth1"), "secondary", null));
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_GATEWAY);
    world.foreignRoute(World.foreign(world.uplink("eth1"), 200)).runFor(1);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_gateway_that_dhcp_moves_is_followed_in_place() {
    World world = learning();
    world.silence("eth0").runFor(5);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth1"));
    world.kernel.delete(route -> route.metric() == 200);
    world.foreignRoute(dhcp("eth1", "198.51.100.254", 200, null)).runFor(1);
    assertThat(world.chronicle.operationsInShort())
        .endsWith(
            "replace default via 198.51.100.254 dev eth1 proto 157 metric 5",
            "replace default via 198.51.100.254 dev eth1 proto 157 metric 20");
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(world.kernel.faults()).isEmpty();
  }

  @Test
  void a_gateway_that_does_not_answer_gives_way_in_place_and_is_used_again_when_it_does() {
    World world = learning();
    world.foreignRoute(dhcp("eth0", "192.0.2.254", 150, null)).runFor(1);
    Neighbour first = new Neighbour("eth0", InetAddresses.forString("192.0.2.1"));
    world.unreachable(first).runFor(1);
    assertThat(world.chronicle.operationsInShort())
        .endsWith("replace default via 192.0.2.254 dev eth0 proto 157 metric 10");
    world.unreachable().runFor(1);
    assertThat(world.chronicle.operationsInShort())
        .endsWith("replace default via 192.0.2.1 dev eth0 proto 157 metric 10");
    assertThat(world.kernel.faults()).isEmpty();
  }

  @Test
  void a_default_that_hands_packets_to_a_program_is_named_as_the_cause_of_a_missing_gateway() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    Route toProgram =
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            100,
            3,
            ImmutableList.of(
                new Hop(
                    "eth0",
                    InetAddresses.forString("192.0.2.1"),
                    false,
                    new Encapsulation(Encapsulation.BPF, ""))),
            null,
            ImmutableSortedMap.of());
    world.kernel.append(toProgram);
    world.kernel.append(World.foreign(world.uplink("eth1"), 200));
    world.start().runFor(10.5);
    assertThat(world.chronicle.raised)
        .containsExactly(new Alarm.SealedDefault(world.key("eth0"), "primary", toProgram));
    assertThat(world.wanted()).isEqualTo("eth1");
  }

  @Test
  void a_gateway_whose_default_is_gone_stays_known() {
    World world = learning();
    world.kernel.delete(route -> route.metric() == 100);
    world.tellRoutes();
    world.runFor(10);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
    assertThat(world.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_learned_gateway_of_a_network_that_is_gone_is_forgotten() {
    World world = learning();
    world.addressLost("eth1").runFor(0.3);
    world.moveLink("eth1", uplink -> uplink.link(LinkStatus.up(inAnotherNetwork()))).runFor(0.1);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_GATEWAY);
    assertThat(world.chronicle.alarms()).as("it has not lasted yet").isEmpty();
    world.runFor(1);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.NO_GATEWAY);
    world.foreignRoute(dhcp("eth1", "198.18.7.1", 200, null)).runFor(1);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.chronicle.operationsInShort())
        .endsWith("add default via 198.18.7.1 dev eth1 proto 157 metric 20")
        .noneMatch(text -> text.contains("onlink"));
  }

  /** What each binding of a DHCP client does: first the address, some time later the route. */
  @Test
  void a_default_route_that_comes_within_a_second_of_its_address_raises_no_alarm() {
    World world = learning();
    world.addressLost("eth1").runFor(0.3);
    world.moveLink("eth1", uplink -> uplink.link(LinkStatus.up(inAnotherNetwork()))).runFor(0.8);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_GATEWAY);
    world.foreignRoute(dhcp("eth1", "198.18.7.1", 200, null)).runFor(5);
    assertThat(world.chronicle.raised).isEmpty();
  }

  @Test
  void an_uplink_without_an_address_of_its_own_sends_from_that_of_another_interface() {
    World world = learning();
    LinkStatus unnumbered = borrowing(world, "eth1");
    world.moveLink("eth1", uplink -> uplink.link(LinkStatus.ABSENT)).runFor(0.1);
    world.moveLink("eth1", uplink -> uplink.link(unnumbered)).runFor(2);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.ANSWERING);
    assertThat(world.chronicle.operationsInShort())
        .last()
        .isEqualTo("add default via 198.51.100.1 dev eth1 onlink proto 157 metric 20");
    assertThat(world.chronicle.alarms()).isEmpty();
  }

  @Test
  void one_that_has_lost_its_own_does_not() {
    World world = learning();
    LinkStatus unnumbered = borrowing(world, "eth1");
    world.moveLink("eth1", uplink -> uplink.link(unnumbered)).runFor(0.9);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.ANSWERING);
    world.runFor(0.2);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_ADDRESS);
  }

  @Test
  void an_uplink_that_joins_a_vrf_is_left_and_is_not_used_until_it_has_left_it() {
    World world = learning();
    LinkStatus own = world.uplink("eth0").link();
    world.moveLink("eth0", uplink -> uplink.link(inVrf(own))).runFor(1);
    assertThat(world.chronicle.conditions).containsEntry("eth0", Condition.IN_VRF);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.IN_VRF);
    assertThat(world.chronicle.raised).last().isEqualTo(new Alarm.InVrf(world.key("eth0"), "blue"));
    assertThat(world.chronicle.lastDecided().reason())
        .isEqualTo(new Reason.LinkLost(Condition.IN_VRF));

    int changes = world.chronicle.operationsInShort().size();
    world.routesDeleted(10).runFor(120);
    assertThat(world.chronicle.operationsInShort()).as("routes by it").hasSize(changes);

    world.moveLink("eth0", uplink -> uplink.link(own)).runFor(120);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
  }

  private static LinkStatus inVrf(LinkStatus own) {
    return new LinkStatus(true, true, true, own.addresses(), null, null, "blue", true, false);
  }

  private static LinkStatus borrowing(World world, String name) {
    InetAddress other = InetAddresses.forString("203.0.113.66");
    LinkStatus own = world.uplink(name).link();
    return new LinkStatus(
        true, true, true, ImmutableList.of(), other, null, null, own.probeable(), false);
  }

  @Test
  void it_is_forgotten_before_any_route_leads_to_it_off_the_link() {
    World world = learning().routesDeleted(200).runFor(0.1);
    world.uplink("eth1").link(LinkStatus.up(inAnotherNetwork()));
    world.kernel.link("eth1", world.uplink("eth1").link());
    world.kernel.delete(route -> route.usesOnly("eth1"));
    // The new address is told before the routes are read again.
    world.post(new EngineEvent.LinkChanged(world.key("eth1"), world.uplink("eth1").link()));
    world.runFor(0.1);
    world.tellRoutes();
    world.runFor(0.1);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_GATEWAY);
    assertThat(world.chronicle.operationsInShort()).noneMatch(text -> text.contains("onlink"));
  }

  @Test
  void it_is_kept_for_as_long_as_another_program_has_a_default_route_to_it() {
    World world = learning();
    world.moveLink("eth1", uplink -> uplink.link(LinkStatus.up(inAnotherNetwork()))).runFor(1);
    assertThat(world.chronicle.everySeenCondition).doesNotContain(Condition.NO_GATEWAY);
    world.routesDeleted(200).runFor(0.1);
    assertThat(world.chronicle.conditions).containsEntry("eth1", Condition.NO_GATEWAY);
  }

  @Test
  void a_gateway_that_comes_to_lie_in_a_subnet_of_the_link_needs_no_onlink_any_more() {
    World world = World.withUplinks(2);
    InterfaceAddress slash32 = InterfaceAddress.of(world.uplink("eth1").address().local(), 32);
    world.moveLink("eth1", uplink -> uplink.link(LinkStatus.up(slash32)));
    world.kernel.append(World.foreign(world.uplink("eth1"), 100));
    world.start().runFor(10).linkUp("eth1").runFor(0.1);
    assertThat(world.chronicle.operationsInShort())
        .contains("add default via 198.51.100.1 dev eth1 onlink proto 157 metric 20")
        .endsWith("replace default via 198.51.100.1 dev eth1 proto 157 metric 20");
    assertThat(world.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_renewed_address_keeps_the_learned_gateway() {
    World world = learning();
    world.addressLost("eth1").runFor(0.3).linkUp("eth1").runFor(1);
    assertThat(world.chronicle.everySeenCondition).doesNotContain(Condition.NO_GATEWAY);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_gateway_that_never_was_on_the_link_stays_known() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    world.kernel.append(World.foreign(world.uplink("eth0"), 100));
    world.kernel.append(dhcp("eth1", "198.18.7.1", 200, null));
    world.start().runFor(1);
    world.addressLost("eth1").runFor(0.3).linkUp("eth1").runFor(1);
    assertThat(world.chronicle.operationsInShort())
        .endsWith("add default via 198.18.7.1 dev eth1 onlink proto 157 metric 20");
    assertThat(world.chronicle.everySeenCondition).doesNotContain(Condition.NO_GATEWAY);
  }

  @Test
  void our_routes_copy_source_and_mtu_and_follow_their_change() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    InetAddress source = world.uplink("eth0").address().local();
    world.kernel.append(dhcp("eth0", "192.0.2.1", 100, source, 1400));
    world.kernel.append(dhcp("eth1", "198.51.100.1", 200, null));
    world.start().runFor(1);
    assertThat(world.kernel.ours().get(0))
        .isEqualTo(
            MainRoutes.mainDefault(
                IpFamily.IPV4,
                10,
                Route.PROTOCOL,
                ImmutableList.of(new Hop("eth0", InetAddresses.forString("192.0.2.1"), false)),
                source,
                ImmutableSortedMap.of(RTAX_MTU, 1400L)));
    world.kernel.delete(route -> route.metric() == 100);
    world.foreignRoute(dhcp("eth0", "192.0.2.1", 100, null, 1280)).runFor(0.1);
    assertThat(world.kernel.ours().get(0).metrics()).containsEntry(RTAX_MTU, 1280L);
    assertThat(world.kernel.ours().get(0).preferredSource()).isNull();
  }

  @Test
  void a_configured_gateway_is_not_overruled_by_what_the_kernel_has() {
    World world = World.withUplinks(2);
    world.kernel.append(dhcp("eth0", "192.0.2.254", 100, null, 1400));
    world.start().runFor(1);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
  }

  @Test
  void a_given_gateway_outside_every_subnet_is_not_used_until_the_kernel_takes_it() {
    World world = World.withUplinks(2);
    giveHostAddress(world);
    world.start().runFor(60);
    assertThat(world.chronicle.alarms()).containsExactly(Alarm.Kind.OFF_LINK_GATEWAY);
    assertThat(world.chronicle.raised).hasSize(1);
    assertThat(world.chronicle.operationsInShort()).noneMatch(it -> it.contains("eth1"));
    world.foreignRoute(World.foreign(world.uplink("eth1"), 100)).runFor(1);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.chronicle.operationsInShort())
        .contains("add default via 198.51.100.1 dev eth1 onlink proto 157 metric 20");
  }

  private static void giveHostAddress(World world) {
    InterfaceAddress slash32 = InterfaceAddress.of(world.uplink("eth1").address().local(), 32);
    world.moveLink("eth1", uplink -> uplink.link(LinkStatus.up(slash32)));
  }

  @Test
  void it_is_used_where_the_configuration_says_that_it_is_on_the_link() {
    EngineConfig config = World.withUplinks(2).config();
    FamilyConfig family = config.families().get(0);
    UplinkConfig second = family.uplinks().get(1);
    UplinkConfig onLink =
        new UplinkConfig(
            null, second.interfaceName(), second.gateway(), second.metric(), null, true);
    World world =
        World.of(
            new EngineConfig(
                ImmutableList.of(
                    new FamilyConfig(
                        family.family(),
                        ImmutableList.of(family.uplinks().get(0), onLink),
                        family.targets(),
                        family.failoverMetric())),
                config.timing(),
                config.policy(),
                config.tables()),
            Noise.none());
    giveHostAddress(world);
    world.start().runFor(60);
    assertThat(world.chronicle.alarms()).isEmpty();
    assertThat(world.chronicle.operationsInShort())
        .contains("add default via 198.51.100.1 dev eth1 onlink proto 157 metric 20");
    world.silence("eth0").runFor(5);
    assertThat(world.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
  }

  @Test
  void a_point_to_point_link_has_a_route_without_a_gateway() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    world.kernel.append(World.foreign(world.uplink("eth0"), 100));
    world.kernel.append(
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            200,
            3,
            ImmutableList.of(new Hop("eth1", null, false)),
            null,
            ImmutableSortedMap.of()));
    world.start().runFor(10.5).silence("eth0").runFor(5);
    assertThat(world.chronicle.operationsInShort())
        .contains("add default dev eth1 proto 157 metric 5");
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    assertThat(world.chronicle.raised).isEmpty();
  }

  private static InterfaceAddress inAnotherNetwork() {
    return InterfaceAddress.of(InetAddresses.forString("198.18.7.2"), 24);
  }

  /** Both gateways come from DHCP. */
  private static World learning() {
    World world = World.of(2, 1, Timing.defaults(), Noise.none(), false);
    world.kernel.append(World.foreign(world.uplink("eth0"), 100));
    world.kernel.append(World.foreign(world.uplink("eth1"), 200));
    return world.start().runFor(10.5);
  }

  private static Route dhcp(
      String name, String gateway, long metric, @Nullable InetAddress source, long mtu) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        metric,
        16,
        ImmutableList.of(new Hop(name, InetAddresses.forString(gateway), false)),
        source,
        ImmutableSortedMap.of(RTAX_MTU, mtu));
  }

  private static Route dhcp(
      String name, String gateway, long metric, @Nullable InetAddress source) {
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        metric,
        16,
        ImmutableList.of(new Hop(name, InetAddresses.forString(gateway), false)),
        source,
        ImmutableSortedMap.of());
  }
}
