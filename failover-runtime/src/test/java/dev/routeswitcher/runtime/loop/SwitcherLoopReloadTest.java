package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other settings while the loop runs. */
class SwitcherLoopReloadTest {

  private static final Duration A_WHILE = Duration.ofSeconds(5);
  private static final UplinkConfig ETH0 =
      new UplinkConfig("eth0", InetAddresses.forString("192.0.2.1"), 10);
  private static final UplinkConfig ETH1 =
      new UplinkConfig("eth1", InetAddresses.forString("198.51.100.1"), 20);

  private static LoopSettings with(long failoverMetric, UplinkConfig... uplinks) {
    LoopSettings settings = ModelSettings.restoring();
    FamilyConfig family = settings.engine().families().get(0);
    return settings.of(
        ImmutableList.of(
            new FamilyConfig(
                IpFamily.IPV4, ImmutableList.copyOf(uplinks), family.targets(), failoverMetric)));
  }

  private static void reload(Story story, LoopSettings settings) throws Exception {
    story.host.forgetDeeds();
    story.loop.reload(settings);
    story.settle();
  }

  @Test
  void other_metrics_are_in_force_before_the_old_ones_go() throws Exception {
    Story story = Story.withDefaults().begun(A_WHILE);
    reload(
        story,
        with(
            50,
            new UplinkConfig("eth0", ETH0.gateway(), 60),
            new UplinkConfig("eth1", ETH1.gateway(), 70)));
    assertThat(story.deeds("default"))
        .containsExactly(
            "add default via 192.0.2.1 dev eth0 proto 157 metric 60",
            "add default via 198.51.100.1 dev eth1 proto 157 metric 70",
            "delete " + Story.SECONDARY_BASE,
            "delete " + Story.PRIMARY_BASE);
  }

  @Test
  void the_same_engine_settings_are_no_event() throws Exception {
    Story story = Story.withDefaults().begun(A_WHILE);
    story.notices.clear();
    reload(story, ModelSettings.keeping());
    assertThat(story.host.deeds()).isEmpty();
    assertThat(story.notices).isEmpty();
    story.loop.restore();
    assertThat(story.host.routes()).contains(Story.PRIMARY_BASE, Story.SECONDARY_BASE);
  }

  @Test
  void a_new_uplink_is_known_at_once_and_an_old_one_that_comes_again_too() throws Exception {
    Story story = Story.withDefaults().begun(A_WHILE);
    story.host.create("eth2", "198.18.2.2");
    UplinkConfig eth2 = new UplinkConfig("eth2", InetAddresses.forString("198.18.2.1"), 30);
    reload(story, with(5, ETH0, eth2));
    story.pass(A_WHILE);
    assertThat(story.host.routes())
        .containsExactly(Story.PRIMARY_BASE, "default via 198.18.2.1 dev eth2 proto 157 metric 30");
    reload(story, with(5, ETH0, ETH1));
    story.pass(A_WHILE);
    assertThat(story.host.routes()).containsExactly(Story.PRIMARY_BASE, Story.SECONDARY_BASE);
    assertThat(story.loop.snapshot().families().get(0).uplinks())
        .extracting(Snapshot.Uplink::condition)
        .containsExactly(Condition.ANSWERING, Condition.ANSWERING);
  }

  @Test
  void what_is_read_next_concerns_the_new_targets() throws Exception {
    Story story = Story.withDefaults().begun(A_WHILE);
    LoopSettings settings = with(5, ETH0, ETH1);
    FamilyConfig family = settings.engine().families().get(0);
    reload(
        story,
        settings.of(
            ImmutableList.of(
                new FamilyConfig(
                    IpFamily.IPV4,
                    family.uplinks(),
                    ImmutableList.of(InetAddresses.forString("203.0.113.9")),
                    5))));
    story.pass(A_WHILE);
    assertThat(story.loop.snapshot().families().get(0).targets())
        .extracting(Snapshot.Target::address)
        .containsExactly(InetAddresses.forString("203.0.113.9"));
    assertThat(story.deeds("203.0.113.9")).isNotEmpty();
    assertThat(story.deeds("203.0.113.8")).isEmpty();
    assertThat(story.alarmLines()).isEmpty();
  }

