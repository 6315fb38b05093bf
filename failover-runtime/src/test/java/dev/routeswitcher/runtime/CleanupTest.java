package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.settings.Configuration;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a switcher has left on a model of the kernel, and what takes it away. */
class CleanupTest {

  private static final String FOREIGN = "default via 192.0.2.1 dev eth0 proto 4 metric 100";
  private static final String FIRST_RULE =
      "pref 15700 from 192.0.2.2 lookup main suppress_prefixlength 1 protocol 157";

  private final ManualClock clock = new ManualClock(0);
  private final ModelHost host = new ModelHost(clock);

  /** With the exit policy KEEP, in PRIMARY. */
  @BeforeEach
  void a_switcher_ran() throws Exception {
    try (DrivenSwitcher switcher =
        DrivenSwitcher.open(
            ModelSettings.with(ModelSettings.keeping(), TableLayout.DEFAULT),
            new Configuration(),
            host.ports(),
            null,
            null)) {
      for (int turn = 0; turn < 100; turn++) {
        switcher.turn(Duration.ZERO);
        clock.advanceTo(clock.nanoTime() + Duration.ofMillis(10).toNanos());
      }
    }
    host.forgetDeeds();
    assertThat(host.routes()).hasSize(2);
  }

  @Test
  void all_that_is_ours_goes_rules_and_tables_first_and_nothing_else() throws Exception {
    host.addForeign("eth0", "192.0.2.1", 100);
    Cleanup.Result result = Cleanup.of(host.ports());
    assertThat(host.routes()).containsExactly(FOREIGN);
    assertThat(host.tables().now()).isEqualTo(KernelTables.EMPTY);
    assertThat(result.removed())
        .hasSize(12)
        .contains("ipv4 rule " + FIRST_RULE)
        .endsWith(
            "ipv4 route default via 192.0.2.1 dev eth0 proto 157 metric 10",
            "ipv4 route default via 198.51.100.1 dev eth1 proto 157 metric 20");
    assertThat(result.left()).isEmpty();
    assertThat(result.withoutDefault()).isEmpty();
  }

  @Test
  void a_host_that_is_left_without_a_default_route_is_said_to_be() throws Exception {
    assertThat(Cleanup.of(host.ports()).withoutDefault()).containsExactly(IpFamily.IPV4);
    assertThat(host.routes()).isEmpty();
  }

  @Test
  void where_nothing_is_left_nothing_is_done() throws Exception {
    Cleanup.of(host.ports());
    assertThat(Cleanup.of(host.ports()).removed()).isEmpty();
  }

  @Test
  void what_is_refused_is_said_with_the_remedy() throws Exception {
    host.tables().refuse("rule delete " + FIRST_RULE);
    assertThat(Cleanup.of(host.ports()).left())
        .contains(
            "left behind: " + FIRST_RULE + ": EPERM; remedy=\"ip rule del " + FIRST_RULE + '"')
        .allMatch(line -> line.startsWith("left behind: "));
    assertThat(host.deeds()).endsWith("close routes", "release lock");
  }

  @Test
  void what_cannot_be_read_is_said_too_and_the_rest_goes() throws Exception {
    host.fail("read rules", new IOException("no memory"));
    assertThat(Cleanup.of(host.ports()).left())
        .containsExactly(
            "policy rules of ipv4 may be left behind: no memory; remedy=\"ip rule flush protocol"
                + " 157\"");
    assertThat(host.routes()).isEmpty();
  }

  @Test
  void beside_a_switcher_that_runs_nothing_is_touched() {
    host.fail("lock", new IOException("another route-switcher already runs"));
    assertThatThrownBy(() -> Cleanup.of(host.ports()))
        .hasMessage("another route-switcher already runs");
    assertThat(host.deeds()).containsExactly("lock");
    assertThat(host.routes()).hasSize(2);
  }
}
