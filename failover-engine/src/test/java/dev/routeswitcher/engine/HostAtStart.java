package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.EngineEvent.ProbeFinished;
import dev.routeswitcher.engine.EngineEvent.Verdict;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A host on which the switcher is started, with any default routes: of other programs, and of ours
 * from an earlier run. A gateway that is configured may be a wrong one, behind which nobody
 * answers; the one by which other programs' routes lead works.
 *
 * @param works for each uplink, whether its configured gateway leads anywhere
 * @param tripMillis how long a reply takes, for each uplink
 * @param layout what rules and tables there are to be
 * @param found the default routes
 */
record HostAtStart(
    List<Boolean> works, List<Integer> tripMillis, TableLayout layout, List<Found> found) {

  /**
   * A default route that is found.
   *
   * @param index which interface it is by; 9 is no uplink
   * @param configured whether by the configured gateway; else by another, which works
   */
  record Found(int index, long metric, boolean ours, boolean configured) {}

  private static final int NO_UPLINK = 9;

  static Arbitrary<HostAtStart> any() {
    Arbitrary<Found> routes =
        Combinators.combine(
                Arbitraries.of(0, 1, 2, NO_UPLINK),
                Arbitraries.of(0L, 5L, 7L, 10L, 20L, 30L, 50L, 100L),
                Arbitraries.of(true, false),
                Arbitraries.of(true, false))
            .as(Found::new);
    return Combinators.combine(
            Arbitraries.of(true, false).list().ofSize(3),
            Arbitraries.of(5, 150, 700).list().ofSize(3),
            Arbitraries.of(
                TableLayout.NONE, TableLayout.DEFAULT, new TableLayout(true, true, 15700, 15700)),
            routes.list().ofMinSize(1).ofMaxSize(6))
        .as(HostAtStart::new)
        .withoutEdgeCases();
  }

  World world() {
    World world =
        World.of(World.config(3, 1, Timing.defaults(), Policy.DEFAULT, true, layout), Noise.none());
    for (int i = 0; i < 3; i++) {
      String name = "eth" + i;
      world.tripTakes(name, tripMillis.get(i));
      if (!works.get(i)) {
        world.silence(name);
      }
    }
    world.kernel.link("eth" + NO_UPLINK, LinkStatus.up(new SimulatedUplink(NO_UPLINK).address()));
    List<Long> taken = new ArrayList<>();
    for (Found route : found) {
      if (!taken.contains(route.metric())) {
        taken.add(route.metric());
        world.kernel.append(route(route));
      }
    }
    return world;
  }

  private static Route route(Found found) {
    SimulatedUplink uplink = new SimulatedUplink(found.index());
    InetAddress other =
        InetAddresses.forString(
            InetAddresses.toAddrString(uplink.gateway()).replaceFirst("[.]1$", ".254"));
    return MainRoutes.mainDefault(
        IpFamily.IPV4,
        found.metric(),
        found.ours() ? Route.PROTOCOL : 16,
        ImmutableList.of(
            new Hop(uplink.name(), found.configured() ? uplink.gateway() : other, false)),
        null,
        ImmutableSortedMap.of());
  }

  /** Whether packets that take the route arrive. */
  boolean leadsOut(Route route) {
    Hop hop = route.hops().get(0);
    int index = hop.interfaceName().charAt(3) - '0';
    boolean configured = new SimulatedUplink(index).gateway().equals(hop.gateway());
    return index == NO_UPLINK || !configured || works.get(index);
  }

  /** Notes each step after which the traffic goes elsewhere than it went, unproven. */
  static final class Watch implements World.Observer {
    private final World world;
    private final Optional<Route> found;
    private final Set<String> answered = new HashSet<>();
    final List<String> faults = new ArrayList<>();

    Watch(World world) {
      this.world = world;
      this.found = world.kernel.best();
    }

    @Override
    public void restarted(EngineConfig config, long now) {
      answered.clear();
    }

    @Override
    public void stepped(EngineState before, List<EngineEvent> events, long now, Step step) {
      for (EngineEvent event : events) {
        if (event instanceof ProbeFinished probe && probe.verdict() == Verdict.REPLIED) {
          answered.add(probe.uplink().interfaceName());
        }
      }
      String way = world.kernel.wayOut();
      boolean asFound =
          world.kernel.best().equals(found)
              && found.isPresent()
              && found.get().usesOnly(String.valueOf(way));
      boolean intended = ("eth" + NO_UPLINK).equals(way);
      if (!asFound && !intended && !answered.contains(way)) {
        faults.add("the traffic goes by " + way + ", " + world.kernel.routes());
      }
    }
  }
}