  @Test
  void what_is_left_in_old_tables_goes_too() throws Exception {
    Story story = Story.with(new TableLayout(true, false, 300, 40)).begun(A_WHILE);
    assertThat(story.host.tables().toString()).isNotEmpty();
    reload(
        story,
        ModelSettings.with(ModelSettings.restoring(), new TableLayout(true, false, 500, 60)));
    story.pass(A_WHILE);
    assertThat(story.deeds("delete").stream().filter(deed -> deed.contains(" 30"))).isNotEmpty();
    story.host.forgetDeeds();
    story.loop.restore();
    assertThat(story.deeds("delete"))
        .isNotEmpty()
        .noneMatch(deed -> deed.contains(" 301") || deed.contains(" 302"));
  }

  @Test
  void a_family_that_is_switched_off_is_left_as_a_stop_leaves_it() throws Exception {
    Story story = Story.withImpliedIpv6();
    story.host.advertiseIpv6(true);
    story.begun(A_WHILE);
    assertThat(story.wanted(IpFamily.IPV6)).isPresent();
    reload(story, ModelSettings.restoring());
    assertThat(story.lines).anyMatch(line -> line.startsWith("INFO restored family=ipv6 "));
    assertThat(story.wanted(IpFamily.IPV6)).isEmpty();
    assertThat(story.host.routes()).contains(Story.PRIMARY_BASE);
    reload(story, ModelSettings.withImpliedIpv6());
    story.pass(A_WHILE);
    assertThat(story.wanted(IpFamily.IPV6)).isPresent();
  }

  @Test
  void what_is_done_besides_is_switched_on_and_off() throws Exception {
    Story story = Story.withDefaults().begun(A_WHILE);
    reload(story, ModelSettings.aiding(false));
    assertThat(story.lines)
        .contains(
            "INFO kernel-linkdown family=ipv4 interface=eth0 value=1",
            "INFO kernel-linkdown family=ipv4 interface=eth1 value=1");
    reload(story, ModelSettings.aiding(false).of(with(5, ETH0, ETH1).engine().families()));
    assertThat(story.lines).noneMatch(line -> line.endsWith("value=0"));
    reload(story, ModelSettings.restoring());
    assertThat(story.lines)
        .contains(
            "INFO kernel-linkdown family=ipv4 interface=eth0 value=0",
            "INFO kernel-linkdown family=ipv4 interface=eth1 value=0");
  }

  @Test
  void an_uplink_that_is_removed_gets_its_linkdown_setting_back() throws Exception {
    Story story = Story.thatAids().begun(A_WHILE);
    story.host.create("eth2", "198.18.2.2");
    UplinkConfig eth2 = new UplinkConfig("eth2", InetAddresses.forString("198.18.2.1"), 30);
    LoopSettings other = with(5, ETH0, eth2);
    reload(story, new LoopSettings(other.engine(), true, false, true, true, SettingNames.PLAIN));
    assertThat(story.lines)
        .contains(
            "INFO kernel-linkdown family=ipv4 interface=eth1 value=0",
            "INFO kernel-linkdown family=ipv4 interface=eth2 value=1")
        .doesNotContain("INFO kernel-linkdown family=ipv4 interface=eth0 value=0");
  }

  @Test
  void of_several_that_wait_the_last_one_counts() throws Exception {
    Story story = Story.withDefaults().begun(A_WHILE);
    story.loop.reload(with(50, new UplinkConfig("eth0", ETH0.gateway(), 60), ETH1));
    reload(story, ModelSettings.restoring());
    assertThat(story.host.deeds()).isEmpty();
    EngineConfig config = ModelSettings.restoring().engine();
    assertThat(story.loop.snapshot().families()).hasSize(config.families().size());
    assertThat(story.notices(Notice.SwitchDecided.class)).hasSize(1);
    assertThat(List.copyOf(story.host.routes())).contains(Story.PRIMARY_BASE);
  }
}
