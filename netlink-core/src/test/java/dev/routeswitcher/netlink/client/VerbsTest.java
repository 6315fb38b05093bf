package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkFlags;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.rule.RuleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class VerbsTest extends ScriptedClient {
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.9");

  private static RuleMessage rule() {
    return RuleMessage.builder(AddressFamily.INET).priority(7).lookup(RouteTable.of(99)).build();
  }

  @Test
  void a_warning_on_success_is_handed_to_the_caller() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ackWithWarning("deprecated");
    kernel.expect(RtnetlinkType.NEWROUTE).ack();

    Acknowledgement warned = client.routes().add(route(5));

    assertThat(warned.isSuccess()).isTrue();
    assertThat(warned.message()).hasValue("deprecated");
    assertThat(client.routes().replace(route(5)).message()).isEmpty();
  }

  @Test
  void adding_what_may_be_there_returns_whether_it_was() throws Exception {
    kernel.expect(RtnetlinkType.NEWROUTE).ack();
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EEXIST);
    kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.ENETDOWN);

    assertThat(client.routes().addIfAbsent(route(5))).isTrue();
    assertThat(client.routes().addIfAbsent(route(5))).isFalse();
    assertThat(failure(() -> client.routes().addIfAbsent(route(5))).is(Errno.ENETDOWN)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 19, 99})
  void deleting_what_may_be_gone_accepts_every_errno_for_gone(int errno) throws Exception {
    kernel.expect(RtnetlinkType.DELROUTE).ack();
    kernel.expect(RtnetlinkType.DELROUTE).error(new Errno(errno));
    kernel.expect(RtnetlinkType.DELROUTE).error(Errno.EPERM);

    assertThat(client.routes().deleteIfPresent(route(5))).isTrue();
    assertThat(client.routes().deleteIfPresent(route(5))).isFalse();
    assertThat(failure(() -> client.routes().deleteIfPresent(route(5))).is(Errno.EPERM)).isTrue();
  }

  @Test
  void a_link_is_set_up_and_down_by_one_flag() throws Exception {
    kernel.expect(RtnetlinkType.NEWLINK).ack();
    kernel.expect(RtnetlinkType.NEWLINK).ack();

    client.links().setUp(7);
    LinkMessage up = (LinkMessage) lastMessage();
    client.links().setDown(7);
    LinkMessage down = (LinkMessage) lastMessage();

    assertThat(up.index()).isEqualTo(7);
    assertThat(up.flags()).isEqualTo(new LinkFlags(LinkFlags.UP));
    assertThat(up.changedFlags()).isEqualTo(new LinkFlags(LinkFlags.UP));
    assertThat(down.flags()).isEqualTo(LinkFlags.NONE);
    assertThat(down.changedFlags()).isEqualTo(new LinkFlags(LinkFlags.UP));
    assertThat(lastHeader().flags()).isEqualTo(NetlinkHeader.REQUEST | NetlinkHeader.ACK);
  }

  @Test
  void a_link_is_given_an_mtu_and_a_master_and_nothing_else_changes() throws Exception {
    kernel.expect(RtnetlinkType.NEWLINK).ack();
    kernel.expect(RtnetlinkType.NEWLINK).ack();

    client.links().setMtu(7, 1400);
    assertThat(lastMessage()).isEqualTo(LinkMessage.builder().index(7).mtu(1400).build());
    client.links().setMaster(7, 9);
    assertThat(lastMessage()).isEqualTo(LinkMessage.builder().index(7).master(9).build());
    assertThat(((LinkMessage) lastMessage()).changedFlags()).isEqualTo(LinkFlags.NONE);
  }

  @Test
  void errors_name_the_verb_and_the_kind() {
    AddressMessage address = AddressMessage.builder(IpPrefix.parse("192.0.2.9/24"), 3).build();
    NeighbourMessage neighbour =
        NeighbourMessage.builder(AddressFamily.INET).interfaceIndex(3).destination(ADDRESS).build();
    NextHopMessage hop =
        NextHopMessage.builder(AddressFamily.INET).id(8).outputInterface(3).build();
    kernel.expect(RtnetlinkType.NEWADDR).error(Errno.EEXIST);
    kernel.expect(RtnetlinkType.NEWNEIGH).error(Errno.ENOENT);
    kernel.expect(RtnetlinkType.DELRULE).error(Errno.ENOENT);
    kernel.expect(RtnetlinkType.NEWNEXTHOP).error(Errno.ENODEV, "Invalid device index");
    kernel.expect(RtnetlinkType.NEWLINK).error(Errno.ENODEV);

    assertThat(failure(() -> client.addresses().add(address)))
        .hasMessageStartingWith("add address ")
        .hasMessageEndingWith(": EEXIST");
    assertThat(failure(() -> client.neighbours().change(neighbour)))
        .hasMessageStartingWith("change neighbour 192.0.2.9 dev if3");
    assertThat(failure(() -> client.rules().delete(rule())))
        .hasMessageStartingWith("delete rule ")
        .hasMessageEndingWith(": ENOENT");
    assertThat(failure(() -> client.nextHops().replace(hop)))
        .hasMessageStartingWith("replace nexthop id 8")
        .hasMessageEndingWith(": ENODEV: Invalid device index");
    assertThat(failure(() -> client.links().setUp(7)).operation()).isEqualTo("change link");
  }

  @Test
  void neighbours_rules_and_next_hops_are_listed_and_asked_for() throws Exception {
    NeighbourMessage neighbour =
        NeighbourMessage.builder(AddressFamily.INET).interfaceIndex(3).destination(ADDRESS).build();
    NextHopMessage hop = NextHopMessage.builder(AddressFamily.INET).id(8).blackhole().build();
    kernel.expect(RtnetlinkType.GETNEIGH).part(RtnetlinkType.NEWNEIGH, neighbour).done();
    kernel.expect(RtnetlinkType.GETNEIGH).part(RtnetlinkType.NEWNEIGH, neighbour).done();
    kernel.expect(RtnetlinkType.GETNEIGH).message(RtnetlinkType.NEWNEIGH, neighbour).ack();
    kernel.expect(RtnetlinkType.GETRULE).part(RtnetlinkType.NEWRULE, rule()).done();
    kernel.expect(RtnetlinkType.GETNEXTHOP).part(RtnetlinkType.NEWNEXTHOP, hop).done();
    kernel.expect(RtnetlinkType.GETNEXTHOP).message(RtnetlinkType.NEWNEXTHOP, hop).ack();

    assertThat(client.neighbours().list(AddressFamily.INET, 3)).containsExactly(neighbour);
    assertThat(client.neighbours().list(AddressFamily.INET, 4)).isEmpty();
    assertThat(client.neighbours().get(3, ADDRESS)).isEqualTo(neighbour);
    assertThat(client.rules().list(AddressFamily.INET)).containsExactly(rule());
    assertThat(client.nextHops().list()).containsExactly(hop);
    assertThat(client.nextHops().get(8)).isEqualTo(hop);
  }
}
