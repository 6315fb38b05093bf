package dev.routeswitcher.engine.switching;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.ConfigCheck;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.probe.TargetEvidence;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.ForeignAdvice;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What needs an operator's attention at the end of a step, as a function of where it ended. */
final class Alarms {

  private static final int LASTING_MISSES = 5;

  private final FamilyConfig config;
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
    this.uplinks = uplinks;
    this.switches = switches;
    this.planned = planned;
    this.kernel = kernel;
    this.standing = standing;
  }

  /**
   * The alarms that stand.
   *
   * @param aside a bit for each target that is set aside
   * @param unavailable set while the kernel changes no route at all
   * @param contended whether another program keeps undoing our routes
   * @param settled whether the routes were read after the last change, and no other is due
   */
  ImmutableSet<Alarm> raised(
      int aside, @Nullable Backoff unavailable, boolean contended, boolean settled) {
    for (UplinkStep uplink : uplinks) {
      ofUplink(uplink);
    }
    ofActiveUplink();
    ofOverride();
    ofTargets(aside);
    if (unavailable != null) {
      raise(
          Alarm.Kind.CANNOT_SWITCH,
          config.family().toString(),
          "no route can be changed: " + unavailable.detail(),
          "it is tried again at most 30 s apart");
    }
    if (contended) {
      raise(
          Alarm.Kind.CONTENDED,
          config.family().toString(),
          "another program keeps undoing our routes",
          "find it with `ip monitor route` and keep it off default routes with proto "
              + DefaultRoute.PROTOCOL);
    }
    ofForeignRoutes(settled);
    return raised == null ? ImmutableSet.of() : raised.build();
  }

  private void ofUplink(UplinkStep uplink) {
    String name = uplink.key().interfaceName();
    switch (uplink.condition()) {
      case NO_INTERFACE ->
          raise(
              Alarm.Kind.NO_INTERFACE,
              name,
              uplink.name() + " interface does not exist",
              "it is picked up when it appears");
      case NO_GATEWAY ->
          raise(
              Alarm.Kind.NO_GATEWAY,
              name,
              "no gateway is configured and the kernel has no default route on the interface",
              "give " + ConfigCheck.gatewayOption(uplink.name()) + ", or wait for " + teacher());
      case NOT_PROBEABLE ->
          raise(
              Alarm.Kind.NOT_PROBEABLE,
              name,
              "a dry run cannot judge an uplink without a route of its own",
              "add a default route through it, of any metric, or run without --dry-run");
      case ROUTE_REFUSED ->
          raise(
              Alarm.Kind.ROUTE_REFUSED,
              name,
              "the kernel refuses its route",
              "check its address and gateway");
      default -> {
        // Nothing an operator must do.
      }
    }
    if (planned.isOffLink(uplink) && uplink.link().status().routable()) {
      raise(
          Alarm.Kind.OFF_LINK_GATEWAY,
          name,
          "gateway " + uplink.via() + " lies in no connected subnet; its routes carry onlink",
          "check the gateway and the prefix length if this is not intended");
    }
  }

  /** What puts a default route on an interface. */
  private String teacher() {
    return config.family() == IpFamily.IPV4 ? "DHCP" : "a router advertisement";
  }

  /** Row 7 of the step table: the active uplink is down and nothing can take over. */
  private void ofActiveUplink() {
    if (switches.wanted() == PlanRequest.UNDECIDED || !switches.active().isDown()) {
      return;
    }
    UplinkStep active = switches.active();
    List<UplinkStep> answering =
        uplinks.stream().filter(uplink -> uplink != active && uplink.isResponsive()).toList();
    if (answering.isEmpty()) {
      raise(
          Alarm.Kind.NO_UPLINK,
          config.family().toString(),
          "no uplink answers; staying on " + active.name() + " " + active.key(),
          "");
    } else {
      String reasons =
          answering.stream()
              .map(uplink -> uplink.key() + " answers but " + whyNoCandidate(uplink))
              .collect(Collectors.joining(", "));
      raise(Alarm.Kind.HELD, config.family().toString(), active.key() + " is down; " + reasons, "");
    }
  }

  private static String whyNoCandidate(UplinkStep answering) {
    if (answering.isBarred()) {
      return "an operator wants it not to be used";
    }
    return answering.isRefused() ? "the kernel refuses its route" : "not often enough in a row yet";
  }

  private void ofOverride() {
    UplinkStep awaited = switches.awaited();
    if (awaited != null) {
      raise(
          Alarm.Kind.OVERRIDE_WAITS,
          awaited.key().interfaceName(),
          "an operator wants "
              + awaited.key()
              + " used; it cannot be yet, its condition is "
              + awaited.condition(),
          "it is used as soon as it answers well");
    }
  }

  /** One miss may be chance, which is not worth a word. */
  private void ofTargets(int aside) {
    for (int rest = aside; rest != 0; rest &= rest - 1) {
      int target = Integer.numberOfTrailingZeros(rest);
      String address = InetAddresses.toAddrString(config.targets().get(target));
      boolean lasting =
          uplinks.stream().anyMatch(uplink -> isLasting(uplink.probes().evidence(target)))
              || standing(Alarm.Kind.TARGET_SILENT, address).isPresent();
      if (lasting) {
        raise(
            Alarm.Kind.TARGET_SILENT,
            address,
            "target "
                + address
                + " answers on no uplink while others do; it is set aside until it answers",
            "name another --ping-target if it stays silent");
      }
    }
  }

  private static boolean isLasting(TargetEvidence evidence) {
    return evidence.misses() >= LASTING_MISSES;
  }

  private void ofForeignRoutes(boolean settled) {
    for (DefaultRoute route : planned.overruling()) {
      raise(
          Alarm.Kind.INEFFECTIVE,
          route.toString(),
          "route of another program decides where the traffic goes: " + route,
          ip()
              + " route del "
              + route
              + "; for good, give it a metric above "
              + highestMetric()
              + " ("
              + ForeignAdvice.whereTheMetricIsSet(route, config.family() == IpFamily.IPV6)
              + "), or use --override-foreign-defaults");
    }
    for (DefaultRoute route : planned.conflicting()) {
      raise(
          Alarm.Kind.CONFLICT,
          route.toString(),
          "route of another program stands where a base route of ours would: " + route,
          ip() + " route del " + route + "; or choose another metric for the uplink");
    }
    if (planned.overruling().isEmpty() && switches.wanted() != PlanRequest.UNDECIDED) {
      ofPaths(switches.active(), settled);
    }
  }

  /**
   * The kernel sends the targets elsewhere although the wanted routes stand and their link is up:
   * past a link that is down it finds a way without being told.
   */
  private void ofPaths(UplinkStep wanted, boolean settled) {
    String name = wanted.key().interfaceName();
    if (kernelMayGoAround(wanted)) {
      return;
    }
    boolean mismatch =
        settled ? !kernel.prefers(name) : standing(Alarm.Kind.INEFFECTIVE, name).isPresent();
    if (!mismatch || !wanted.link().up() || !wanted.planned().routable()) {
      return;
    }
    String paths =
        kernel.paths().stream()
            .filter(TargetPath::followsDefault)
            .map(TargetPath::toString)
            .collect(Collectors.joining(", "));
    raise(
        Alarm.Kind.INEFFECTIVE,
        name,
        "traffic is wanted by " + name + " but goes: " + paths,
        "look for the route or rule that wins: ip route get, ip rule, ip route show table all");
  }

  /**
   * While a router of IPv6 does not answer its neighbours, the kernel takes the next best by itself
   * (RFC 4861, 6.3.6); nobody else is at work then.
   */
  private boolean kernelMayGoAround(UplinkStep wanted) {
    return config.family() == IpFamily.IPV6 && wanted.isFailing();
  }

  private String ip() {
    return config.family() == IpFamily.IPV6 ? "ip -6" : "ip";
  }

  private long highestMetric() {
    return config.uplinks().get(config.uplinks().size() - 1).metric();
  }

  /** Raises an alarm, or lets the one that stands stand with its words. */
  private void raise(Alarm.Kind kind, String subject, String problem, String remedy) {
    if (raised == null) {
      raised = ImmutableSet.builder();
    }
    raised.add(
        standing(kind, subject)
            .orElseGet(() -> new Alarm(kind, config.family(), subject, problem, remedy)));
  }

  private Optional<Alarm> standing(Alarm.Kind kind, String subject) {
    return standing.stream()
        .filter(alarm -> alarm.kind() == kind && alarm.subject().equals(subject))
        .findFirst();
  }
}
