package dev.routeswitcher.runtime.loop;

import static dev.routeswitcher.runtime.loop.Story.FAILOVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.runtime.port.NetworkChange.AddressSeen;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Tables and rules of our own in a model of the kernel. */
class SwitcherLoopTablesTest {

  private static final Duration MOMENT = Duration.ofMillis(900);
  private static final TableLayout OVERRIDE = new TableLayout(true, true, 15700, 15700);
  private static final String BOUND_0 = "pref 15701 from all oif eth0 lookup 15701 protocol 157";
  private static final String TABLE_1 =
      "default via 198.51.100.1 dev eth1 table 15702 proto 157 metric 1";

  private static final String REFUSED = "pref 15700 from ";

  private static Story begun(TableLayout layout) throws Exception {
    return Story.with(layout).begun(MOMENT);
  }

  @Test
  void tables_and_rules_stand_before_the_first_probe_is_sent() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    List<String> deeds = story.host.deeds();
    int last = lastIndexOf(deeds, "rule add");
    assertThat(last).isPositive();
    assertThat(deeds.subList(0, last)).noneMatch(deed -> deed.startsWith("probe"));
    assertThat(story.host.tables().shown()).contains(BOUND_0, TABLE_1).hasSize(10);
  }

  private static int lastIndexOf(List<String> deeds, String words) {
    int last = -1;
    for (int i = 0; i < deeds.size(); i++) {
      if (deeds.get(i).startsWith(words)) {
        last = i;
      }
    }
    return last;
  }

  @Test
  void a_switch_waits_for_no_more_than_a_part_of_the_upkeep_of_many_addresses() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.host.forgetDeeds();
    int eth0 = 11;
    for (int i = 0; i < 300; i++) {
      InetAddress address = InetAddresses.forString("10.0." + i / 250 + "." + i % 250);
      story.host.report(new AddressSeen(eth0, InterfaceAddress.of(address, 32), true, false));
    }
    AtomicInteger changes = new AtomicInteger();
    story.host.tables().afterChange(() -> loseCarrierAt(100, changes, story));
    story.pass(Duration.ofMillis(1));
    List<String> deeds = story.host.deeds();
    List<String> before = deeds.subList(0, deeds.indexOf(Story.ADD_FAILOVER));
    assertThat(before.stream().filter(deed -> deed.startsWith("rule "))).hasSizeBetween(100, 132);
    assertThat(story.deeds("rule add")).hasSize(600);
    assertThat(story.notices).hasAtLeastOneElementOfType(SwitchInForce.class);
  }

  private static void loseCarrierAt(int change, AtomicInteger changes, Story story) {
    if (changes.incrementAndGet() == change) {
      story.host.carrier("eth0", false);
    }
  }

  @Test
  void a_stop_waits_for_no_further_part_and_takes_all_of_them_away() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.host.forgetDeeds();
    for (int i = 0; i < 200; i++) {
      InetAddress address = InetAddresses.forString("10.0.0." + i);
      story.host.report(new AddressSeen(11, InterfaceAddress.of(address, 32), true, false));
    }
    story.host.tables().afterChange(story.loop::stop);
    story.loop.turn(0);
    assertThat(story.deeds("rule add")).hasSizeBetween(1, 32);
    story.loop.run();
    assertThat(story.host.tables().now()).isEqualTo(KernelTables.EMPTY);
  }

  @Test
  void nothing_is_done_while_nothing_changes() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.host.forgetDeeds();
    story.pass(Duration.ofSeconds(100));
    assertThat(story.deeds("rule ")).isEmpty();
    assertThat(story.deeds("route ")).isEmpty();
  }

  @Test
  void what_a_link_that_is_set_down_loses_is_put_back_when_it_is_up() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.host.setUp("eth1", false);
    story.pass(MOMENT);
    assertThat(story.host.tables().shown()).doesNotContain(TABLE_1).hasSize(8);
    story.host.setUp("eth1", true);
    story.pass(Duration.ofMillis(10));
    assertThat(story.host.tables().shown()).contains(TABLE_1).hasSize(10);
    assertThat(story.lines).isEmpty();
    assertThat(story.alarmLines()).isEmpty();
  }

  @Test
  void what_somebody_deletes_is_put_back_at_once_and_a_fight_slows_down_with_one_line()
      throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.host.tables().deleteRules();
    story.pass(Duration.ofMillis(10));
    assertThat(story.host.tables().now().rules()).hasSize(6);
    story.host.forgetDeeds();
    for (int i = 0; i < 6000; i++) {
      story.host.tables().deleteRules();
      story.pass(Duration.ofMillis(10));
    }
    assertThat(story.deeds("rule add pref 15701 from all oif eth0")).hasSizeBetween(5, 12);
    assertThat(story.alarmLines())
        .containsExactly(
            "WARN alarm=rules-contended family=ipv4 subject=\"IPV4\" problem=\"another program keeps"
                + " undoing our rules or their tables\" remedy=\"find it with `ip monitor rule route` and"
                + " keep it off what carries proto 157\"");
    story.pass(Duration.ofMinutes(3));
    assertThat(story.host.tables().now().rules()).hasSize(6);
    assertThat(story.alarmLines())
        .last()
        .isEqualTo("INFO cleared alarm=rules-contended family=ipv4 subject=\"IPV4\"");
  }

  @Test
  void a_refusal_is_reported_once_and_tried_again_ever_later_until_it_is_over() throws Exception {
    Story story = Story.with(TableLayout.DEFAULT);
    story.host.tables().refuse("rule add pref 15700");
    story.begun(Duration.ofMinutes(10));
    assertThat(story.host.tables().now().rules()).as("those behind rely on it").isEmpty();
    assertThat(story.deeds("rule add")).as("two of one preference").hasSizeBetween(30, 60);
    assertThat(story.alarmLines())
        .singleElement()
        .asString()
        .startsWith("WARN alarm=rules-refused family=ipv4 subject=\"" + REFUSED)
        .contains("problem=\"rule add pref 15700 ", "EPERM");
    story.host.tables().refuse(null);
    story.pass(Duration.ofSeconds(31));
    assertThat(story.host.tables().now().rules()).hasSize(6);
    assertThat(story.alarmLines())
        .last()
        .asString()
        .startsWith("INFO cleared alarm=rules-refused family=ipv4 subject=\"" + REFUSED);
  }

  @Test
  void a_route_of_another_program_in_a_table_of_ours_is_reported_and_left_alone() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    KernelTables ours = story.host.tables().now();
    Route any = ours.routes().get(0);
    Route foreign = new Route(15701, any.destination(), 7, 4, any.hops(), null, any.metrics());
    story
        .host
        .tables()
        .set(
            new KernelTables(
                ours.rules(),
                ImmutableList.<Route>builder().addAll(ours.routes()).add(foreign).build()));
    story.pass(MOMENT);
    assertThat(story.alarmLines())
        .containsExactly(
            "WARN alarm=table-clash family=ipv4 subject=\""
                + foreign
                + "\" problem=\"a route of"
                + " another program stands in a table of ours\" remedy=\"ip route del "
                + foreign
                + "; or choose other tables with probe-table\"");
    assertThat(story.host.tables().now().routes()).contains(foreign);
    story.host.tables().set(ours);
    story.pass(MOMENT);
    assertThat(story.alarmLines())
        .last()
        .isEqualTo("INFO cleared alarm=table-clash family=ipv4 subject=\"" + foreign + '"');
  }

  @Test
  void a_stop_takes_rules_and_tables_away_and_says_so() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.loop.restore();
    assertThat(story.host.tables().now()).isEqualTo(KernelTables.EMPTY);
    assertThat(story.lines).contains("INFO restored family=ipv4 removed_rules_and_table_routes=10");
  }

  @Test
  void a_stop_that_keeps_leaves_them_and_the_next_start_has_nothing_to_do() throws Exception {
    Story first = Story.thatKeepsOnExit(TableLayout.DEFAULT).begun(MOMENT);
    first.loop.restore();
    KernelTables left = first.host.tables().now();
    assertThat(left.rules()).hasSize(6);
    Story second = Story.with(TableLayout.DEFAULT);
    second.host.tables().set(left);
    second.begun(MOMENT);
    assertThat(second.deeds("rule ")).isEmpty();
    Story third = Story.with(TableLayout.NONE);
    third.host.tables().set(left);
    third.begun(MOMENT);
    assertThat(third.host.tables().now()).isEqualTo(KernelTables.EMPTY);
  }

  @Test
  void a_dry_run_says_what_it_would_do_and_does_nothing() throws Exception {
    Story story = Story.thatRunsDry(TableLayout.DEFAULT).begun(Duration.ofSeconds(100));
    assertThat(story.host.tables().now()).isEqualTo(KernelTables.EMPTY);
    assertThat(story.lines)
        .filteredOn(line -> line.contains("rule add"))
        .hasSize(6)
        .contains("INFO dry-run family=ipv4 would=\"rule add " + BOUND_0 + "\"");
    story.loop.restore();
    assertThat(story.deeds("rule ")).isEmpty();
  }

  @Test
  void a_kernel_without_policy_routing_is_reported_at_start_unless_none_is_wanted()
      throws Exception {
    Story story = Story.with(TableLayout.DEFAULT);
    story.host.fail("read rules", new IOException("EOPNOTSUPP"));
    assertThat(catchThrowable(story.loop::open))
        .hasMessageContaining("EOPNOTSUPP")
        .hasMessageContaining("probe-routing main");
    Story without = Story.with(TableLayout.NONE);
    without.host.fail("read rules", new NoPolicyRoutingException("EOPNOTSUPP", new IOException()));
    without.begun(Duration.ofSeconds(100));
    assertThat(without.lines).isEmpty();
    without.loop.restore();
    assertThat(without.lines).noneMatch(line -> line.contains("policy rules"));
  }

  /** A story that begins with what an earlier run has left, and cannot read it. */
  private static Story thatCannotReadWhatIsLeft() throws Exception {
    Story first = Story.thatKeepsOnExit(TableLayout.DEFAULT).begun(MOMENT);
    Story second = Story.with(TableLayout.NONE);
    second.host.tables().set(first.host.tables().now());
    second.host.fail("read rules", new IOException("no answer"));
    second.begun(MOMENT);
    assertThat(second.host.tables().now().rules()).hasSize(6);
    assertThat(second.lines)
        .containsExactly("WARN policy rules of ipv4 cannot be read, trying again: no answer");
    return second;
  }

  @Test
  void what_an_earlier_run_has_left_goes_as_soon_as_it_can_be_read() throws Exception {
    Story story = thatCannotReadWhatIsLeft();
    story.host.mend("read rules");
    story.pass(Duration.ofSeconds(2));
    assertThat(story.host.tables().now()).isEqualTo(KernelTables.EMPTY);
    assertThat(story.lines).last().asString().startsWith("INFO policy rules of ipv4 can be read");
  }

  @Test
  void what_could_never_be_read_is_taken_away_at_the_stop_if_it_can_be_then() throws Exception {
    Story story = thatCannotReadWhatIsLeft();
    story.host.mend("read rules");
    story.loop.restore();
    assertThat(story.host.tables().now()).isEqualTo(KernelTables.EMPTY);
  }

  @Test
  void rules_that_cannot_be_read_keep_no_switch_from_being_made() throws Exception {
    Story story = begun(TableLayout.DEFAULT);
    story.host.fail("read rules", new IOException("busy"));
    story.host.carrier("eth0", false);
    story.pass(MOMENT);
    assertThat(story.host.routes()).contains(FAILOVER);
    assertThat(story.notices(SwitchInForce.class)).hasSize(2);
    assertThat(story.lines)
        .containsExactly("WARN policy rules of ipv4 cannot be read, trying again: busy");
  }

  @Test
  void with_tables_a_strict_reverse_path_filter_is_no_fault() throws Exception {
    Story story = Story.with(TableLayout.DEFAULT);
    story.host.filterStrictly("eth1");
    story.begun(Duration.ofSeconds(65));
    assertThat(story.lines).isEmpty();
    assertThat(story.alarmLines()).isEmpty();
  }

  @Test
  void it_is_one_while_a_rule_of_another_program_leads_what_it_looks_up_elsewhere()
      throws Exception {
    Story story = Story.with(TableLayout.DEFAULT);
    story.host.filterStrictly("eth1");
    story.begun(MOMENT);
    story.host.leadAway("wg0");
    story.pass(MOMENT);
    assertThat(story.alarmLines())
        .singleElement()
        .asString()
        .startsWith("WARN alarm=rp-filter family=ipv4 subject=\"eth1\"");
    story.host.leadAway(null);
    story.pass(MOMENT);
    assertThat(story.alarmLines()).hasSize(2).last().asString().contains("cleared alarm=rp-filter");
  }

  @Test
  void the_override_follows_a_switch_before_the_kernel_is_asked_for_the_proof() throws Exception {
    Story story = begun(OVERRIDE);
    assertThat(story.host.tables().shown())
        .contains("default via 192.0.2.1 dev eth0 table 15700 proto 157 metric 1")
        .contains("pref 32765 from all lookup 15700 protocol 157");
    story.host.forgetDeeds();
    story.host.carrier("eth0", false);
    story.pass(Duration.ofMillis(1));
    String moved = "route replace default via 198.51.100.1 dev eth1 table 15700 proto 157 metric 1";
    List<String> deeds = story.host.deeds();
    assertThat(deeds).contains(moved);
    assertThat(deeds.indexOf(moved)).isLessThan(deeds.indexOf("read routes"));
    assertThat(story.deeds("rule ")).isEmpty();
  }

  @Test
  void a_family_that_the_kernel_has_not_is_reported_once_and_served_when_it_comes()
      throws Exception {
    Story story = Story.withImpliedIpv6(TableLayout.DEFAULT);
    story.host.fail(
        "read rules of IPV6", new NoPolicyRoutingException("EAFNOSUPPORT", new IOException()));
    story.host.advertiseIpv6(true);
    story.begun(Duration.ofSeconds(65));
    assertThat(story.lines)
        .containsExactly(
            "INFO no policy rules of ipv6 in this kernel, none are made: EAFNOSUPPORT");
    assertThat(story.host.ipv6Tables().now()).isEqualTo(KernelTables.EMPTY);

    story.host.mend("read rules of IPV6");
    story.pass(Duration.ofSeconds(31));
    assertThat(story.host.ipv6Tables().now().rules()).isNotEmpty();
    story.loop.restore();
    assertThat(story.host.ipv6Tables().now()).isEqualTo(KernelTables.EMPTY);
  }

  @Test
  void a_family_that_sleeps_again_is_left_alone_and_not_reported() throws Exception {
    Story story = Story.withImpliedIpv6(TableLayout.DEFAULT);
    story.host.advertiseIpv6(true);
    story.host.ipv6Tables().refuse("rule add");
    story.begun(Duration.ofSeconds(1));
    story.host.forgetDeeds();
    story.pass(Duration.ofSeconds(60));
    assertThat(story.deeds("rule add")).as("what was refused is tried again").isNotEmpty();
    assertThat(story.alarmLines()).anyMatch(line -> line.contains("rules-refused family=ipv6"));

    story.host.advertiseIpv6(false);
    story.host.renumberIpv6("eth0", "2001:db8:9::2");
    story.pass(Duration.ofSeconds(1));
    story.host.forgetDeeds();
    int before = story.noticeLines.size();
    story.pass(Duration.ofMinutes(1));
    assertThat(story.deeds("rule ")).isEmpty();
    assertThat(story.deeds("route ")).isEmpty();
    assertThat(story.noticeLines).hasSize(before);
  }
}
