package dev.routeswitcher.engine.route;

import static dev.routeswitcher.engine.IpFamily.IPV4;
import static dev.routeswitcher.engine.IpFamily.IPV6;
import static dev.routeswitcher.engine.route.TableSituation.address;
import static dev.routeswitcher.engine.route.TableSituation.applied;
import static dev.routeswitcher.engine.route.TableSituation.foreignDefault;
import static dev.routeswitcher.engine.route.TableSituation.gateway;
import static dev.routeswitcher.engine.route.TableSituation.plus;
import static dev.routeswitcher.engine.route.TableSituation.removal;
import static dev.routeswitcher.engine.route.TableSituation.request;
import static dev.routeswitcher.engine.route.TableSituation.tables;
import static dev.routeswitcher.engine.route.TableSituation.undecided;
import static dev.routeswitcher.engine.route.TableSituation.uplink;
import static dev.routeswitcher.engine.route.TableSituation.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Range;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.ConfigField;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.TableLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Plans for single situations, as the commands of `ip` they amount to. */
class TablePlanTest {

  private static final TableLayout OVERRIDE = new TableLayout(false, true, 15700, 15700);

  private static List<String> plan(PlanRequest request) {
    return TablePlan.of(request).stream().map(RoutingOperation::toString).toList();
  }

  private static KernelTables settled(PlanRequest request) {
    return applied(tables(request), TablePlan.of(request));
  }

  @Test
  void each_uplink_gets_a_table_and_then_the_rules_that_lead_to_it_in_this_order() {
    assertThat(plan(undecided(IPV4, TableLayout.DEFAULT)))
        .containsExactly(
            "route add 198.18.0.0/24 dev eth0 table 15701 proto 157 src 198.18.0.2 metric 1",
            "route add default via 198.18.0.1 dev eth0 table 15701 proto 157 metric 1",
            "route add 198.18.1.0/24 dev eth1 table 15702 proto 157 src 198.18.1.2 metric 1",
            "route add default via 198.18.1.1 dev eth1 table 15702 proto 157 metric 1",
            "rule add pref 15700 from 198.18.0.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15700 from 198.18.1.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15701 from all oif eth0 lookup 15701 protocol 157",
            "rule add pref 15701 from all oif eth1 lookup 15702 protocol 157",
            "rule add pref 15702 from 198.18.0.2 lookup 15701 protocol 157",
            "rule add pref 15702 from 198.18.1.2 lookup 15702 protocol 157");
  }

  @Test
  void neighbours_by_a_link_local_address_of_ipv6_are_not_to_be_reached_by_the_gateway() {
    assertThat(plan(undecided(IPV6, TableLayout.DEFAULT)))
        .contains(
            "route add 2001:db8::/64 dev eth0 table 15701 proto 157 src 2001:db8::2 metric 1",
            "route add fe80::/64 dev eth0 table 15701 proto 157 metric 1",
            "route add default via 2001:db8::1 dev eth0 table 15701 proto 157 metric 1");
  }

  @Test
  void a_lost_link_takes_nothing_and_what_the_kernel_flushed_is_put_back_when_it_is_up() {
    PlanRequest good = undecided(IPV4, TableLayout.DEFAULT);
    KernelTables flushed =
        new KernelTables(
            settled(good).rules(),
            settled(good).routes().stream()
                .filter(route -> !route.usesOnly("eth1"))
                .collect(ImmutableList.toImmutableList()));
    PlanRequest down =
        with(
            with(good, flushed),
            uplink(IPV4, 0),
            uplink(1, gateway(IPV4, 1), false, List.of(address(IPV4, 1, 2))));
    assertThat(plan(down)).isEmpty();
    assertThat(plan(with(good, settled(down)))).hasSize(2).allMatch(op -> op.contains("dev eth1"));
    // The carrier alone: the kernel keeps the routes, and so do we.
    assertThat(plan(with(down, settled(good)))).isEmpty();
  }

