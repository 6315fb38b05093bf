package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.ForeignRoutes;
import dev.routeswitcher.engine.route.PlanRequest;
import dev.routeswitcher.engine.route.TargetPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What needs an operator's attention at the end of a step, as a function of where it ended. */
final class Alarms {

  private final FamilyConfig config;
  private final List<UplinkStep> uplinks;
  private final PlanRequest request;
  private final KernelView kernel;
  private final ImmutableSet<Alarm> standing;
  private final ImmutableSet.Builder<Alarm> raised = ImmutableSet.builder();

  Alarms(
      FamilyConfig config,
      List<UplinkStep> uplinks,
      PlanRequest request,
      KernelView kernel,
      ImmutableSet<Alarm> standing) {
    this.config = config;
    this.uplinks = uplinks;
    this.request = request;
    this.kernel = kernel;
    this.standing = standing;
  }

  /**
   * The alarms that stand.
   *
   * @param unavailable set while the kernel changes no route at all
   * @param contended whether another program keeps undoing our routes
   * @param settled whether the routes were read after the last change, and no other is due
   */
  ImmutableSet<Alarm> raised(@Nullable Backoff unavailable, boolean contended, boolean settled) {
    uplinks.forEach(this::ofUplink);
    ofActiveUplink();
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
    return raised.build();
  }

  private void ofUplink(UplinkStep uplink) {
    String name = uplink.key().toString();
    switch (uplink.condition()) {
      case NO_INTERFACE ->
          raise(
              Alarm.Kind.NO_INTERFACE,
              name,
              uplink.role() + " interface does not exist",
              "it is picked up when it appears");
      case NO_GATEWAY ->
          raise(
              Alarm.Kind.NO_GATEWAY,
              name,
              "no gateway is configured and the kernel has no default route on the interface",
              "give --" + uplink.role() + "-gateway, or wait for DHCP");
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
    if (uplink.planned().offLink() && uplink.link().status().routable()) {
      raise(
          Alarm.Kind.OFF_LINK_GATEWAY,
          name,
          "gateway " + uplink.via() + " lies in no connected subnet; its routes carry onlink",
          "check the gateway and the prefix length if this is not intended");
    }
  }

  /** Row 7 of the step table: the active uplink is down and nothing can take over. */
  private void ofActiveUplink() {
    if (request.wanted() == PlanRequest.UNDECIDED) {
      return;
    }
    UplinkStep active = uplinks.get(request.wanted());
    if (!active.isDown()) {
      return;
    }
    List<UplinkStep> answering =
        uplinks.stream().filter(uplink -> uplink != active && uplink.isResponsive()).toList();
    if (answering.isEmpty()) {
      raise(
          Alarm.Kind.NO_UPLINK,
          config.family().toString(),
          "no uplink answers; staying on " + active.role() + " " + active.key(),
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
    return answering.isRefused() ? "the kernel refuses its route" : "not often enough in a row yet";
  }

  private void ofForeignRoutes(boolean settled) {
    List<DefaultRoute> overruling = ForeignRoutes.overruling(request);
    for (DefaultRoute route : overruling) {
      raise(
          Alarm.Kind.INEFFECTIVE,
          route.toString(),
          "route of another program decides where the traffic goes: " + route,
          "ip route del " + route + "; or give it a metric above " + highestMetric());
    }
    for (DefaultRoute route : ForeignRoutes.conflicting(request)) {
      raise(
          Alarm.Kind.CONFLICT,
          route.toString(),
          "route of another program stands where a base route of ours would: " + route,
          "ip route del " + route + "; or choose another metric for the uplink");
    }
    if (overruling.isEmpty() && request.wanted() != PlanRequest.UNDECIDED) {
      ofPaths(uplinks.get(request.wanted()), settled);
    }
  }

  /**
   * The kernel sends the targets elsewhere although the wanted routes stand and their link is up:
   * past a link that is down it finds a way without being told.
   */
  private void ofPaths(UplinkStep wanted, boolean settled) {
    String name = wanted.key().interfaceName();
    boolean mismatch =
        settled ? !kernel.prefers(name) : standing(Alarm.Kind.INEFFECTIVE, name).isPresent();
    if (!wanted.link().up() || !wanted.planned().routable() || !mismatch) {
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

  private long highestMetric() {
    return config.uplinks().get(config.uplinks().size() - 1).metric();
  }

  /** Raises an alarm, or lets the one that stands stand with its words. */
  private void raise(Alarm.Kind kind, String subject, String problem, String remedy) {
    raised.add(standing(kind, subject).orElseGet(() -> new Alarm(kind, subject, problem, remedy)));
  }

  private Optional<Alarm> standing(Alarm.Kind kind, String subject) {
    return standing.stream()
        .filter(alarm -> alarm.kind() == kind && alarm.subject().equals(subject))
        .findFirst();
  }
}
