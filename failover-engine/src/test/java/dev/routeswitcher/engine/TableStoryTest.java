package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules and tables that are missing, refused, deleted by another program or shared with one. */
class TableStoryTest {

  private static final TableLayout OVERRIDE =
      new TableLayout(false, true, TableLayout.DEFAULT_TABLE, TableLayout.DEFAULT_PREFERENCE);

  private final World world = with(TableLayout.DEFAULT).start().runFor(10.5);
  private final Chronicle chronicle = world.chronicle;

  private static World with(TableLayout layout) {
    return World.of(
        World.config(2, 1, Timing.defaults(), Policy.DEFAULT, true, layout), Noise.none());
  }

  private static boolean isDefault(Route route) {
    return route.destination().length() == 0;
  }

  /** Seconds after 10.5 at which something was changed since. */
  private List<Double> changesSince() {
    return chronicle.changeTimes.stream()
        .filter(time -> time >= 10.5)
        .map(time -> Math.round((time - 10.5) * 10) / 10.0)
        .toList();
  }

  private void assertInSnapshot(Alarm.Kind... kinds) {
    assertThat(chronicle.alarms()).containsExactlyInAnyOrder(kinds);
    assertThat(world.snapshot().alarms()).extracting(Alarm::kind).containsExactlyInAnyOrder(kinds);
  }

  // What there is to be

  @Test
  void at_the_start_each_uplink_gets_its_table_and_what_is_bound_to_it_leaves_by_it() {
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
    assertThat(world.kernel.wayOut("eth1", null)).isEqualTo("eth1");
    assertThat(world.kernel.wayOut(null, world.uplink("eth1").address().local())).isEqualTo("eth1");
    assertThat(world.kernel.wayOut()).isEqualTo("eth0");
  }