  @Test
  void another_address_and_gateway_are_followed_and_nothing_is_left_of_the_old_ones() {
    PlanRequest before = undecided(IPV4, TableLayout.DEFAULT);
    PlanRequest after =
        with(
            with(before, settled(before)),
            uplink(0, gateway(IPV4, 7), true, List.of(address(IPV4, 7, 2))),
            uplink(IPV4, 1));
    assertThat(plan(after))
        .containsExactly(
            "route add 198.18.7.0/24 dev eth0 table 15701 proto 157 src 198.18.7.2 metric 1",
            "route replace default via 198.18.7.1 dev eth0 table 15701 proto 157 metric 1",
            "rule add pref 15700 from 198.18.7.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15702 from 198.18.7.2 lookup 15701 protocol 157",
            "rule delete pref 15702 from 198.18.0.2 lookup 15701 protocol 157",
            "rule delete pref 15700 from 198.18.0.2 lookup main suppress_prefixlength 1 protocol 157",
            "route delete 198.18.0.0/24 dev eth0 table 15701 proto 157 src 198.18.0.2 metric 1");
  }

  @Test
  void a_point_to_point_link_has_its_peer_in_its_table_and_a_default_without_a_gateway() {
    InterfaceAddress own =
        new InterfaceAddress(
            InetAddresses.forString("198.18.0.2"), InetAddresses.forString("198.18.9.9"), 32);
    GatewayRoute device =
        new GatewayRoute(
            null,
            InetAddresses.forString("198.18.0.2"),
            ImmutableSortedMap.of(TableSituation.RTAX_MTU, 1400L));
    PlanRequest request =
        with(undecided(IPV4, TableLayout.DEFAULT), uplink(0, device, true, List.of(own)));
    assertThat(plan(request))
        .contains(
            "route add 198.18.9.9 dev eth0 table 15701 proto 157 src 198.18.0.2 metric 1",
            "route add default dev eth0 table 15701 proto 157 src 198.18.0.2 metric 1");
    assertThat(settled(request).routes())
        .filteredOn(route -> route.destination().length() == 0)
        .extracting(Route::metrics)
        .containsExactly(device.metrics());
  }

  @Test
  void an_address_without_a_subnet_puts_none_on_the_link_and_a_gateway_beyond_it_is_onlink() {
    InterfaceAddress alone = InterfaceAddress.of(InetAddresses.forString("198.18.0.2"), 32);
    PlanRequest request =
        with(
            undecided(IPV4, TableLayout.DEFAULT),
            uplink(0, gateway(IPV4, 4), true, List.of(alone)));
    assertThat(plan(request))
        .filteredOn(operation -> operation.startsWith("route"))
        .containsExactly(
            "route add default via 198.18.4.1 dev eth0 onlink table 15701 proto 157 metric 1");
  }

  @Test
  void an_uplink_without_a_gateway_has_its_subnet_only() {
    PlanRequest request =
        with(
            undecided(IPV4, TableLayout.DEFAULT),
            uplink(0, null, true, List.of(address(IPV4, 0, 2))));
    assertThat(plan(request)).noneMatch(operation -> operation.contains("default"));
  }

  @Test
  void numbers_of_another_configuration_are_left_for_the_new_ones_without_a_gap() {
    PlanRequest before = undecided(IPV4, new TableLayout(true, true, 100, 900));
    PlanRequest after = with(undecided(IPV4, TableLayout.DEFAULT), settled(before));
    List<String> plan = plan(after);
    assertThat(plan.subList(0, 10)).allMatch(operation -> operation.contains("add"));
    assertThat(plan.subList(10, 16)).allMatch(operation -> operation.startsWith("rule del"));
    assertThat(plan.subList(16, 20)).allMatch(operation -> operation.startsWith("route del"));
    assertThat(settled(after)).isEqualTo(settled(undecided(IPV4, TableLayout.DEFAULT)));
  }

