package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.DeadEnd;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Default routes of other programs that lead nowhere: blackhole, unreachable, prohibit, throw. */
class DeadEndStoryTest {

  private static World host(boolean override) {
    TableLayout tables =
        new TableLayout(true, override, TableLayout.DEFAULT_TABLE, TableLayout.DEFAULT_PREFERENCE);
    return World.of(
            World.config(2, 1, Timing.defaults(), Policy.DEFAULT, true, tables), Noise.none())
        .start()
        .runFor(10.5);
  }

  @ParameterizedTest
  @EnumSource(names = "THROW", mode = EnumSource.Mode.EXCLUDE)
  void one_before_ours_cannot_be_overridden_and_is_named(DeadEnd kind) {
    World world = host(true);
    Route dead = World.deadEnd(kind, 0);
    world.foreignRoute(dead).runFor(1);
    assertThat(world.kernel.wayOut()).isNull();
    assertThat(world.chronicle.raised)
        .containsExactly(new Alarm.Overruled(World.IPV4, dead, 20, 100));
    world.silence("eth0").runFor(5);
    assertThat(world.wanted()).isEqualTo("eth1");
    assertThat(world.chronicle.switchesInForce()).containsExactly("START eth0");
    world.routesDeleted(0).runFor(1);
    assertThat(world.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    assertThat(world.chronicle.alarms()).isEmpty();
  }

  @Test
  void a_throw_is_overridden() {
    World world = host(true);
    world.foreignRoute(World.deadEnd(DeadEnd.THROW, 0)).runFor(1);
    world.silence("eth0").runFor(5);
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    assertThat(world.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(world.chronicle.raised).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void one_before_ours_is_named_without_the_override(DeadEnd kind) {
    World world = host(false);
    Route dead = World.deadEnd(kind, 0);
    world.foreignRoute(dead).runFor(1);
    assertThat(world.kernel.wayOut()).isNull();
    assertThat(world.chronicle.raised)
        .containsExactly(new Alarm.Overruled(World.IPV4, dead, 20, 100));
  }

  @ParameterizedTest
  @EnumSource
  void one_behind_ours_changes_nothing(DeadEnd kind) {
    for (boolean override : new boolean[] {true, false}) {
      World world = host(override);
      world.foreignRoute(World.deadEnd(kind, 15)).foreignRoute(World.deadEnd(kind, 5000));
      world.runFor(1).silence("eth0").runFor(5);
      assertThat(world.kernel.wayOut()).isEqualTo("eth1");
      assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth1"));
      assertThat(world.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
      assertThat(world.chronicle.raised).isEmpty();
    }
  }

  @Test
  void behind_a_default_that_is_passed_over_one_is_never_asked() {
    World world = host(true);
    world.foreignRoute(World.foreign(world.uplink("eth0"), 1));
    world.foreignRoute(World.deadEnd(DeadEnd.PROHIBIT, 2)).runFor(1).silence("eth0").runFor(5);
    assertThat(world.kernel.wayOut()).isEqualTo("eth1");
    assertThat(world.chronicle.switchesInForce()).endsWith("FAILOVER eth1");
    assertThat(world.chronicle.raised).isEmpty();
  }

  /** It is no VPN that ours would have to stand behind. */
  @Test
  void ours_stand_behind_a_vpn_and_before_a_dead_end() {
    World world = host(false);
    world.foreignRoute(World.deadEnd(DeadEnd.BLACKHOLE, 90)).runFor(1);
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
    world.foreignRoute(byTunnel(50)).runFor(1);
    assertThat(world.kernel.wayOut()).isEqualTo("tun0");
    assertThat(world.kernel.ours()).extracting(Route::metric).containsExactly(60L, 70L);
    world.routesDeleted(50).runFor(1);
    assertThat(world.kernel.wayOut()).isEqualTo("eth0");
    assertThat(world.kernel.ours()).isEqualTo(world.routesFor("eth0"));
    assertThat(world.chronicle.alarms()).isEmpty();
  }

  private static Route byTunnel(long metric) {
    return MainRoutes.mainDefault(
        World.IPV4,
        metric,
        4,
        ImmutableList.of(new Hop("tun0", null, false)),
        null,
        ImmutableSortedMap.of());
  }
}
