package dev.routeswitcher.operations.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchChange;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final UplinkKey ETH0 = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");
  private static final SwitchChange FAILOVER =
      new SwitchChange(
          SwitchKind.FAILOVER,
          ETH0,
          "fibre",
          ETH1,
          "lte",
          FailoverState.FALLBACK,
          new Reason.RoundsFailed(3),
          5);

  private final Events events =
      new Events(SettingNames.PLAIN, InstantSource.fixed(Instant.parse("2026-11-30T10:00:00Z")));
  private final List<Event> told = new ArrayList<>();

  @Test
  void a_switch_has_its_names_its_cause_and_its_duration() {
    events.add(told::add);
    events.onNotice(new Notice.SwitchInForce(FAILOVER, 12_500_000));
    assertThat(told).hasSize(1);
    assertThat(told.get(0).kind()).isEqualTo(Kind.SWITCH);
    assertThat(told.get(0).figures())
        .containsEntry("family", "ipv4")
        .containsEntry("kind", "failover")
        .containsEntry("from", "fibre")
        .containsEntry("from_interface", "eth0")
        .containsEntry("to", "lte")
        .containsEntry("to_interface", "eth1")
        .containsEntry("state", "fallback")
        .containsEntry("cause", "rounds-failed")
        .containsEntry("reason", "3 rounds failed in a row")
        .containsEntry("took_seconds", 0.0125);
    assertThat(told.get(0).text("text").orElseThrow())
        .startsWith("failover family=ipv4 from=fibre/eth0 to=lte/eth1");
  }

  @Test
  void a_lost_link_says_what_was_lost() {
    events.add(told::add);
    SwitchChange lost =
        new SwitchChange(
            SwitchKind.FAILOVER,
            ETH0,
            "fibre",
            ETH1,
            "lte",
            FailoverState.FALLBACK,
            new Reason.LinkLost(Condition.NO_CARRIER),
            5);
    events.onNotice(new Notice.SwitchDecided(lost));
    assertThat(told.get(0).figures()).containsEntry("cause", "no-carrier");
  }

  @Test
  void every_notice_is_an_event_that_survives_its_line() {
    events.add(told::add);
    events.onNotice(new Notice.SwitchUndone(FAILOVER, "EPERM\u001b[31m"));
    events.onNotice(
        new Notice.UplinkChanged(
            ETH0,
            "fibre",
            Health.DOWN,
            Condition.NO_REPLY,
            Health.RESPONSIVE,
            new Evidence(0, 3, "", null)));
    events.onNoticesDropped(7);
    assertThat(told)
        .extracting(Event::kind)
        .containsExactly(Kind.SWITCH_UNDONE, Kind.UPLINK, Kind.DROPPED);
    assertThat(told).allSatisfy(it -> assertThat(Event.ofLine(it.toLine())).isEqualTo(it));
    assertThat(told.get(0).text("error")).contains("EPERM\\x1b[31m");
  }

  @Test
  void who_is_replaced_hears_no_more_and_who_stays_misses_nothing() {
    List<String> order = new ArrayList<>();
    Events.Receiver journal = event -> order.add("journal");
    Events.Receiver hooks = event -> order.add("hooks");
    Events.Receiver client = event -> order.add("client");
    events.add(hooks);
    events.add(client);
    events.replace(List.of(hooks), List.of(journal, hooks));
    events.publish(Kind.RELOAD, ImmutableMap.of());
    assertThat(order).containsExactly("journal", "hooks", "client");
    order.clear();
    events.replace(List.of(journal, hooks), List.of());
    events.publish(Kind.RELOAD, ImmutableMap.of());
    assertThat(order).containsExactly("client");
  }

  @Test
  void a_receiver_that_fails_keeps_nothing_from_the_others() {
    Events.Receiver failing =
        event -> {
          throw new IllegalStateException("on purpose");
        };
    events.add(failing);
    events.add(told::add);
    events.publish(Kind.RELOAD, ImmutableMap.of("text", "unchanged"));
    assertThat(told).hasSize(1);
    events.remove(told::add); // another object: takes nothing away
    events.remove(failing);
    events.publish(Kind.RELOAD, ImmutableMap.of());
    assertThat(told).hasSize(2);
  }
}