  @Test
  void without_tables_what_an_earlier_run_left_goes() {
    PlanRequest before = undecided(IPV4, TableLayout.DEFAULT);
    PlanRequest after = with(undecided(IPV4, TableLayout.NONE), settled(before));
    assertThat(settled(after)).isEqualTo(KernelTables.EMPTY);
    assertThat(TablePlan.of(after)).isEqualTo(removal(settled(before)));
  }

  @Test
  void a_route_of_somebody_else_in_a_table_of_ours_is_left_alone_and_named() {
    KernelTables kernel = plus(KernelTables.EMPTY, foreignDefault(IPV4, 15701, 1));
    PlanRequest request = with(undecided(IPV4, TableLayout.DEFAULT), kernel);
    assertThat(plan(request)).noneMatch(op -> op.contains("default via 198.18.0.1"));
    assertThat(ForeignRoutes.clashing(request)).isEqualTo(kernel.routes());
    assertThat(settled(request).routes()).contains(kernel.routes().get(0));
    assertThat(
            ForeignRoutes.clashing(
                with(request, plus(KernelTables.EMPTY, foreignDefault(IPV4, 77, 1)))))
        .isEmpty();
  }

  // Addresses that several uplinks have

  /** Two routers of one make: both gave the same address; the second uplink has another besides. */
  private static PlanRequest sharing(int wanted, KernelTables kernel) {
    InterfaceAddress same = address(IPV4, 0, 2);
    return request(
        IPV4,
        TableLayout.DEFAULT,
        ImmutableList.of(
            uplink(0, gateway(IPV4, 0), true, List.of(same)),
            uplink(1, gateway(IPV4, 0), true, List.of(same, address(IPV4, 1, 2))),
            uplink(IPV4, 2)),
        wanted,
        kernel);
  }

  @Test
  void an_address_that_two_uplinks_have_leads_to_the_one_in_use() {
    assertThat(plan(sharing(0, KernelTables.EMPTY)))
        .filteredOn(operation -> operation.startsWith("rule"))
        .containsExactly(
            "rule add pref 15700 from 198.18.1.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15700 from 198.18.2.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15700 from 198.18.0.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15701 from all oif eth0 lookup 15701 protocol 157",
            "rule add pref 15701 from all oif eth1 lookup 15702 protocol 157",
            "rule add pref 15701 from all oif eth2 lookup 15703 protocol 157",
            "rule add pref 15702 from 198.18.1.2 lookup 15702 protocol 157",
            "rule add pref 15702 from 198.18.2.2 lookup 15703 protocol 157",
            "rule add pref 15702 from 198.18.0.2 lookup 15701 protocol 157");
    assertThat(plan(sharing(1, settled(sharing(0, KernelTables.EMPTY)))))
        .containsExactly(
            "rule add pref 15702 from 198.18.0.2 lookup 15702 protocol 157",
            "rule delete pref 15702 from 198.18.0.2 lookup 15701 protocol 157");
  }

  @Test
  void it_has_no_rules_while_an_uplink_without_it_is_in_use() {
    assertThat(plan(sharing(2, settled(sharing(0, KernelTables.EMPTY)))))
        .containsExactly(
            "rule delete pref 15702 from 198.18.0.2 lookup 15701 protocol 157",
            "rule delete pref 15700 from 198.18.0.2 lookup main suppress_prefixlength 1 protocol 157");
  }

  @Test
  void its_rules_of_an_earlier_run_stay_until_the_first_decision() {
    assertThat(plan(sharing(PlanRequest.UNDECIDED, settled(sharing(1, KernelTables.EMPTY)))))
        .isEmpty();
    assertThat(plan(sharing(PlanRequest.UNDECIDED, KernelTables.EMPTY)))
        .noneMatch(operation -> operation.contains("from 198.18.0.2"));
  }

  // The override

