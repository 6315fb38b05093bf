package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import org.junit.jupiter.api.Test;

/** What options make of a recorded configuration. */
class ReplayChangesTest {

  private static final Policy RECORDED = Policy.DEFAULT.overridingForeign(true);

  private static Policy changed(String... options) {
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4,
            ImmutableList.of(
                new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
            ImmutableList.of(InetAddresses.forString("203.0.113.8")),
            5);
    EngineConfig recorded = new EngineConfig(ImmutableList.of(family), Timing.defaults(), RECORDED);
    Configuration changes = OptionReader.read(Arguments.ofReplay(options), name -> null);
    assertThat(changes.readingFaults(FaultWords.OPTIONS)).isEmpty();
    return changes.over(recorded).policy();
  }

  @Test
  void another_failback_changes_that_alone() {
    Policy policy = changed("--failback", "manual");
    assertThat(policy).isEqualTo(RECORDED.returning(Failback.MANUAL));
    assertThat(policy.overridesForeign()).isTrue();
  }

  @Test
  void rules_of_quality_change_these_alone() {
    Policy policy = changed("--leave-at-loss", "20");
    assertThat(policy.quality()).isNotNull();
    assertThat(policy).isEqualTo(RECORDED.judgingBy(policy.quality()));
    assertThat(policy.overridesForeign()).isTrue();
  }
}
