package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Alarm.Obstacle.Cause;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.probe.TargetEvidence;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What needs an operator's attention at the end of a step, as a function of where it ended. */
final class Alarms {

  private static final int LASTING_MISSES = 5;

  /** What DHCP clients that set a metric begin with. */
  private static final long ROUND_METRIC = 100;

  private final FamilyConfig config;
  private final IpFamily family;
  private final List<UplinkStep> uplinks;
  private final SwitchStep switches;
  private final PlannedRoutes planned;
  private final KernelView kernel;
  private final ImmutableSet<Alarm> standing;
  private ImmutableSet.@Nullable Builder<Alarm> raised;

  Alarms(
      FamilyConfig config,
      List<UplinkStep> uplinks,
      SwitchStep switches,
      PlannedRoutes planned,
      KernelView kernel,
      ImmutableSet<Alarm> standing) {
    this.config = config;
    this.family = config.family();
    this.uplinks = uplinks;
    this.switches = switches;
    this.planned = planned;
    this.kernel = kernel;
    this.standing = standing;
  }

  /**
   * The alarms that stand.
   *
   * @param asideBits a bit for each target that is set aside
   * @param localBits a bit for each target that is an address of this host
   */
  ImmutableSet<Alarm> raised(int asideBits, int localBits, RouteStep routes, long now) {
    for (UplinkStep uplink : uplinks) {
      ofUplink(uplink);
    }
    ofActiveUplink();
    ofOverride();
    ofTargets(asideBits);
    ofLocalTargets(localBits);
    ofMainTable(routes.mainGate(), now);
    ofTables(routes.tableGate(), now);
    ofForeignRoutes(routes);
    ofTunnels();
    return raised == null ? ImmutableSet.of() : raised.build();
  }

  private void ofUplink(UplinkStep uplink) {
    switch (uplink.condition()) {
      case NO_INTERFACE -> raise(new Alarm.NoInterface(uplink.key(), uplink.name()));
      case IN_VRF ->
          raise(
              new Alarm.InVrf(uplink.key(), Objects.requireNonNull(uplink.link().status().vrf())));
      case NO_GATEWAY -> ofGateway(uplink);
      case NOT_PROBEABLE -> raise(new Alarm.NotProbeable(uplink.key()));
      case ROUTE_REFUSED -> raise(new Alarm.RouteRefused(uplink.key()));
      default -> {
        // Nothing an operator must do.
      }
    }
    if (uplink.link().status().present() && uplink.link().status().strictReversePath()) {
      raise(new Alarm.StrictReversePath(uplink.key(), uplink.link().status().kernelName()));
    }
  }

  private void ofGateway(UplinkStep uplink) {
    InetAddress given = uplink.via() == null ? null : uplink.via().gateway();
    raise(
        given != null && uplink.isGatewayOffLink()
            ? new Alarm.OffLinkGateway(uplink.key(), uplink.name(), given)
            : noGateway(uplink));
  }

  private Alarm noGateway(UplinkStep uplink) {
    return kernel.through(uplink.key().interfaceName()).stream()
        .filter(Route::isSealed)
        .findFirst()
        .<Alarm>map(route -> new Alarm.SealedDefault(uplink.key(), uplink.name(), route))
        .orElseGet(
            () ->
                new Alarm.NoGateway(
                    uplink.key(), uplink.name(), inTheWayOf(uplink.key().interfaceName())));
  }

  /** The kernel takes several defaults of one metric in IPv6 only. */
  private @Nullable Route inTheWayOf(String interfaceName) {
    return kernel.routes().stream()
        .filter(route -> family == IpFamily.IPV4 && !route.isOurs() && route.metric() == 0)
        .filter(route -> route.hopThrough(interfaceName).isEmpty())
        .findFirst()
        .orElse(null);
  }

  /** Row 7 of the step table: the active uplink is down and nothing can take over. */
  private void ofActiveUplink() {
    if (switches.wanted() == PlanRequest.UNDECIDED || !switches.active().isDown()) {
      return;
    }
    UplinkStep active = switches.active();
    ImmutableList<Alarm.Obstacle> answering =
        uplinks.stream()
            .filter(uplink -> uplink != active && uplink.isResponsive() && !uplink.lacksAddress())
            .map(uplink -> new Alarm.Obstacle(uplink.key(), whyNoCandidate(uplink)))
            .collect(ImmutableList.toImmutableList());
    raise(
        answering.isEmpty()
            ? new Alarm.NoUplink(active.key(), active.name())
            : new Alarm.Held(active.key(), answering));
  }

  private static Cause whyNoCandidate(UplinkStep answering) {
    if (answering.isBarred()) {
      return Cause.OVERRIDE;
    }
    return answering.isRefused() ? Cause.REFUSED : Cause.UNTRUSTED;
  }

  private void ofOverride() {
    UplinkStep awaited = switches.awaited();
    if (awaited != null) {
      raise(new Alarm.OverrideWaits(awaited.key(), awaited.condition()));
    }
  }