  @Test
  void the_override_leads_past_the_defaults_of_main_once_it_is_decided_by_which_uplink() {
    assertThat(plan(undecided(IPV4, OVERRIDE))).isEmpty();
    assertThat(plan(request(IPV4, OVERRIDE, 2, 1, KernelTables.EMPTY)))
        .containsExactly(
            "route add default via 198.18.1.1 dev eth1 table 15700 proto 157 metric 1",
            "rule add pref 32764 not from all fwmark 0xffffffff lookup main suppress_prefixlength 0 protocol 157",
            "rule add pref 32765 from all lookup 15700 protocol 157");
  }

  @Test
  void a_switch_is_one_replacement_there() {
    KernelTables first = settled(request(IPV4, OVERRIDE, 2, 0, KernelTables.EMPTY));
    assertThat(plan(request(IPV4, OVERRIDE, 2, 1, first)))
        .containsExactly(
            "route replace default via 198.18.1.1 dev eth1 table 15700 proto 157 metric 1");
  }

  @Test
  void what_an_earlier_run_decided_stays_until_the_first_decision() {
    KernelTables first = settled(request(IPV4, OVERRIDE, 2, 1, KernelTables.EMPTY));
    assertThat(plan(with(undecided(IPV4, OVERRIDE), first))).isEmpty();
  }

  @Test
  void without_the_override_its_rules_go_before_its_table_the_one_that_leads_there_first() {
    KernelTables first = settled(request(IPV4, OVERRIDE, 2, 1, KernelTables.EMPTY));
    assertThat(plan(with(undecided(IPV4, TableLayout.NONE), first)))
        .containsExactly(
            "rule delete pref 32765 from all lookup 15700 protocol 157",
            "rule delete pref 32764 not from all fwmark 0xffffffff lookup main suppress_prefixlength 0 protocol 157",
            "route delete default via 198.18.1.1 dev eth1 table 15700 proto 157 metric 1");
  }

  // What VPNs put into main

  @Test
  void routes_by_which_a_vpn_covers_everything_catch_nothing_that_an_uplink_sends() {
    assertThat(plan(undecided(IPV6, TableLayout.DEFAULT)))
        .contains(
            "rule add pref 15700 from 2001:db8::2 lookup main suppress_prefixlength 3"
                + " protocol 157");
  }

  @Test
  void a_rule_of_an_earlier_run_that_let_them_is_replaced() {
    PlanRequest request = undecided(IPV4, TableLayout.DEFAULT);
    KernelTables settled = settled(request);
    KernelTables earlier =
        new KernelTables(
            settled.rules().stream()
                .map(TablePlanTest::suppressingDefaultsOnly)
                .collect(ImmutableList.toImmutableList()),
            settled.routes());
    assertThat(plan(with(request, earlier)))
        .containsExactly(
            "rule add pref 15700 from 198.18.0.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule add pref 15700 from 198.18.1.2 lookup main suppress_prefixlength 1 protocol 157",
            "rule delete pref 15700 from 198.18.0.2 lookup main suppress_prefixlength 0 protocol 157",
            "rule delete pref 15700 from 198.18.1.2 lookup main suppress_prefixlength 0 protocol 157");
  }

  private static PolicyRule suppressingDefaultsOnly(PolicyRule rule) {
    return rule.withoutDefaults()
        ? new PolicyRule(
            rule.preference(), false, rule.source(), null, null, Route.MAIN, 0, Route.PROTOCOL)
        : rule;
  }

  // Firewall marks

  private static final TableLayout MARKED =
      new TableLayout(true, false, 15700, 15700, new FirewallMark(0x100, 0xff00));

  private static final TableLayout MARKED_FROM_TWO =
      new TableLayout(true, false, 15700, 15700, new FirewallMark(0x200, 0xff00));

