package dev.routeswitcher.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.Evidence.Figures;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.Reason.UplinkCondition;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.Snapshot.Prospect;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator reads of reasons, conditions and what is in prospect. */
class NoticeTextTest {

  private static final UplinkKey ETH0 = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");
  private static final Figures FIGURES =
      new Figures(TimeUnit.SECONDS.toNanos(30), 12, TimeUnit.MILLISECONDS.toNanos(250));

  @Test
  void every_notice_has_its_line() {
    assertThat(NoticeText.naming(SettingNames.PLAIN).notices.types())
        .containsExactlyInAnyOrderElementsOf(SealedTypes.of(Notice.class));
  }

  @Test
  void every_reason_has_its_sentence() {
    assertThat(ReasonText.REASONS.types())
        .containsExactlyInAnyOrderElementsOf(SealedTypes.of(Reason.class));
  }

  private static void assertReads(Reason reason, String text) {
    assertThat(NoticeText.of(reason)).isEqualTo(text);
  }

  @Test
  void a_reason_is_a_sentence_with_figures() {
    assertReads(new Reason.AnsweredAtStart(ETH0), "eth0 answers at start");
    assertReads(
        new Reason.BootWindowOver(
            TimeUnit.SECONDS.toNanos(10),
            ImmutableList.of(
                new UplinkCondition(ETH0, Condition.NO_REPLY),
                new UplinkCondition(ETH1, Condition.UNKNOWN))),
        "no clear answer within 10s: eth0 no-reply, eth1 unknown");
    assertReads(new Reason.Adopted(), "adopted after restart");
    assertReads(new Reason.RoundsFailed(1), "1 round failed");
    assertReads(new Reason.RoundsFailed(3), "3 rounds failed in a row");
    assertReads(
        new Reason.Stable(TimeUnit.SECONDS.toNanos(60), 61),
        "stable for 60s, 61 rounds answered in a row");
    assertReads(new Reason.Lossy(FIGURES), "12% of the probes lost in 30s");
    assertReads(new Reason.Slow(FIGURES), "mean round trip 250ms in 30s");
    assertReads(new Reason.OverrideUse(ETH1), "an operator wants eth1 used");
    assertReads(new Reason.OverrideNever(ETH1), "an operator wants eth1 not to be used");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_INTERFACE, interface is gone",
    "IN_VRF, joined a VRF",
    "ADMIN_DOWN, link set down",
    "NO_CARRIER, carrier lost",
    "NO_ADDRESS, address lost",
    "NO_GATEWAY, no gateway known"
  })
  void a_lost_link_is_named(Condition fault, String text) {
    assertReads(new Reason.LinkLost(fault), text);
  }

  private static String detail(Condition condition, int successes, int failures, String error) {
    return ReasonText.detail(condition, new Evidence(successes, failures, error, FIGURES));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"NO_INTERFACE", "IN_VRF", "ADMIN_DOWN", "NO_CARRIER", "NO_ADDRESS", "NO_GATEWAY"})
  void a_link_that_is_down_needs_no_figures(Condition fault) {
    assertThat(detail(fault, 0, 3, "ENETDOWN")).isEmpty();
  }

  @Test
  void a_condition_is_followed_by_its_figures() {
    assertThat(detail(Condition.ROUTE_REFUSED, 0, 3, "ENETUNREACH")).isEqualTo("ENETUNREACH");
    assertThat(detail(Condition.LOSSY, 5, 0, "")).isEqualTo("12% of the probes lost in 30s");
    assertThat(detail(Condition.SLOW, 5, 0, "")).isEqualTo("mean round trip 250ms in 30s");
    assertThat(detail(Condition.ANSWERING, 1, 0, "")).isEqualTo("1 round answered");
    assertThat(detail(Condition.ANSWERING, 7, 0, "")).isEqualTo("7 rounds answered");
    assertThat(detail(Condition.NO_REPLY, 0, 1, "")).isEqualTo("1 round failed");
    assertThat(detail(Condition.SEND_FAILED, 0, 2, "EPERM: not permitted"))
        .isEqualTo("2 rounds failed in a row: EPERM: not permitted");
    assertThat(detail(Condition.UNKNOWN, 0, 0, "")).isEmpty();
  }

  @Test
  void an_uplink_is_shown_as_the_log_shows_it() {
    Evidence evidence = new Evidence(0, 3, "", null);
    assertThat(
            NoticeText.of(
                new Notice.UplinkChanged(
                    ETH0, "primary", Health.DOWN, Condition.NO_REPLY, Health.FAILING, evidence)))
        .isEqualTo(
            "uplink family=ipv4 name=primary interface=eth0 health=down condition=no-reply"
                + " detail=\"3 rounds failed in a row\"");
    Snapshot.Uplink seen =
        new Snapshot.Uplink(
            ETH0,
            "primary",
            Health.DOWN,
            Condition.NO_REPLY,
            evidence,
            null,
            null,
            LinkStatus.ABSENT,
            null,
            null,
            null,
            null,
            3,
            3,
            ImmutableList.of());
    assertThat(SnapshotText.detail(seen)).isEqualTo("3 rounds failed in a row");
  }

  private static String condition(@Nullable Prospect next) {
    return SnapshotText.condition(
        new Snapshot.Family(
            IpFamily.IPV4,
            FailoverState.PRIMARY,
            ETH0,
            null,
            ImmutableList.of(),
            ImmutableList.of(),
            ManualOverride.NONE,
            SwitchCounts.NONE,
            ImmutableSet.of(),
            next,
            null,
            Past.none(IpFamily.IPV4)));
  }

  @Test
  void what_is_in_prospect_depends_on_something() {
    assertThat(condition(null)).isEmpty();
    assertThat(condition(new Prospect(SwitchKind.START, ETH0, 0)))
        .isEqualTo("no uplink answers clearly before");
    assertThat(condition(new Prospect(SwitchKind.FAILOVER, ETH1, 0)))
        .isEqualTo("eth0 goes on failing");
    assertThat(condition(new Prospect(SwitchKind.FAILBACK, ETH1, 0)))
        .isEqualTo("eth1 goes on answering");
  }
}
