package dev.routeswitcher.engine.switching;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.SimulatedUplink;
import dev.routeswitcher.engine.World;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reading of the kernel's routes says of the way the traffic takes. */
class KernelViewTest {

  private static final SimulatedUplink ETH0 = new SimulatedUplink(0);
  private static final SimulatedUplink ETH1 = new SimulatedUplink(1);
  private static final FamilyConfig FAMILY = World.withUplinks(2).config().families().get(0);
  private static final Route BETTER = World.ours(ETH1, 5);
  private static final Route BASE = World.ours(ETH0, 10);

  private static KernelView view(TargetPath... paths) {
    return new KernelView(
        ImmutableList.of(BASE, BETTER), ImmutableList.copyOf(paths), ImmutableList.of(), true);
  }

  /** By a default route if the prefix is 0, else by a route of its own. */
  private static TargetPath path(String interfaceName, int prefixLength) {
    return new TargetPath(ETH0.gateway(), interfaceName, prefixLength);
  }

  @Test
  void a_target_with_a_route_of_its_own_does_not_tell_where_the_default_leads() {
    KernelView view = view(path("eth0", 0), path("eth1", 32));
    assertThat(view.prefers("eth0", FAMILY, null)).isTrue();
    assertThat(view.prefers("eth1", FAMILY, null)).isFalse();
  }

  @Test
  void if_all_have_one_the_best_default_tells() {
    KernelView view = view(path("eth0", 32));
    assertThat(view.prefers("eth1", FAMILY, null)).isTrue();
    assertThat(view.prefers("eth0", FAMILY, null)).isFalse();
  }

  @Test
  void routes_are_told_apart_by_their_interface() {
    assertThat(view().through("eth0")).isEqualTo(List.of(BASE));
    assertThat(view().through("eth1")).isEqualTo(List.of(BETTER));
  }
}