  @Test
  void what_is_marked_for_an_uplink_is_led_to_its_table_but_for_what_main_knows_better() {
    assertThat(plan(undecided(IPV4, MARKED)))
        .filteredOn(operation -> operation.contains("fwmark"))
        .containsExactly(
            "rule add pref 15700 from all fwmark 0x100/0xff00 lookup main suppress_prefixlength 1"
                + " protocol 157",
            "rule add pref 15700 from all fwmark 0x200/0xff00 lookup main suppress_prefixlength 1"
                + " protocol 157",
            "rule add pref 15701 from all fwmark 0x100/0xff00 lookup 15701 protocol 157",
            "rule add pref 15701 from all fwmark 0x200/0xff00 lookup 15702 protocol 157");
  }

  @Test
  void while_an_uplink_is_down_its_mark_leads_nowhere_and_the_rest_of_its_rules_stay() {
    PlanRequest up = undecided(IPV4, MARKED);
    PlanRequest down =
        with(
            with(up, settled(up)),
            uplink(0, gateway(IPV4, 0), true, List.of(address(IPV4, 0, 2)), true),
            uplink(IPV4, 1));
    assertThat(plan(down))
        .containsExactly(
            "rule delete pref 15701 from all fwmark 0x100/0xff00 lookup 15701 protocol 157",
            "rule delete pref 15700 from all fwmark 0x100/0xff00 lookup main"
                + " suppress_prefixlength 1 protocol 157");
    assertThat(plan(with(up, settled(down))))
        .hasSize(2)
        .allMatch(operation -> operation.startsWith("rule add pref 1570"));
  }

  @Test
  void other_marks_of_an_earlier_run_are_replaced_each_with_its_guard_before_it() {
    KernelTables earlier = settled(undecided(IPV4, MARKED_FROM_TWO));
    assertThat(plan(with(undecided(IPV4, MARKED), earlier)))
        .containsExactly(
            "rule add pref 15700 from all fwmark 0x100/0xff00 lookup main suppress_prefixlength 1"
                + " protocol 157",
            "rule add pref 15701 from all fwmark 0x100/0xff00 lookup 15701 protocol 157",
            "rule add pref 15701 from all fwmark 0x200/0xff00 lookup 15702 protocol 157",
            "rule delete pref 15701 from all fwmark 0x200/0xff00 lookup 15701 protocol 157",
            "rule delete pref 15701 from all fwmark 0x300/0xff00 lookup 15702 protocol 157",
            "rule delete pref 15700 from all fwmark 0x300/0xff00 lookup main suppress_prefixlength 1"
                + " protocol 157");
  }

  @Test
  void marks_must_fit_into_their_mask_and_lead_to_tables() {
    assertThat(faultOfMarks(0x100, 0xff00, 2)).isNull();
    assertThat(faultOfMarks(0x1, 0x3, 3)).isNull();
    assertThat(faultOfMarks(0x1, 0x3, 4)).isEqualTo(ConfigFault.Cause.TOO_FEW_MARKS);
    assertThat(faultOfMarks(0xff00_0000L, 0xff00_0000L, 2))
        .isEqualTo(ConfigFault.Cause.TOO_FEW_MARKS);
    assertThat(faultOfMarks(0x1, 0x101, 2)).isEqualTo(ConfigFault.Cause.TOO_FEW_MARKS);
    assertThat(faultOfMarks(0x100, 0xff, 2)).isEqualTo(ConfigFault.Cause.MARK_OUTSIDE_MASK);
    assertThat(faultOfMarks(0, 0xff, 2)).isEqualTo(ConfigFault.Cause.MARK_OUTSIDE_MASK);
    assertThat(faultOfMarks(0, 0, 2)).isEqualTo(ConfigFault.Cause.MARK_OUTSIDE_MASK);
    assertThat(
            new TableLayout(false, true, 15700, 15700, new FirewallMark(0x100, 0xff00)).faults(2))
        .containsExactly(
            new ConfigFault.Unusable(
                ConfigField.FIREWALL_MARKS, null, "0x100/0xff00", ConfigFault.Cause.NO_TABLES));
  }

