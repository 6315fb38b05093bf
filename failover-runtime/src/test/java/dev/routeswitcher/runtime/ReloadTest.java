package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The configuration of a switcher that runs is changed through its handle. */
@Timeout(60)
class ReloadTest {

  private static final FaultWords WORDS = FaultWords.naming(SettingNames.PLAIN);

  private final ManualClock clock = new ManualClock(0);
  private final ModelHost host = new ModelHost(clock);
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private final List<DrivenSwitcher> opened = new ArrayList<>();
  private DrivenSwitcher switcher;

  @BeforeEach
  void start() throws Exception {
    Configuration configuration = configuration();
    switcher =
        DrivenSwitcher.open(
            Reloading.settings(configuration, SettingNames.PLAIN),
            configuration,
            host.ports(),
            notices::add,
            null);
    opened.add(switcher);
    pass(Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    opened.forEach(DrivenSwitcher::close);
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.set(0, Settings.GATEWAY, ImmutableList.of("192.0.2.1"));
    configuration.set(1, Settings.GATEWAY, ImmutableList.of("198.51.100.1"));
    configuration.add(Settings.PING_TARGET, "203.0.113.8");
    return configuration;
  }

  private void pass(Duration time) throws Exception {
    long end = clock.nanoTime() + time.toNanos();
    while (clock.nanoTime() - end < 0) {
      switcher.turn(Duration.ZERO);
      host.prober().reportLosses();
      clock.advanceTo(
          Math.min(end, clock.nanoTime() + Math.max(1, switcher.untilNextTurn().toNanos())));
    }
    while (switcher.untilNextTurn().isZero()) {
      switcher.turn(Duration.ZERO);
    }
  }

  @Test
  void the_same_configuration_is_no_event() throws Exception {
    host.forgetDeeds();
    Configuration same = configuration();
    same.set(Settings.FAILBACK_DELAY, Duration.ofSeconds(60)); // as by default
    ReloadResult result = switcher.reload(same, WORDS).join();
    assertThat(result.isUnchanged()).isTrue();
    assertThat(switcher.untilNextTurn()).isPositive();
    assertThat(host.deeds()).isEmpty();
  }

  @Test
  void another_one_is_in_force_in_the_next_turn_and_what_changed_is_said() throws Exception {
    Configuration next = configuration();
    next.set(Settings.FAILBACK_DELAY, Duration.ofSeconds(90));
    next.set(Settings.FAILOVER_METRIC, 3L);
    next.set(1, Settings.METRIC, 40L);
    next.add(Settings.NEVER_USE, "eth1");
    CompletableFuture<ReloadResult> reloaded = switcher.reload(next, WORDS);
    assertThat(reloaded).isNotDone();
    pass(Duration.ofSeconds(2));
    ReloadResult result = reloaded.join();
    assertThat(result.isRefused()).isFalse();
    assertThat(result.changes())
        .containsExactly(
            "secondary_metric=20->40",
            "failover_metric=5->3",
            "failback_delay=60s->90s",
            "never_use=unset->eth1");
    assertThat(host.routes()).contains("default via 198.51.100.1 dev eth1 proto 157 metric 40");
    assertThat(switcher.snapshot().families().get(0).override())
        .isEqualTo(ManualOverride.NONE.never(new UplinkKey(IpFamily.IPV4, "eth1")));
    assertThat(switcher.reload(next, WORDS).join().isUnchanged()).isTrue();
  }

  @Test
  void with_any_fault_everything_stays_as_it_was() throws Exception {
    host.forgetDeeds();
    Configuration next = configuration();
    next.set(Settings.FAILBACK_DELAY, Duration.ofSeconds(90));
    next.set(Settings.FAILOVER_METRIC, 10L);
    next.set(Settings.DRY_RUN, true);
    ReloadResult result = switcher.reload(next, WORDS).join();
    assertThat(result.isRefused()).isTrue();
    assertThat(result.changes()).isEmpty();
    assertThat(result.faults())
        .extracting(SettingFault::sentence)
        .containsExactly(
            "primary-metric: 10 is not above failover-metric 10;"
                + " metrics must rise: failover, primary, secondary",
            "dry-run: a reload cannot change it; restart the switcher");
    assertThat(switcher.untilNextTurn()).isPositive();
    assertThat(host.deeds()).isEmpty();
  }

  @Test
  void what_an_operator_wished_meanwhile_is_kept_unless_the_configuration_wishes_otherwise()
      throws Exception {
    switcher.use("eth1");
    pass(Duration.ofSeconds(5));
    Configuration next = configuration();
    next.set(Settings.FAILBACK_DELAY, Duration.ofSeconds(90));
    CompletableFuture<ReloadResult> reloaded = switcher.reload(next, WORDS);
    pass(Duration.ofSeconds(2));
    UplinkKey eth1 = new UplinkKey(IpFamily.IPV4, "eth1");
    assertThat(switcher.snapshot().families().get(0).override())
        .isEqualTo(ManualOverride.NONE.using(eth1));
    Configuration wishes = next.copy();
    wishes.set(Settings.USE, "primary");
    CompletableFuture<ReloadResult> wished = switcher.reload(wishes, WORDS);
    pass(Duration.ofSeconds(5));
    assertThat(List.of(reloaded, wished)).allMatch(CompletableFuture::isDone);
    assertThat(switcher.activeInterface(IpFamily.IPV4)).hasValue("eth0");
    assertThat(host.routes()).isNotEmpty();
  }

  @Test
  void an_embedding_program_gives_it_as_a_builder() throws Exception {
    RouteSwitcherBuilder next =
        RouteSwitcher.builder()
            .primary("eth0", "192.0.2.1")
            .secondary("eth1", "198.51.100.1")
            .pingTarget("203.0.113.9");
    CompletableFuture<ReloadResult> reloaded = switcher.reload(next);
    pass(Duration.ofSeconds(1));
    assertThat(reloaded.join().changes()).containsExactly("ping_target=203.0.113.8->203.0.113.9");
    assertThat(switcher.snapshot().families().get(0).targets().get(0).address().getHostAddress())
        .isEqualTo("203.0.113.9");
  }
}