  /** One miss may be chance, which is not worth an alarm. */
  private void ofTargets(int asideBits) {
    for (int rest = asideBits; rest != 0; rest &= rest - 1) {
      int target = Integer.numberOfTrailingZeros(rest);
      Alarm alarm = new Alarm.TargetSilent(family, config.targets().get(target));
      boolean lasting =
          uplinks.stream().anyMatch(uplink -> isLasting(uplink.probes().evidence(target)));
      if (lasting || standing(alarm).isPresent()) {
        raise(alarm);
      }
    }
  }

  private void ofLocalTargets(int localBits) {
    for (int rest = localBits; rest != 0; rest &= rest - 1) {
      InetAddress target = config.targets().get(Integer.numberOfTrailingZeros(rest));
      raise(new Alarm.TargetLocal(family, target));
    }
  }

  private static boolean isLasting(TargetEvidence evidence) {
    return evidence.misses() >= LASTING_MISSES;
  }

  private void ofMainTable(ChangeGate gate, long now) {
    if (gate.failure() != null) {
      raise(new Alarm.CannotSwitch(family, gate.failure().cause()));
    }
    if (gate.isContended(now)) {
      raise(new Alarm.Contended(family));
    }
  }

  private void ofTables(ChangeGate gate, long now) {
    if (gate.failure() != null) {
      raise(new Alarm.RulesRefused(family, gate.failure().cause()));
    }
    if (gate.isContended(now)) {
      raise(new Alarm.RulesContended(family));
    }
    for (InetAddress address : planned.shared()) {
      raise(new Alarm.SharedAddress(family, address, having(address)));
    }
    if (!planned.clashing().isEmpty()) {
      raise(new Alarm.TableClash(family, planned.clashing().get(0)));
    }
  }

  private ImmutableList<UplinkKey> having(InetAddress address) {
    return uplinks.stream()
        .filter(uplink -> uplink.planned().has(address))
        .map(UplinkStep::key)
        .collect(ImmutableList.toImmutableList());
  }

  private void ofForeignRoutes(RouteStep routes) {
    if (!planned.overruling().isEmpty() || !planned.conflicting().isEmpty()) {
      PrimitiveIterator.OfLong free = freeMetrics();
      for (Route route : ImmutableSet.copyOf(planned.overruling())) {
        raise(new Alarm.Overruled(family, route, highestMetric(), free.nextLong()));
      }
      for (Route route : ImmutableSet.copyOf(planned.conflicting())) {
        raise(new Alarm.Conflict(family, route, free.nextLong()));
      }
    }
    if (planned.overruling().isEmpty() && switches.wanted() != PlanRequest.UNDECIDED) {
      ofPaths(switches.active(), routes);
    }
  }

  /**
   * The kernel sends the targets elsewhere although the wanted routes stand and their link is up:
   * past a link that is down it finds a path by itself.
   */
  private void ofPaths(UplinkStep wanted, RouteStep routes) {
    boolean settled = routes.isSettled();
    if (kernelMayGoAround(wanted)) {
      return;
    }
    String name = wanted.key().interfaceName();
    boolean mismatch =
        settled ? !routes.leadsBy(wanted, config) : stands(Alarm.Kind.INEFFECTIVE, name);
    boolean ours = wanted.planned().routable() && planned.mayCarry(wanted);
    if (mismatch && wanted.link().up() && ours) {
      raise(
          new Alarm.Misdirected(
              wanted.key(),
              kernel.paths().stream()
                  .filter(TargetPath::followsDefault)
                  .collect(ImmutableList.toImmutableList())));
    }
  }

  /** What another interface than an uplink's carries is left to it. */
  private void ofTunnels() {
    Route foreign = planned.yieldsTo();
    if (foreign != null) {
      raise(new Alarm.ForeignDefault(family, foreign, planned.request().raisedFailoverMetric()));
      return;
    }
    String tunnel = kernel.tunnel(config);
    if (tunnel != null) {
      raise(new Alarm.Tunnel(family, tunnel));
    }
  }

  /**
   * While a router of IPv6 does not answer its neighbours, the kernel takes the next best by itself
   * (RFC 4861, 6.3.6); nobody else is at work then.
   */
  private boolean kernelMayGoAround(UplinkStep wanted) {
    return family == IpFamily.IPV6 && wanted.isFailing();
  }

  private PrimitiveIterator.OfLong freeMetrics() {
    Set<Long> taken = kernel.routes().stream().map(Route::metric).collect(Collectors.toSet());
    return LongStream.iterate(Math.max(ROUND_METRIC, highestMetric() + 1), metric -> metric + 1)
        .filter(metric -> !taken.contains(metric))
        .iterator();
  }

  private long highestMetric() {
    return config.uplinks().get(config.uplinks().size() - 1).metric();
  }

  /** Raises an alarm, or lets the one that stands stand with its figures. */
  private void raise(Alarm alarm) {
    if (raised == null) {
      raised = ImmutableSet.builder();
    }
    raised.add(standing(alarm).orElse(alarm));
  }

  private boolean stands(Alarm.Kind kind, String subject) {
    return standing.stream()
        .anyMatch(alarm -> alarm.kind() == kind && alarm.subject().equals(subject));
  }

  private Optional<Alarm> standing(Alarm alarm) {
    return standing.stream().filter(alarm::isSameAs).findFirst();
  }
}
