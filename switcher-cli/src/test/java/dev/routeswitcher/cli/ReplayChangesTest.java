package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.settings.Configuration;
import org.junit.jupiter.api.Test;

/** What options make of a recorded configuration. */
class ReplayChangesTest {

  private static final EngineConfig RECORDED =
      new EngineConfig(
          ImmutableList.of(
              new FamilyConfig(
                  IpFamily.IPV4,
                  ImmutableList.of(
                      new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
                  ImmutableList.of(InetAddresses.forString("203.0.113.8")),
                  5)),
          Timing.defaults(),
          Policy.DEFAULT,
          new TableLayout(true, true, 300, 900));

  private static EngineConfig changed(String... options) {
    Configuration changes = new Configuration();
    Arguments.ofReplay(options).readInto(changes, Arguments.WORDS);
    assertThat(changes.readingFaults(Arguments.WORDS)).isEmpty();
    return changes.over(RECORDED);
  }

  private static EngineConfig recordedWith(Policy policy) {
    return new EngineConfig(RECORDED.families(), RECORDED.timing(), policy, RECORDED.tables());
  }

  @Test
  void without_options_all_is_as_recorded() {
    assertThat(changed()).isEqualTo(RECORDED);
  }

  @Test
  void another_failback_changes_that_alone() {
    assertThat(changed("--failback", "manual"))
        .isEqualTo(recordedWith(Policy.DEFAULT.returning(Failback.MANUAL)));
  }

  @Test
  void rules_of_quality_change_these_alone() {
    EngineConfig config = changed("--leave-at-loss", "20");
    assertThat(config.policy().quality()).isNotNull();
    assertThat(config).isEqualTo(recordedWith(Policy.DEFAULT.judgingBy(config.policy().quality())));
  }
}
