package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.PlannedUplink;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TablePlan;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules and tables of a namespace of its own, changed by us and read by {@code ip}, and back. */
class NetlinkRulesIT {

  private static final TableLayout LAYOUT =
      new TableLayout(true, true, 15700, 15700, new FirewallMark(0x100, 0xff00));
  private static final int RTAX_MTU = 2;

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final NetlinkKernelRouting routing = new NetlinkKernelRouting(new SharedRtnetlink());

  @BeforeEach
  void open() {
    namespace.call(
        () -> {
          routing.open();
          return routing;
        });
    namespace.ip("address add 2001:db8:1::2/64 dev eth0 nodad");
    namespace.ip("address add 2001:db8:2::2/64 dev eth1 nodad");
  }

  @AfterEach
  void close() {
    routing.close();
    namespace.close();
  }

  private static PlannedUplink uplink(
      int index, @Nullable String gateway, @Nullable String source, InterfaceAddress address) {
    GatewayRoute via =
        new GatewayRoute(
            gateway == null ? null : InetAddresses.forString(gateway),
            source == null ? null : InetAddresses.forString(source),
            ImmutableSortedMap.of(RTAX_MTU, 1400L));
    return new PlannedUplink("eth" + index, 10, via, ImmutableList.of(address), true, true, false);
  }

  private static InterfaceAddress address(String local, int length) {
    return InterfaceAddress.of(InetAddresses.forString(local), length);
  }

  private PlanRequest request(IpFamily family, int wanted) throws IOException {
    return new PlanRequest(
        family,
        family == IpFamily.IPV4
            ? ImmutableList.of(
                uplink(0, "192.0.2.1", "192.0.2.2", address("192.0.2.2", 24)),
                uplink(1, "198.51.100.1", null, address("198.51.100.2", 24)))
            : ImmutableList.of(
                uplink(0, "2001:db8:1::1", "2001:db8:1::2", address("2001:db8:1::2", 64)),
                uplink(1, "fe80::1", null, address("2001:db8:2::2", 64))),
        5,
        LAYOUT,
        wanted,
        false,
        true,
        ImmutableList.of(),
        routing.tables(family, LAYOUT.tables(2)));
  }

  private static List<RoutingOperation> plan(PlanRequest request) {
    return TablePlan.of(request);
  }

  private static List<RoutingOperation> removal(KernelTables tables) {
    return TablePlan.removal(tables);
  }

  private void carryOut(IpFamily family, List<RoutingOperation> operations) {
    for (RoutingOperation operation : operations) {
      assertThat(routing.apply(family, operation)).isEqualTo(OperationResult.applied(operation));
    }
  }

