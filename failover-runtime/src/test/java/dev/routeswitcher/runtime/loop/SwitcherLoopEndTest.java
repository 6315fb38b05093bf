package dev.routeswitcher.runtime.loop;

import static dev.routeswitcher.runtime.loop.Story.FAILOVER;
import static dev.routeswitcher.runtime.loop.Story.PRIMARY_BASE;
import static dev.routeswitcher.runtime.loop.Story.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.runtime.port.NetworkChange.ReadAgain;
import dev.routeswitcher.runtime.port.NetworkChange.WatchFailed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the loop leaves behind on a model of the kernel. */
class SwitcherLoopEndTest {

  /** After routes were taken away it is made sure that none is left. */
  private static final String[] LOOKS = {"read rules", "read own routes", "read own routes"};

  private static final Duration MOMENT = Duration.ofMillis(900);

  @Test
  void a_clean_stop_takes_away_what_is_ours_and_nothing_else() throws Exception {
    Story story = Story.withDefaults();
    story.host.addForeign("eth0", "192.0.2.1", 10);
    story.begun(MOMENT);
    story.host.carrier("eth0", false);
    story.settle();
    assertThat(story.host.routes()).contains(FAILOVER, SECONDARY_BASE);
    story.loop.stop();
    story.loop.run();
    assertThat(story.host.routes())
        .containsExactly("default via 192.0.2.1 dev eth0 proto 4 metric 10");
  }

