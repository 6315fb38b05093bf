package dev.routeswitcher.engine.switching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.switching.ReducedWorld.Power;
import dev.routeswitcher.engine.switching.StateSpace.Extent;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No invariant is broken in any state that two uplinks with reduced constants can be in, and from
 * each of them a good world brings the primary back in time. {@link ExhaustiveCheck} is the long
 * form.
 */
class ExhaustiveTest {

  private static final int ALL = Integer.MAX_VALUE;

  private static Extent explore(int uplinks, Set<Power> powers, int depth) {
    return explore(uplinks, powers, TableLayout.NONE, depth);
  }

  private static Extent explore(int uplinks, Set<Power> powers, TableLayout tables, int depth) {
    return new StateSpace(new ReducedWorld(uplinks, powers, tables)).explore(depth, ALL);
  }

  @Test
  void every_state_of_two_uplinks_that_lose_probes_and_bounce_is_safe_and_finds_home() {
    Extent extent = explore(2, EnumSet.of(Power.CARRIER, Power.BOUNCE), ALL);
    assertThat(extent.complete()).isTrue();
    assertThat(extent.states()).isGreaterThan(10_000);
  }

  @Test
  void every_state_of_two_uplinks_with_a_difficult_kernel_is_safe_and_finds_home() {
    Extent extent = explore(2, EnumSet.of(Power.REFUSE, Power.UNAVAILABLE, Power.STALE), 11);
    assertThat(extent.states()).isGreaterThan(300);
  }

  @Test
  void every_state_of_two_uplinks_whose_rules_are_deleted_and_refused_is_safe_and_finds_home() {
    Set<Power> powers = EnumSet.of(Power.SET_DOWN, Power.DELETE_RULES, Power.REFUSE_RULES);
    assertThat(explore(2, powers, TableLayout.DEFAULT, 6).states()).isGreaterThan(300);
    TableLayout both = new TableLayout(true, true, 15700, 15700);
    assertThat(explore(2, powers, both, 5).states()).isGreaterThan(300);
  }

  @Test
  void whatever_happens_first_the_rules_hold() {
    assertThat(explore(2, EnumSet.allOf(Power.class), 3).states()).isGreaterThan(300);
    assertThat(explore(3, EnumSet.allOf(Power.class), 2).states()).isGreaterThan(100);
  }
}
