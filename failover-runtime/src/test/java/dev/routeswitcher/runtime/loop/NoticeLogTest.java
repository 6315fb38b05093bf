package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Notice.AlarmCleared;
import dev.routeswitcher.engine.Notice.AlarmRaised;
import dev.routeswitcher.engine.Notice.SwitchDecided;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Notice.SwitchUndone;
import dev.routeswitcher.engine.Notice.UplinkChanged;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What an operator reads. */
class NoticeLogTest {

  private static final IpFamily IPV4 = IpFamily.IPV4;
  private static final UplinkKey ETH0 = new UplinkKey(IPV4, "eth0");
  private static final UplinkKey ETH1 = new UplinkKey(IPV4, "eth1");

  private static final Evidence NO_FIGURES = new Evidence(0, 0, "", null);

  private static final SwitchChange FAILOVER =
      new SwitchChange(
          SwitchKind.FAILOVER,
          ETH0,
          "primary",
          ETH1,
          "secondary",
          FailoverState.FALLBACK,
          new Reason.RoundsFailed(3),
          0);

  /** The lines of a story at the program's usual level, each with its own level before it. */
  private static List<String> lines(Notice... story) {
    List<String> lines = new ArrayList<>();
    NoticeLog log =
        new NoticeLog(
            SettingNames.PLAIN,
            (level, line) -> {
              if (level.compareTo(Level.INFO) <= 0) {
                lines.add(level + " " + line);
              }
            });
    List.of(story).forEach(log::onNotice);
    log.onSettled();
    return lines;
  }

  private static UplinkChanged uplink(Health before, Health after, Condition why) {
    return new UplinkChanged(ETH0, "primary", after, why, before, NO_FIGURES);
  }

  @Test
  void a_switch_is_one_line_with_cause_and_figures() {
    assertThat(lines(new SwitchInForce(FAILOVER, 1_234_567)))
        .containsExactly(
            "INFO failover family=ipv4 from=primary/eth0 to=secondary/eth1 state=FALLBACK"
                + " reason=\"3 rounds failed in a row\" in_force_ms=1.2");
  }

  @Test
  void a_switch_that_is_decided_has_a_line_only_if_nothing_else_is_known_of_it() {
    SwitchDecided decided = new SwitchDecided(FAILOVER);
    assertThat(lines(decided))
        .containsExactly(
            "INFO decided failover family=ipv4 from=primary/eth0 to=secondary/eth1 state=FALLBACK"
                + " reason=\"3 rounds failed in a row\"");
    assertThat(lines(decided, new SwitchInForce(FAILOVER, 0))).hasSize(1);
    assertThat(lines(decided, new SwitchUndone(FAILOVER, "ENETDOWN"))).hasSize(1);
  }

  @Test
  void a_line_about_ipv6_says_so_once_and_calls_uplinks_by_their_names() {
    UplinkKey eth0 = new UplinkKey(IpFamily.IPV6, "eth0");
    UplinkKey eth2 = new UplinkKey(IpFamily.IPV6, "eth2");
    SwitchChange failback =
        new SwitchChange(
            SwitchKind.FAILBACK,
            eth2,
            "lte",
            eth0,
            "fibre",
            FailoverState.PRIMARY,
            new Reason.Stable(60_000_000_000L, 61),
            0);
    UplinkChanged down =
        new UplinkChanged(
            eth2, "lte", Health.DOWN, Condition.NO_CARRIER, Health.RESPONSIVE, NO_FIGURES);
    assertThat(lines(new SwitchInForce(failback, 0), down))
        .containsExactly(
            "INFO failback family=ipv6 from=lte/eth2 to=fibre/eth0 state=PRIMARY"
                + " reason=\"stable for 60s, 61 rounds answered in a row\" in_force_ms=0.0",
            "WARN uplink family=ipv6 name=lte interface=eth2 health=down condition=no-carrier");
  }

  @Test
  void a_start_comes_from_nowhere() {
    SwitchChange start =
        new SwitchChange(
            SwitchKind.START,
            null,
            null,
            ETH0,
            "primary",
            FailoverState.PRIMARY,
            new Reason.AnsweredAtStart(ETH0),
            0);
    assertThat(lines(new SwitchInForce(start, 0)))
        .containsExactly(
            "INFO start family=ipv4 to=primary/eth0 state=PRIMARY reason=\"eth0 answers at start\""
                + " in_force_ms=0.0");
  }

  @Test
  void a_refused_switch_is_a_warning_with_the_kernels_words() {
    assertThat(lines(new SwitchUndone(FAILOVER, "ENETDOWN: Device is down")))
        .singleElement()
        .asString()
        .startsWith("WARN undone failover")
        .endsWith("error=\"ENETDOWN: Device is down\"");
  }

  @Test
  void an_uplink_that_goes_down_is_reported_a_single_failed_round_is_not() {
    assertThat(
            lines(
                uplink(Health.UNKNOWN, Health.RESPONSIVE, Condition.ANSWERING),
                uplink(Health.RESPONSIVE, Health.FAILING, Condition.NO_REPLY),
                uplink(Health.FAILING, Health.RESPONSIVE, Condition.ANSWERING)))
        .containsExactly(
            "INFO uplink family=ipv4 name=primary interface=eth0 health=responsive"
                + " condition=answering");
    assertThat(lines(uplink(Health.FAILING, Health.DOWN, Condition.NO_REPLY)))
        .containsExactly(
            "WARN uplink family=ipv4 name=primary interface=eth0 health=down condition=no-reply");
    assertThat(lines(uplink(Health.DOWN, Health.DOWN, Condition.NO_CARRIER)))
        .containsExactly(
            "INFO uplink family=ipv4 name=primary interface=eth0 health=down condition=no-carrier");
  }

  @Test
  void an_uplink_that_answers_at_last_is_reported_even_if_its_first_rounds_failed() {
    assertThat(
            lines(
                uplink(Health.UNKNOWN, Health.FAILING, Condition.NO_REPLY),
                uplink(Health.FAILING, Health.RESPONSIVE, Condition.ANSWERING)))
        .containsExactly(
            "INFO uplink family=ipv4 name=primary interface=eth0 health=responsive"
                + " condition=answering");
    assertThat(
            lines(
                uplink(Health.DOWN, Health.UNKNOWN, Condition.UNKNOWN),
                uplink(Health.UNKNOWN, Health.FAILING, Condition.NO_REPLY),
                uplink(Health.FAILING, Health.RESPONSIVE, Condition.ANSWERING)))
        .last()
        .asString()
        .startsWith("INFO ")
        .contains("health=responsive");
  }

  @Test
  void an_alarm_says_what_to_do_and_how_bad_it_is() {
    Alarm ineffective = new Alarm.Misdirected(ETH0, ImmutableList.of());
    Alarm noUplink = new Alarm.NoUplink(ETH0, "primary");
    assertThat(lines(new AlarmRaised(ineffective)))
        .containsExactly(
            "ERROR alarm=ineffective family=ipv4 subject=\"eth0\" problem=\"traffic is to leave by"
                + " eth0 but another default route is better\" remedy=\"look for the route or rule that wins: ip route get,"
                + " ip rule, ip route show table all\"");
    assertThat(lines(new AlarmRaised(noUplink)))
        .containsExactly(
            "WARN alarm=no-uplink family=ipv4 subject=\"IPV4\" problem=\"no uplink answers; staying"
                + " on primary eth0\"");
    assertThat(lines(new AlarmCleared(noUplink)))
        .containsExactly("INFO cleared alarm=no-uplink family=ipv4 subject=\"IPV4\"");
  }
}