  private String ip(IpFamily family, String words) {
    return namespace.ip((family == IpFamily.IPV4 ? "-4 " : "-6 ") + words);
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void a_plan_that_is_carried_out_is_read_back_as_it_was_wanted(IpFamily family)
      throws IOException {
    String rules = ip(family, "rule");
    carryOut(family, plan(request(family, 0)));
    assertThat(plan(request(family, 0))).isEmpty();
    assertThat(ip(family, "route show table 15701")).contains("default via", "mtu 1400", "src ");
    carryOut(family, plan(request(family, 1)));
    assertThat(plan(request(family, 1))).isEmpty();
    assertThat(ip(family, "route show table 15700")).contains("dev eth1").doesNotContain("eth0");
    carryOut(family, removal(routing.allTables(family, List.of())));
    assertThat(ip(family, "rule")).isEqualTo(rules);
    assertThat(ip(family, "route show table all")).doesNotContain("proto 157");
  }

  @Test
  void the_rules_stand_as_they_are_documented() throws IOException {
    carryOut(IpFamily.IPV4, plan(request(IpFamily.IPV4, 0)));
    assertThat(namespace.ip("-4 rule").lines().map(line -> line.replace('\t', ' ')))
        .map(line -> line.replaceAll(" +", " ").strip())
        .containsExactly(
            "0: from all lookup local",
            "15700: from 192.0.2.2 lookup main suppress_prefixlength 1 proto 157",
            "15700: from all fwmark 0x100/0xff00 lookup main suppress_prefixlength 1 proto 157",
            "15700: from 198.51.100.2 lookup main suppress_prefixlength 1 proto 157",
            "15700: from all fwmark 0x200/0xff00 lookup main suppress_prefixlength 1 proto 157",
            "15701: from all fwmark 0x100/0xff00 lookup 15701 proto 157",
            "15701: from all oif eth0 lookup 15701 proto 157",
            "15701: from all fwmark 0x200/0xff00 lookup 15702 proto 157",
            "15701: from all oif eth1 lookup 15702 proto 157",
            "15702: from 192.0.2.2 lookup 15701 proto 157",
            "15702: from 198.51.100.2 lookup 15702 proto 157",
            "32764: not from all fwmark 0xffffffff lookup main suppress_prefixlength 0 proto 157",
            "32765: from all lookup 15700 proto 157",
            "32766: from all lookup main",
            "32767: from all lookup default");
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void rules_of_an_earlier_run_that_suppressed_defaults_alone_are_replaced(IpFamily family)
      throws IOException {
    String address = family == IpFamily.IPV4 ? "192.0.2.2" : "2001:db8:1::2";
    String end = " lookup main suppress_prefixlength 0 protocol 157";
    ip(family, "rule add pref 15700 from " + address + end);
    ip(family, "rule add pref 32764" + end);
    carryOut(family, plan(request(family, 0)));
    assertThat(plan(request(family, 0))).isEmpty();
    assertThat(ip(family, "rule"))
        .contains("not from all fwmark 0xffffffff lookup main suppress_prefixlength 0 proto 157")
        .doesNotContain("from all lookup main suppress_prefixlength 0")
        .doesNotContain("from " + address + " lookup main suppress_prefixlength 0");
  }

  @Test
  void rules_and_routes_of_others_are_no_business_of_ours_even_when_they_say_the_same()
      throws IOException {
    namespace.ip("rule add pref 32764 lookup main suppress_prefixlength 0 protocol static");
    namespace.ip("rule add pref 15701 oif eth0 lookup 15701 protocol static");
    namespace.ip("route add default via 192.0.2.1 dev eth0 table 15701 metric 9");
    String rules = namespace.ip("-4 rule");
    assertThat(ForeignRoutes.clashing(request(IpFamily.IPV4, 0))).hasSize(1);
    carryOut(IpFamily.IPV4, plan(request(IpFamily.IPV4, 0)));
    assertThat(plan(request(IpFamily.IPV4, 0))).isEmpty();
    carryOut(IpFamily.IPV4, removal(routing.allTables(IpFamily.IPV4, List.of())));
    assertThat(namespace.ip("-4 rule")).isEqualTo(rules);
    assertThat(namespace.ip("-4 route show table 15701"))
        .contains("default via 192.0.2.1 dev eth0 metric 9");
  }

  @Test
  void what_an_earlier_configuration_left_is_found_by_its_protocol_in_whatever_table()
      throws IOException {
    namespace.ip("route add default via 192.0.2.1 dev eth0 table 77 proto 157");
    namespace.ip("route add default via 192.0.2.1 dev eth0 metric 5 proto 157");
    namespace.ip("rule add pref 99 from 192.0.2.9 lookup 77 protocol 157");
    namespace.ip("rule add pref 98 from 192.0.2.0/24 fwmark 1 lookup 77 protocol 157");
    KernelTables found = routing.allTables(IpFamily.IPV4, LAYOUT.tables(2));
    assertThat(found.rules())
        .extracting(Object::toString)
        .containsExactly("pref 99 from 192.0.2.9 lookup 77 protocol 157");
    assertThat(found.routes())
        .extracting(Object::toString)
        .containsExactly("default via 192.0.2.1 dev eth0 table 77 proto 157 metric 0");
    assertThat(routing.tables(IpFamily.IPV4, LAYOUT.tables(2)).routes()).isEmpty();
  }

  @Test
  void what_is_gone_is_deleted_already_and_what_is_there_cannot_be_added() throws IOException {
    List<RoutingOperation> plan = plan(request(IpFamily.IPV4, 0));
    carryOut(IpFamily.IPV4, plan);
    List<RoutingOperation> removal = removal(routing.tables(IpFamily.IPV4, LAYOUT.tables(2)));
    for (RoutingOperation again : plan) {
      assertThat(routing.apply(IpFamily.IPV4, again))
          .isEqualTo(new OperationResult(again, Outcome.STALE, "EEXIST"));
    }
    carryOut(IpFamily.IPV4, removal);
    carryOut(IpFamily.IPV4, removal);
    namespace.ip("link delete eth1");
    carryOut(IpFamily.IPV4, removal);
  }

  @Test
  void a_refusal_is_reported_in_the_kernels_words() throws IOException {
    List<RoutingOperation> plan = plan(request(IpFamily.IPV4, 0));
    namespace.ip("link set eth0 down");
    assertThat(routing.apply(IpFamily.IPV4, plan.get(1)).detail()).contains("ENETDOWN");
  }

  @Test
  void rules_of_an_interface_that_is_not_there_wait_for_it() throws IOException {
    carryOut(IpFamily.IPV4, plan(request(IpFamily.IPV4, 0)));
    namespace.ip("link delete eth1");
    assertThat(routing.tables(IpFamily.IPV4, LAYOUT.tables(2)).rules())
        .isEqualTo(ImmutableList.copyOf(routing.allTables(IpFamily.IPV4, List.of()).rules()))
        .hasSize(12);
  }

  @Test
  void a_neighbour_by_its_link_local_address_is_reached_without_the_gateway() throws IOException {
    carryOut(IpFamily.IPV6, plan(request(IpFamily.IPV6, 0)));
    assertThat(namespace.ip("-6 route get fe80::77 oif eth0"))
        .contains("dev eth0")
        .doesNotContain("via");
    assertThat(namespace.ip("-6 route get 2001:db8:1::77 oif eth0")).doesNotContain("via");
    assertThat(namespace.ip("-6 route get 2001:db8:ffff::1 oif eth1")).contains("via fe80::1");
  }
}
