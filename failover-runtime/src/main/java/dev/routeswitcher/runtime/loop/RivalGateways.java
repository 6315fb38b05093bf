package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.runtime.port.NetworkChange.NeighbourSeen;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * The gateways of uplinks that have a choice of several: which of them do not answer. Where there
 * is one, nothing depends on that, and nobody is asked.
 *
 * <p>The kernel finds out whether the gateway in use is there when it sends to it, after half a
 * minute perhaps, and asks for none that is not in use. So all of an uplink's are asked for when it
 * begins to fail, and those that did not answer again and again. One that is silent for a second
 * then, while the probes are lost too, is not waited for until the kernel gives it up, after three:
 * so the uplink need not be down before another gateway is tried.
 */
final class RivalGateways implements Follower {

  /** No link has more routers that are worth a choice. */
  private static final int MOST = 16;

  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Ports ports;
  private final LinkBook links;
  private final Map<IpFamily, ImmutableSet<Neighbour>> rivals = new EnumMap<>(IpFamily.class);
  private final Set<Neighbour> unreachable = new HashSet<>();

  /** Those that were asked for because their uplink fails, and when; until they answer. */
  private final Map<Neighbour, Long> doubted = new HashMap<>();

  private final LongConsumer lookAgainAt;
  private long askedAt;

  /**
   * With nothing known.
   *
   * @param links by which names the configuration and the kernel call interfaces
   * @param lookAgainAt is told when the routes are to be read again, by the clock of {@code ports}
   */
  RivalGateways(Ports ports, LinkBook links, LongConsumer lookAgainAt) {
    this.ports = ports;
    this.links = links;
    this.lookAgainAt = lookAgainAt;
    this.askedAt = now();
  }

  private long now() {
    return ports.clock().nanoTime();
  }

  /** Those of the family that do not answer, as it can be seen now that these are its defaults. */
  ImmutableList<Neighbour> unreachable(FamilyConfig family, List<Route> defaults)
      throws IOException {
    ImmutableSet<Neighbour> before = all();
    ImmutableSet<Neighbour> now = rivalsOf(family, defaults);
    rivals.put(family.family(), now);
    ImmutableSet<Neighbour> all = all();
    if (!all.isEmpty() || !before.isEmpty()) {
      ports.watch().attend(byKernelName(all)).forEach(this::note);
      unreachable.retainAll(all);
      doubted.keySet().retainAll(all);
      askAgain();
    }
    return now.stream().filter(unreachable::contains).collect(ImmutableList.toImmutableList());
  }

  /** From now on only these families are configured. */
  void configure(Set<IpFamily> families) {
    rivals.keySet().retainAll(families);
  }

  private ImmutableSet<Neighbour> byKernelName(ImmutableSet<Neighbour> neighbours) {
    return links.hasAliases()
        ? neighbours.stream()
            .map(it -> new Neighbour(links.kernelName(it.interfaceName()), it.address()))
            .collect(ImmutableSet.toImmutableSet())
        : neighbours;
  }

  private ImmutableSet<Neighbour> all() {
    return rivals.values().stream().flatMap(Set::stream).collect(ImmutableSet.toImmutableSet());
  }

  private static ImmutableSet<Neighbour> rivalsOf(FamilyConfig family, List<Route> defaults) {
    ImmutableSet.Builder<Neighbour> all = ImmutableSet.builder();
    for (UplinkConfig uplink : family.uplinks()) {
      if (uplink.gateway() == null) {
        ImmutableSet<Neighbour> its = gatewaysThrough(uplink.interfaceName(), defaults);
        all.addAll(its.size() > 1 ? its : ImmutableSet.of());
      }
    }
    return all.build();
  }

  private static ImmutableSet<Neighbour> gatewaysThrough(String name, List<Route> defaults) {
    Stream<InetAddress> gateways =
        defaults.stream()
            .filter(route -> !route.isOurs())
            .flatMap(route -> route.hops().stream())
            .filter(hop -> hop.interfaceName().equals(name))
            .map(Hop::gateway)
            .filter(Objects::nonNull);
    return gateways
        .distinct()
        .limit(MOST)
        .map(gateway -> new Neighbour(name, gateway))
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Takes note of one; returns whether that changes what is known. */
  boolean note(NeighbourSeen seen) {
    Neighbour neighbour =
        new Neighbour(
            links.configuredName(seen.neighbour().interfaceName()), seen.neighbour().address());
    return switch (seen.reachability()) {
      case REACHABLE -> {
        doubted.remove(neighbour);
        yield unreachable.remove(neighbour);
      }
      case UNREACHABLE -> unreachable.add(neighbour);
      case ASKED_AGAIN -> isSilent(neighbour) && unreachable.add(neighbour);
      case UNDECIDED -> false;
    };
  }

  private boolean isSilent(Neighbour neighbour) {
    Long since = doubted.get(neighbour);
    return since != null && now() - since >= SILENCE_NANOS;
  }

  private void askAgain() {
    if (now() - askedAt >= ASK_AGAIN_NANOS) {
      askedAt = now();
      unreachable.forEach(ports.routing()::askFor);
    }
  }

  @Override
  public void stepped(List<EngineEvent> events, List<Notice> notices) {
    for (Notice notice : notices) {
      if (notice instanceof Notice.UplinkChanged changed && changed.health() == Health.FAILING) {
        ask(changed.uplink());
      }
    }
  }

  private void ask(UplinkKey failing) {
    ImmutableSet<Neighbour> its =
        rivals.getOrDefault(failing.family(), ImmutableSet.of()).stream()
            .filter(rival -> rival.interfaceName().equals(failing.interfaceName()))
            .collect(ImmutableSet.toImmutableSet());
    if (!its.isEmpty()) {
      its.forEach(ports.routing()::askFor);
      its.forEach(rival -> doubted.put(rival, now()));
      lookAgainAt.accept(now() + SILENCE_NANOS);
    }
  }
}