  @Test
  void a_stop_that_leaves_no_default_route_says_so() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.loop.stop();
    story.loop.run();
    assertThat(story.lines)
        .containsExactly(
            "INFO restored family=ipv4 removed_routes=2",
            "WARN no default route of ipv4 remains; on-exit keep would have left ours");
  }

  @Test
  void one_that_leaves_somebody_elses_does_not() throws Exception {
    Story story = Story.withDefaults();
    story.host.addForeign("eth0", "192.0.2.1", 100);
    story.begun(MOMENT);
    story.loop.stop();
    story.loop.run();
    assertThat(story.lines).containsExactly("INFO restored family=ipv4 removed_routes=2");
  }

  @Test
  void the_failover_route_goes_first_so_that_traffic_falls_back_to_a_base_route() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.carrier("eth0", false);
    story.settle();
    story.loop.stop();
    story.loop.run();
    assertThat(story.deeds("delete"))
        .containsExactly(
            "delete " + FAILOVER, "delete " + PRIMARY_BASE, "delete " + SECONDARY_BASE);
  }

  @Test
  void keep_leaves_every_route_in_force() throws Exception {
    Story story = Story.thatKeepsOnExit().begun(MOMENT);
    story.loop.stop();
    story.loop.run();
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    assertThat(story.host.deeds())
        .endsWith("close watch", "close prober", "close routes", "release lock");
  }

  @Test
  void a_stop_in_the_middle_of_a_change_waits_for_the_change_and_then_restores() throws Exception {
    Story story = Story.withDefaults();
    story.host.answer(
        operation -> {
          story.loop.stop();
          return Optional.empty();
        });
    story.loop.open();
    story.loop.run();
    assertThat(story.deeds("add default")).hasSize(2);
    assertThat(story.host.routes()).isEmpty();
    assertThat(story.host.deeds()).endsWith("release lock");
  }

  @Test
  void what_is_refused_for_a_moment_is_taken_away_all_the_same() throws Exception {
    Story story = Story.with(TableLayout.DEFAULT).begun(MOMENT);
    story.host.tables().refuse("rule delete pref 15702");
    story.host.tables().afterChange(() -> story.host.tables().refuse(null));
    story.loop.restore();
    assertThat(story.host.tables().now()).isEqualTo(KernelTables.EMPTY);
    assertThat(story.lines).noneMatch(line -> line.contains("left behind"));
  }

  @Test
  void what_stays_refused_is_left_behind_with_a_line_and_with_what_goes_before_it()
      throws Exception {
    Story story = Story.with(TableLayout.DEFAULT).begun(MOMENT);
    story.host.tables().refuse("rule delete pref 15702");
    story.loop.restore();
    assertThat(story.host.tables().now().rules()).hasSize(6);
    assertThat(story.lines)
        .filteredOn(line -> line.startsWith("ERROR left behind: pref 15702"))
        .hasSize(2);
  }

  @Test
  void a_stop_reads_no_other_routes_than_ours() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.forgetDeeds();
    story.loop.restore();
    assertThat(story.deeds("read ")).containsExactly(LOOKS);
  }

  @Test
  void a_stop_in_the_middle_of_a_look_does_not_wait_for_the_rest_of_it() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.forgetDeeds();
    story.host.beforeReading(story.loop::stop);
    story.host.report(new ReadAgain());
    story.loop.run();
    assertThat(story.deeds("look")).hasSize(1);
    assertThat(story.deeds("read ")).containsExactly(LOOKS);
    assertThat(story.host.routes()).isEmpty();
  }

  @Test
  void a_stop_that_moves_the_traffic_to_a_primary_that_is_down_says_so() throws Exception {
    Story story = Story.withDefaults();
    story.host.addForeign("eth0", "192.0.2.1", 100);
    story.begun(MOMENT);
    story.host.carrier("eth0", false);
    story.settle();
    story.loop.restore();
    assertThat(warnings(story))
        .containsExactly(
            "WARN traffic of ipv4 leaves eth1 for eth0, which has not been found stable; on-exit"
                + " keep would have left the routes in force");
  }

  @Test
  void one_to_a_primary_that_is_not_to_be_used_speaks_of_no_fault_of_it() throws Exception {
    Story story = Story.withDefaults();
    story.host.addForeign("eth0", "192.0.2.1", 100);
    story.begun(MOMENT);
    story.loop.override(
        IpFamily.IPV4, ManualOverride.NONE.never(new UplinkKey(IpFamily.IPV4, "eth0")));
    story.pass(Duration.ofMinutes(5));
    story.loop.restore();
    assertThat(warnings(story))
        .containsExactly(
            "WARN traffic of ipv4 leaves eth1 for eth0; on-exit keep would have left the routes in"
                + " force");
  }

  @Test
  void one_from_a_primary_that_is_well_says_so_too_where_others_prefer_the_secondary()
      throws Exception {
    Story story = Story.withDefaults();
    story.host.addForeign("eth0", "192.0.2.1", 200);
    story.host.addForeign("eth1", "198.51.100.1", 100);
    story.begun(MOMENT);
    story.loop.restore();
    assertThat(warnings(story))
        .singleElement()
        .asString()
        .startsWith("WARN traffic of ipv4 leaves eth0 for eth1, which has not been found stable;");
  }

  @Test
  void one_that_moves_nothing_says_nothing_in_fallback_either() throws Exception {
    Story story = Story.withDefaults();
    story.host.addForeign("eth0", "192.0.2.1", 200);
    story.host.addForeign("eth1", "198.51.100.1", 100);
    story.begun(MOMENT);
    story.host.carrier("eth0", false);
    story.settle();
    assertThat(story.host.routes()).contains(FAILOVER);
    story.loop.restore();
    assertThat(warnings(story)).isEmpty();
  }

  private static List<String> warnings(Story story) {
    return story.lines.stream().filter(line -> line.startsWith("WARN")).toList();
  }

  @Test
  void routes_that_cannot_be_read_at_the_stop_do_not_keep_it_from_ending() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.fail("read own routes", new IOException("busy"));
    story.loop.stop();
    story.loop.run();
    assertThat(story.host.deeds()).endsWith("release lock");
  }

  @Test
  void a_broken_watch_ends_the_run_and_leaves_the_routes() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.report(new WatchFailed(new IOException("ENOMEM")));
    assertThatThrownBy(story.loop::run)
        .isInstanceOf(IOException.class)
        .hasRootCauseMessage("ENOMEM");
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    assertThat(story.host.deeds())
        .endsWith("close watch", "close prober", "close routes", "release lock");
  }

  @Test
  void a_prober_that_died_ends_the_run_and_leaves_the_routes() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.prober().breakOff(new IOException("its thread has died"));
    assertThatThrownBy(story.loop::run)
        .isInstanceOf(IOException.class)
        .hasMessage("probing broke off")
        .hasRootCauseMessage("its thread has died");
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    assertThat(story.host.deeds())
        .endsWith("close watch", "close prober", "close routes", "release lock");
  }

  @Test
  void an_interrupt_ends_the_run_as_a_failure_and_leaves_the_routes() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    Thread.currentThread().interrupt();
    assertThatThrownBy(story.loop::run).isInstanceOf(InterruptedIOException.class);
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    assertThat(story.host.deeds()).endsWith("release lock");
  }
}