  @Test
  void before_rules_were_read_none_is_made_and_routes_of_the_main_table_do_not_wait_for_that() {
    World unread = with(TableLayout.DEFAULT).withoutPolicyRules().start().runFor(10.5);
    unread.silence("eth0").runFor(5);
    assertThat(unread.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(unread.kernel.tableChanges()).isZero();
    assertThat(unread.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_failover_changes_nothing_of_the_tables_for_probes() {
    int changes = world.kernel.tableChanges();
    world.silence("eth0").runFor(5);
    assertThat(world.kernel.tableChanges()).isEqualTo(changes);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth1"));
  }

  @Test
  void a_failover_replaces_the_one_default_past_which_the_traffic_is_led() {
    World overriding = with(OVERRIDE).start().runFor(10.5);
    int changes = overriding.kernel.tableChanges();
    overriding.silence("eth0").runFor(5);
    assertThat(overriding.kernel.tableChanges()).isEqualTo(changes + 1);
    assertThat(ManualTables.existing(overriding))
        .isEqualTo(ManualTables.promised(overriding, "eth1"));
  }

  @Test
  void what_an_earlier_run_left_under_other_numbers_is_removed() {
    World before = with(new TableLayout(true, true, 300, 40)).start().runFor(10.5);
    List<PolicyRule> left = before.tables().rules();
    World after = with(TableLayout.DEFAULT);
    left.forEach(after.kernel::appendRule);
    before.tables().routes().forEach(after.kernel::append);
    after.start().runFor(1);
    assertThat(ManualTables.existing(after)).isEqualTo(ManualTables.promised(after, "eth0"));
    assertThat(after.kernel.faults()).isEmpty();
  }

  @Test
  void a_link_that_is_set_down_gets_its_routes_back_in_the_step_in_which_it_is_up() {
    world.setDown("eth1").runFor(1);
    assertThat(ManualTables.existing(world))
        .doesNotContain("15702: default via 198.51.100.1 dev eth1");
    world.linkUp("eth1").runFor(0);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
  }

  @Test
  void a_refused_route_that_is_tried_again_is_no_reason_to_ask_for_its_table_twice() {
    world.kernel.refuse("eth1", "EINVAL: refused by the test");
    world.ourRoutesDeleted("eth1").runFor(0.5);
    world.tableRoutesDeleted(route -> route.usesOnly("eth1")).runFor(0.3);
    assertThat(changesSince()).containsExactly(0.0);

    world.kernel.accept("eth1");
    world.tableRoutesRefused("EINVAL: refused by the test").runFor(0.201);
    world.resume().runFor(0.9);
    assertThat(changesSince()).containsExactly(0.0, 1.0);
    world.runFor(0.2);
    assertThat(changesSince()).containsExactly(0.0, 1.0, 2.0);
  }

  // Thousands of addresses

  private static LinkStatus withAddresses(int count, boolean carrier) {
    ImmutableList<InterfaceAddress> addresses =
        Stream.concat(
                Stream.of(InterfaceAddress.of(InetAddresses.forString("192.0.2.2"), 24)),
                IntStream.range(0, count)
                    .mapToObj(i -> InetAddresses.forString("10.0." + i / 250 + "." + i % 250))
                    .map(address -> InterfaceAddress.of(address, 32)))
            .collect(ImmutableList.toImmutableList());
    return new LinkStatus(true, true, carrier, addresses, true, false);
  }

  /** The sizes of what is asked for from now on; the main table's changes are negative. */
  private List<Integer> asked() {
    List<Integer> sizes = new ArrayList<>();
    world.observe(
        new World.Observer() {
          @Override
          public void restarted(EngineConfig config, long now) {}

          @Override
          public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
            for (Decision decision : step.decisions()) {
              if (decision instanceof Decision.ChangeRoutes change) {
                boolean main =
                    change.operations().stream().anyMatch(RoutingOperation::isOfMainTable);
                sizes.add(main ? -change.operations().size() : change.operations().size());
              }
            }
          }
        });
    return sizes;
  }

  @Test
  void the_rules_of_many_addresses_are_made_in_parts_and_a_switch_goes_before_the_next_part() {
    List<Integer> asked = asked();
    world.moveLink("eth0", uplink -> uplink.link(withAddresses(500, true))).runFor(0.0035);
    assertThat(asked).hasSizeBetween(2, 5).containsOnly(32);
    asked.clear();
    world.moveLink("eth0", uplink -> uplink.link(withAddresses(500, false))).runFor(0.0015);
    assertThat(asked.get(0)).isEqualTo(-1);
    assertThat(world.wanted()).isEqualTo("eth1");
    world.runFor(1);
    assertThat(asked).allMatch(size -> size <= 32);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth1"));
    assertThat(chronicle.alarms()).isEmpty();
  }

  @Test
  void of_many_addresses_the_first_have_all_their_rules_long_before_the_last() {
    world.moveLink("eth0", uplink -> uplink.link(withAddresses(500, true))).runFor(0.0035);
    assertThat(world.kernel.wayOut(null, InetAddresses.forString("10.0.0.30"))).isEqualTo("eth0");
    assertThat(world.tables().leadsOut(InetAddresses.forString("10.0.0.30"))).isTrue();
    assertThat(world.tables().leadsOut(InetAddresses.forString("10.0.1.249"))).isFalse();
    world.runFor(1);
    assertThat(world.tables().leadsOut(InetAddresses.forString("10.0.1.249"))).isTrue();
  }

  @Test
  void what_is_put_right_in_parts_is_one_repair_and_a_fight_over_it_is_still_seen() {
    world.moveLink("eth0", uplink -> uplink.link(withAddresses(500, true))).runFor(10);
    world.rulesDeleted(rule -> true).runFor(1);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
    for (int i = 0; i < 5; i++) {
      assertThat(chronicle.alarms()).isEmpty();
      world.rulesDeleted(rule -> true).runFor(1);
    }
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.RULES_CONTENDED);
  }

  @Test
  void a_part_that_is_refused_holds_up_the_rest_ever_longer() {
    world.rulesRefused("ENOMEM");
    List<Integer> asked = asked();
    world.moveLink("eth0", uplink -> uplink.link(withAddresses(500, true))).runFor(20);
    assertThat(asked).hasSize(5);
    world.rulesRefused(null).runFor(30);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
  }

  // Firewall marks

  private static List<String> marked(World world) {
    return world.tables().rules().stream()
        .filter(rule -> rule.mark() != null && !rule.withoutDefaults())
        .map(rule -> rule.mark() + " " + rule.table())
        .sorted()
        .toList();
  }

  @Test
  void what_is_marked_for_an_uplink_follows_the_others_from_its_failure_to_its_first_answer() {
    World marking =
        with(new TableLayout(true, false, 15700, 15700, new FirewallMark(1, 3)))
            .start()
            .runFor(10.5);
    assertThat(marked(marking)).containsExactly("0x1/0x3 15701", "0x2/0x3 15702");
    marking.silence("eth0").runFor(5);
    assertThat(marking.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(marked(marking)).containsExactly("0x2/0x3 15702");
    marking.answer("eth0").runFor(2);
    assertThat(marking.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(marked(marking)).containsExactly("0x1/0x3 15701", "0x2/0x3 15702");
    marking.carrierLost("eth1").runFor(1);
    assertThat(marked(marking)).containsExactly("0x1/0x3 15701");
    assertThat(marking.kernel.faults()).isEmpty();
  }

  /** However often it fails: nobody undoes anything. */
  @Test
  void marks_that_come_and_go_with_a_standby_are_no_contention() {
    World marking =
        with(new TableLayout(true, false, 15700, 15700, new FirewallMark(1, 3)))
            .start()
            .runFor(10.5);
    for (int i = 0; i < 12; i++) {
      marking.silence("eth1").runFor(4);
      assertThat(marked(marking)).containsExactly("0x1/0x3 15701");
      marking.answer("eth1").runFor(2);
      assertThat(marked(marking)).hasSize(2);
    }
    assertThat(marking.chronicle.raised).isEmpty();
  }

  // What another program deletes

  @Test
  void a_rule_that_another_program_deletes_once_is_put_back_at_once_without_an_alarm() {
    world.rulesDeleted(rule -> rule.preference() == 15701).runFor(0);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
    world.runFor(30);
    assertThat(chronicle.raised).isEmpty();
  }

  @Test
  void what_is_deleted_again_and_again_is_put_back_ever_more_slowly_and_reported_once() {
    world.contended(PolicyRule.class::isInstance).runFor(50);
    // Five times at once (the other program needs 81 ms), then after 1, 2, 4, 8 and 16 s.
    assertThat(changesSince())
        .containsExactly(0.0, 0.1, 0.2, 0.2, 0.3, 0.4, 1.4, 3.4, 7.4, 15.4, 31.4);
    assertThat(chronicle.raised)
        .extracting(Alarm::kind)
        .containsExactly(Alarm.Kind.RULES_CONTENDED);
    assertInSnapshot(Alarm.Kind.RULES_CONTENDED);
    world.contended(null).runFor(15);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
    assertInSnapshot(Alarm.Kind.RULES_CONTENDED);
    world.runFor(60);
    assertInSnapshot();
  }

  @Test
  void another_uplink_that_is_wanted_is_a_reason_of_our_own_and_ends_the_waiting() {
    World overriding = with(OVERRIDE).start().runFor(10.5);
    overriding.contended(PolicyRule.class::isInstance).runFor(4);
    assertThat(overriding.chronicle.alarms()).containsExactly(Alarm.Kind.RULES_CONTENDED);
    overriding.contended(null).carrierLost("eth0").runFor(0);
    assertThat(ManualTables.existing(overriding))
        .isEqualTo(ManualTables.promised(overriding, "eth1"));
    assertThat(overriding.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_fight_about_rules_is_none_about_the_main_table_and_keeps_no_switch_waiting() {
    world.contended(PolicyRule.class::isInstance).runFor(20);
    world.carrierLost("eth0").runFor(0.01);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(chronicle.alarms()).doesNotContain(Alarm.Kind.CONTENDED);
    assertThat(chronicle.lastDecidedAt()).isEqualTo(30.5);
  }

  /** The reading is newer than the answer that comes after it. */
  @Test
  void what_is_deleted_while_a_change_is_under_way_is_missing_although_the_answer_comes_later() {
    world.rulesDeleted(rule -> rule.preference() == 15702).runFor(0);
    world.rulesDeleted(rule -> true).runFor(0);
    assertThat(world.tables().rules()).isEmpty();
    world.runFor(0.002);
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
    assertThat(world.kernel.faults()).isEmpty();
  }

  // What the kernel refuses

  @Test
  void rules_that_are_refused_are_tried_again_ever_more_slowly_and_reported_once() {
    world.rulesRefused("EPERM: Operation not permitted");
    world.rulesDeleted(rule -> true).runFor(100);
    assertThat(changesSince()).containsExactly(0.0, 1.0, 3.0, 7.0, 15.0, 31.0, 61.0, 91.0);
    assertThat(chronicle.raised).extracting(Alarm::kind).containsExactly(Alarm.Kind.RULES_REFUSED);
    assertInSnapshot(Alarm.Kind.RULES_REFUSED);
    Alarm.RulesRefused alarm = (Alarm.RulesRefused) chronicle.raised.get(0);
    assertThat(alarm.cause().detail()).isEqualTo("EPERM: Operation not permitted");
    assertThat(alarm.cause().operation().entry().toString())
        .isEqualTo("pref 15700 from 192.0.2.2 lookup main suppress_prefixlength 1 protocol 157");
    world.rulesRefused(null).runFor(21.1);
    assertInSnapshot();
    assertThat(ManualTables.existing(world)).isEqualTo(ManualTables.promised(world, "eth0"));
  }

  @Test
  void behind_a_rule_that_is_refused_none_leads_into_a_table() {
    world.kernel.deleteRules(rule -> true);
    world.rulesRefused("EPERM: Operation not permitted").restart().runFor(20);
    assertThat(world.tables().rules()).isEmpty();
    assertThat(chronicle.operations.stream().filter(o -> o.isOfRule()).count()).isPositive();
    assertThat(world.kernel.faults()).isEmpty();
  }

  @Test
  void a_refused_route_of_a_table_is_reported_with_the_rules_and_refuses_no_uplink() {
    world.tableRoutesRefused("EINVAL: Invalid argument");
    world.tableRoutesDeleted(TableStoryTest::isDefault).runFor(20);
    assertInSnapshot(Alarm.Kind.RULES_REFUSED);
    assertThat(chronicle.conditions).containsEntry("eth1", Condition.ANSWERING);
    world.tableRoutesRefused(null).runFor(30);
    assertInSnapshot();
  }

  @Test
  void refused_rules_keep_no_switch_of_the_main_table_waiting() {
    world.rulesRefused("EPERM: Operation not permitted");
    world.rulesDeleted(rule -> true).runFor(20);
    world.carrierLost("eth0").runFor(0.01);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(chronicle.alarms()).containsExactly(Alarm.Kind.RULES_REFUSED);
  }

  @Test
  void what_another_program_puts_back_is_refused_no_more() {
    world.rulesRefused("EPERM: Operation not permitted");
    List<PolicyRule> rules = world.tables().rules();
    world.rulesDeleted(rule -> true).runFor(5);
    assertInSnapshot(Alarm.Kind.RULES_REFUSED);
    rules.forEach(world.kernel::appendRule);
    world.tellTables();
    world.runFor(0);
    assertInSnapshot();
    assertThat(changesSince()).containsExactly(0.0, 1.0, 3.0);
  }

  // What another program has there

  @Test
  void a_route_of_another_program_in_a_table_of_ours_is_left_alone_and_reported() {
    world.foreignRoute(World.foreign(world.uplink("eth1"), 0, 15701)).runFor(1);
    assertInSnapshot(Alarm.Kind.TABLE_CLASH);
    assertThat(((Alarm.TableClash) chronicle.raised.get(0)).route())
        .isEqualTo(World.foreign(world.uplink("eth1"), 0, 15701));
    world.foreignRoute(World.foreign(world.uplink("eth1"), 7, 15702)).runFor(60);
    assertThat(chronicle.raised).hasSize(1);
    assertThat(changesSince()).isEmpty();
    world.kernel.delete(route -> !route.isOurs());
    world.tellTables();
    world.runFor(0);
    assertInSnapshot();
  }

  @Test
  void one_in_a_table_that_is_none_of_ours_is_no_clash() {
    world.foreignRoute(World.foreign(world.uplink("eth1"), 0, 15700)).runFor(1);
    world.foreignRoute(World.foreign(world.uplink("eth1"), 0, 15703)).runFor(1);
    assertInSnapshot();
  }

  // Addresses that say nothing

  @Test
  void connections_from_an_address_that_two_uplinks_have_go_by_the_one_in_use() {
    InetAddress shared = world.uplink("eth0").address().local();
    world.sharesAddressOf("eth1", "eth0").runFor(1);
    assertInSnapshot(Alarm.Kind.SHARED_ADDRESS);
    assertThat(chronicle.raised)
        .containsExactly(
            new Alarm.SharedAddress(
                IpFamily.IPV4, shared, ImmutableList.of(world.key("eth0"), world.key("eth1"))));
    assertThat(world.kernel.wayOut(null, shared)).isEqualTo("eth0");
    world.silence("eth0").runFor(5);
    assertThat(chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(world.kernel.wayOut(null, shared)).isEqualTo("eth1");
    world.linkUp("eth1").runFor(1);
    assertThat(world.snapshot().alarms()).isEmpty();
    assertThat(world.kernel.wayOut(null, shared)).isEqualTo("eth0");
  }

  @Test
  void without_rules_by_addresses_a_shared_one_harms_nobody() {
    World plain = with(TableLayout.NONE).start().runFor(10.5);
    plain.sharesAddressOf("eth1", "eth0").runFor(1);
    assertThat(plain.snapshot().alarms()).isEmpty();
  }

  // Reverse path filters

  @Test
  void a_strict_reverse_path_filter_is_an_alarm_of_its_uplink_as_long_as_it_is_strict() {
    World filtered = with(TableLayout.NONE).start().runFor(10.5);
    filtered.strictReversePath("eth1", true).runFor(1);
    assertThat(filtered.chronicle.raised)
        .containsExactly(new Alarm.StrictReversePath(filtered.key("eth1"), null));
    assertThat(filtered.snapshot().alarms())
        .containsExactly(new Alarm.StrictReversePath(filtered.key("eth1"), null));
    filtered.strictReversePath("eth0", true).runFor(10);
    assertThat(filtered.chronicle.alarms())
        .containsExactly(Alarm.Kind.RP_FILTER, Alarm.Kind.RP_FILTER);
    filtered.removed("eth1").runFor(1);
    assertThat(filtered.chronicle.alarms())
        .containsExactlyInAnyOrder(Alarm.Kind.RP_FILTER, Alarm.Kind.NO_INTERFACE);
    filtered.strictReversePath("eth0", false).linkUp("eth1").runFor(1);
    assertThat(filtered.snapshot().alarms())
        .containsExactly(new Alarm.StrictReversePath(filtered.key("eth1"), null));
    filtered.strictReversePath("eth1", false).runFor(1);
    assertThat(filtered.snapshot().alarms()).isEmpty();
  }
}