  private static ConfigFault.@Nullable Cause faultOfMarks(long mark, long mask, int uplinks) {
    return new TableLayout(true, false, 15700, 15700, new FirewallMark(mark, mask))
        .faults(uplinks).stream()
            .map(fault -> ((ConfigFault.Unusable) fault).cause())
            .findFirst()
            .orElse(null);
  }

  // Numbers

  @Test
  void numbers_that_are_taken_are_refused() {
    assertThat(TableLayout.DEFAULT.faults(16)).isEmpty();
    assertThat(new TableLayout(true, false, 100, 1).faults(2)).isEmpty();
    assertThat(new TableLayout(true, false, 251, 32764).faults(2))
        .extracting(ConfigFault::field)
        .containsExactly(ConfigField.PROBE_TABLE, ConfigField.PROBE_RULE_PREFERENCE);
    assertThat(new TableLayout(true, false, 255, 0).faults(2)).hasSize(2);
    assertThat(new TableLayout(true, false, 0, 32761).faults(2)).hasSize(1);
    assertThat(new TableLayout(true, false, 256, 32762).faults(2)).hasSize(1);
    assertThat(new TableLayout(true, false, 0xffff_fffeL, 15700).faults(2)).hasSize(1);
  }

  @Test
  void only_the_tables_that_are_used_are_named() {
    assertThat(TableLayout.DEFAULT.tables(2)).containsExactly(15701L, 15702L);
    assertThat(OVERRIDE.tables(2)).containsExactly(15700L);
    assertThat(TableLayout.NONE.tables(2)).isEmpty();
  }

  @Test
  void the_first_and_last_numbers_that_are_free_may_be_used() {
    assertThat(faultsOfTable(1)).isZero();
    assertThat(faultsOfTable(250)).isZero();
    assertThat(faultsOfTable(251)).isOne();
    assertThat(faultsOfTable(255)).isOne();
    assertThat(faultsOfTable(256)).isZero();
    assertThat(faultsOfTable(0xffff_fffdL)).isZero();
    assertThat(new TableLayout(true, false, 256, 1).faults(2)).isEmpty();
    assertThat(new TableLayout(true, false, 256, 32761).faults(2)).isEmpty();
    assertThat(new TableLayout(true, false, 0, 0).faults(2))
        .containsExactly(
            new ConfigFault.OutOfRange(
                ConfigField.PROBE_TABLE, null, 0L, Range.closed(1L, 4294967293L)),
            new ConfigFault.OutOfRange(
                ConfigField.PROBE_RULE_PREFERENCE, null, 0L, Range.closed(1L, 32761L)));
  }

  private static int faultsOfTable(long first) {
    return new TableLayout(true, false, first, 15700).faults(2).size();
  }

  @Test
  void while_a_link_is_down_routes_by_another_interface_go_from_its_table() {
    PlanRequest good = undecided(IPV4, TableLayout.DEFAULT);
    PlanRequest swapped = with(good, uplink(IPV4, 1), uplink(IPV4, 0));
    PlanRequest down =
        with(
            good,
            uplink(0, gateway(IPV4, 0), false, List.of(address(IPV4, 0, 2))),
            uplink(IPV4, 1));
    assertThat(plan(with(down, settled(swapped))))
        .contains("route delete default via 198.18.1.1 dev eth1 table 15701 proto 157 metric 1");
  }

  @Test
  void an_address_whose_subnet_is_everything_puts_no_subnet_on_the_link() {
    InterfaceAddress everything = InterfaceAddress.of(address(IPV4, 0, 2).local(), 0);
    PlanRequest request =
        with(
            undecided(IPV4, TableLayout.DEFAULT),
            uplink(0, gateway(IPV4, 0), true, List.of(everything)),
            uplink(IPV4, 1));
    assertThat(plan(request))
        .filteredOn(operation -> operation.startsWith("route") && operation.contains("eth0"))
        .containsExactly(
            "route add default via 198.18.0.1 dev eth0 table 15701 proto 157 metric 1");
  }
}
