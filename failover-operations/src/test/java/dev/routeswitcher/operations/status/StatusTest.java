package dev.routeswitcher.operations.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.GatewayOrigin;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.operations.status.StatusCheck.Level;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusTest {

  private static final Instant NOW = Instant.parse("2026-11-30T10:10:00Z");
  private static final long NOW_NANOS = Duration.ofHours(5).toNanos();
  private static final UplinkKey FIBRE = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final UplinkKey LTE = new UplinkKey(IpFamily.IPV4, "wwan0");
  private static final SwitchChange FAILOVER =
      new SwitchChange(
          SwitchKind.FAILOVER,
          FIBRE,
          "fibre",
          LTE,
          "lte",
          FailoverState.FALLBACK,
          new Reason.RoundsFailed(3),
          NOW_NANOS - TimeUnit.MINUTES.toNanos(10));

  private final StatusBook book =
      new StatusBook(
          SettingNames.PLAIN,
          InstantSource.fixed(NOW),
          () -> new Status.Program("1.0", 7, NOW.minusSeconds(90_000), 90_000, "17"),
          () -> new Status.Configuration("a.toml", NOW.minusSeconds(90_000), "line"));

  private static Snapshot.Uplink uplink(
      UplinkKey key, String name, Health health, Condition condition, @Nullable Long holdEnds) {
    return new Snapshot.Uplink(
        key,
        name,
        health,
        condition,
        new Evidence(health == Health.RESPONSIVE ? 5 : 0, health == Health.DOWN ? 3 : 0, "", null),
        "192.0.2.1",
        GatewayOrigin.LEASE,
        LinkStatus.up(InterfaceAddress.of(InetAddresses.forString("192.0.2.7"), 24)),
        null,
        holdEnds,
        null,
        NOW_NANOS + 500_000_000,
        10,
        3,
        ImmutableList.of(new Snapshot.Answers(20_000_000L, 0, 200_000_000)));
  }

  /** In FALLBACK on lte, with fibre as given. */
  private static Snapshot fallback(Health ofFibre, Condition condition, Alarm... alarms) {
    return new Snapshot(
        NOW_NANOS,
        ImmutableList.of(
            new Snapshot.Family(
                IpFamily.IPV4,
                FailoverState.FALLBACK,
                LTE,
                null,
                ImmutableList.of(
                    uplink(
                        FIBRE,
                        "fibre",
                        ofFibre,
                        condition,
                        NOW_NANOS + TimeUnit.SECONDS.toNanos(80)),
                    uplink(LTE, "lte", Health.RESPONSIVE, Condition.ANSWERING, null)),
                ImmutableList.of(
                    new Snapshot.Target(InetAddresses.forString("203.0.113.8"), false)),
                ManualOverride.NONE,
                new SwitchCounts(1, 0, 0, 0),
                ImmutableSet.copyOf(alarms),
                new Snapshot.Prospect(
                    SwitchKind.FAILBACK, FIBRE, NOW_NANOS + TimeUnit.SECONDS.toNanos(80)),
                null,
                Past.none(IpFamily.IPV4))));
  }

  private Status heard() {
    book.onNotice(new Notice.SwitchDecided(FAILOVER));
    for (int i = 0; i < 4; i++) {
      book.onProbe(new ProbeFinished(LTE, i, 0, Verdict.REPLIED, 10_000_000L * (i + 1), ""));
    }
    book.onProbe(new ProbeFinished(LTE, 5, 0, Verdict.LOST, -1, ""));
    book.onProbe(new ProbeFinished(LTE, 6, 0, Verdict.NOT_SENT, -1, "EPERM"));
    book.onProbe(new ProbeFinished(FIBRE, 6, 0, Verdict.LOST, -1, ""));
    return book.of(fallback(Health.RESPONSIVE, Condition.ANSWERING));
  }

  @Test
  void says_since_when_and_why_and_what_happens_next() {
    Status.Family family = heard().families().get(0);
    assertThat(family.state()).isEqualTo("fallback");
    assertThat(family.active()).isEqualTo("lte");
    assertThat(family.activeInterface()).isEqualTo("wwan0");
    assertThat(family.since()).isEqualTo(NOW.minusSeconds(600));
    assertThat(family.reason()).isEqualTo("3 rounds failed in a row");
    assertThat(family.next())
        .isEqualTo(
            new Status.Prospect(
                "failback", "fibre", NOW.plusSeconds(80), 80, "eth0 goes on answering"));
  }

  @Test
  void loss_and_round_trip_are_those_of_the_probes_that_were_sent() {
    Status.Uplink lte = heard().families().get(0).uplinks().get(1);
    assertThat(lte.lossPercent()).isEqualTo(20);
    assertThat(lte.rttSeconds()).isCloseTo(0.025, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(lte.rttMinSeconds()).isEqualTo(0.01);
    assertThat(lte.rttMaxSeconds()).isEqualTo(0.04);
    assertThat(lte.role()).isEqualTo("active");
    assertThat(lte.gatewayFrom()).isEqualTo("lease");
    assertThat(lte.addresses()).containsExactly("192.0.2.7/24");
    assertThat(lte.nextRound()).isEqualTo(NOW.plusMillis(500));
    Status.Uplink fibre = heard().families().get(0).uplinks().get(0);
    assertThat(fibre.lossPercent()).isEqualTo(100);
    assertThat(fibre.rttSeconds()).isNull();
    assertThat(fibre.holdEnds()).isEqualTo(NOW.plusSeconds(80));
  }

  @Test
  void another_configuration_begins_with_no_figures_of_probes() {
    Status before = heard();
    assertThat(before.families().get(0).uplinks().get(0).lossPercent()).isNotNull();
    book.onReload();
    Status after = book.of(fallback(Health.RESPONSIVE, Condition.ANSWERING));
    assertThat(after.families().get(0).uplinks().get(0).lossPercent()).isNull();
  }

  @Test
  void a_switch_that_was_undone_is_no_reason_for_what_is() {
    book.onNotice(new Notice.SwitchDecided(FAILOVER));
    Snapshot.Family seen = fallback(Health.RESPONSIVE, Condition.ANSWERING).families().get(0);
    Snapshot undone =
        new Snapshot(
            NOW_NANOS,
            ImmutableList.of(
                new Snapshot.Family(
                    IpFamily.IPV4,
                    FailoverState.PRIMARY,
                    FIBRE,
                    null,
                    seen.uplinks(),
                    seen.targets(),
                    seen.override(),
                    seen.switches(),
                    seen.alarms(),
                    null,
                    LTE,
                    Past.none(IpFamily.IPV4))));
    Status.Family family = book.of(undone).families().get(0);
    assertThat(family.since()).isNull();
    assertThat(family.reason()).isEmpty();
    assertThat(family.uplinks())
        .extracting(Status.Uplink::role)
        .containsExactly("active", "stand-in");
  }

  @Test
  void is_json_and_back() {
    Status status = heard();
    assertThat(StatusJson.read(StatusJson.tree(status))).isEqualTo(status);
    assertThat(StatusJson.read(JsonParser.parseString(StatusJson.text(status)))).isEqualTo(status);
    assertThatThrownBy(() -> StatusJson.read(JsonParser.parseString("{}")))
        .isInstanceOf(JsonParseException.class);
  }

  @Test
  void is_one_screen_for_people() {
    Alarm alarm = new Alarm.NoInterface(FIBRE, "fibre");
    book.onNotice(new Notice.SwitchDecided(FAILOVER));
    book.onNotice(new Notice.AlarmRaised(alarm));
    Status status = book.of(fallback(Health.DOWN, Condition.NO_INTERFACE, alarm));
    assertThat(status.families().get(0).alarms().get(0).since()).isEqualTo(NOW);
    String text = StatusText.of(status, ZoneOffset.UTC);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    assertThat(text)
        .isEqualTo(
            """
            Route-Switcher 1.0, up 1d 1h, process 7
            a.toml, loaded 2026-11-29 09:10:00

            IPv4  FALLBACK on lte (wwan0) for 10m, since 2026-11-30 10:00:00
                  because: 3 rounds failed in a row
                  next: failback to fibre in 1m 20s, if eth0 goes on answering
                  uplink  interface  state               loss  round trip  gateway
                  fibre   eth0       down: no-interface  -     -           192.0.2.1
                    held back for 1m 20s
                > lte     wwan0      responsive          -     -           192.0.2.1
                  pings 203.0.113.8
                  moved: 1 failover, 0 failbacks, 0 by hand
                ! no-interface: fibre interface does not exist
            """
                + remedy(status));
  }

  private static String remedy(Status status) {
    String remedy = status.families().get(0).alarms().get(0).remedy();
    return remedy.isEmpty() ? "" : "        remedy: " + remedy + "\n";
  }

  @Test
  void a_monitoring_plug_in_is_told_in_one_line() {
    assertThat(StatusCheck.of(book.of(fallback(Health.RESPONSIVE, Condition.ANSWERING))))
        .isEqualTo(new StatusCheck(Level.WARNING, "WARNING: ipv4 FALLBACK on lte"));
    assertThat(StatusCheck.of(book.of(fallback(Health.DOWN, Condition.NO_CARRIER))))
        .isEqualTo(
            new StatusCheck(
                Level.WARNING, "WARNING: ipv4 FALLBACK on lte, fibre down: no-carrier"));
    assertThat(StatusCheck.unknown("no switcher").level().exitStatus()).isEqualTo(3);
  }
}
