package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The default routes of the main table as Linux keeps them for IPv4: one slot per metric, routes
 * that vanish silently when their link is set down, and the refusals a careless writer meets.
 */
public final class KernelModel {

  private final List<DefaultRoute> routes = new ArrayList<>();
  private final Map<String, LinkStatus> links = new HashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private @Nullable Long hiddenMetric;
  private @Nullable String unavailable;
  private boolean avoidsDeadLinks;

  // What happens to it

  public void link(String name, LinkStatus status) {
    links.put(name, status);
    if (!status.routable()) {
      routes.removeIf(route -> route.leavesBy(name));
    }
  }

  /** Another program puts a route behind those of the same metric ({@code ip route append}). */
  public void append(DefaultRoute route) {
    int position = 0;
    while (position < routes.size() && routes.get(position).metric() <= route.metric()) {
      position++;
    }
    routes.add(position, route);
  }

  /** Another program deletes routes. */
  public void delete(Predicate<DefaultRoute> which) {
    routes.removeIf(which);
  }

  /** From now on every new route through the interface is refused, until told otherwise. */
  public void refuse(String name, String detail) {
    refusals.put(name, detail);
  }

  public void accept(String name) {
    refusals.remove(name);
  }

  /** From now on a route that no reading shows takes the slot of the metric. */
  public void hideRouteAt(long metric) {
    hiddenMetric = metric;
  }

  /** From now on nothing can be changed; null ends that. */
  public void unavailable(@Nullable String detail) {
    unavailable = detail;
  }

  /** From now on routes by a link without carrier lose ({@code ignore_routes_with_linkdown}). */
  public void avoidDeadLinks() {
    avoidsDeadLinks = true;
  }

  // What it says

  public ImmutableList<DefaultRoute> routes() {
    return ImmutableList.copyOf(routes);
  }

  public List<DefaultRoute> ours() {
    return routes.stream().filter(DefaultRoute::isOurs).toList();
  }

  public boolean hasUsableDefault() {
    return routes.stream().flatMap(route -> route.hops().stream()).anyMatch(this::isUsable);
  }

  private boolean isUsable(NextHop hop) {
    return link(hop.interfaceName()).routable();
  }

  private boolean hasCarrier(NextHop hop) {
    return link(hop.interfaceName()).carrier();
  }

  /** The interface an unbound packet leaves by, or null if it has nowhere to go. */
  @Nullable String wayOut() {
    return routes.stream()
        .filter(route -> !avoidsDeadLinks || route.hops().stream().allMatch(this::hasCarrier))
        .findFirst()
        .flatMap(best -> best.hops().stream().findFirst())
        .map(NextHop::interfaceName)
        .orElse(null);
  }

  public ImmutableList<TargetPath> lookup(List<InetAddress> targets) {
    String wayOut = wayOut();
    return targets.stream()
        .map(target -> new TargetPath(target, wayOut, 0))
        .collect(ImmutableList.toImmutableList());
  }

  /** What was done to it that must never be: a foreign route touched, the last default gone. */
  public List<String> faults() {
    return faults;
  }

  // What it is asked

  public OperationResult apply(RouteOperation operation) {
    boolean wasUsable = hasUsableDefault();
    List<DefaultRoute> foreign = foreign();
    OperationResult result = answer(operation);
    if (wasUsable && !hasUsableDefault()) {
      faults.add("no usable default after " + operation);
    }
    if (!foreign.equals(foreign())) {
      faults.add("foreign route touched by " + operation);
    }
    if (!operation.route().isOurs()) {
      faults.add("operation on a route of another protocol: " + operation);
    }
    return result;
  }

  private List<DefaultRoute> foreign() {
    return routes.stream().filter(route -> !route.isOurs()).toList();
  }

  private OperationResult answer(RouteOperation operation) {
    if (unavailable != null) {
      return new OperationResult(operation, Outcome.UNAVAILABLE, unavailable);
    }
    DefaultRoute route = operation.route();
    if (operation.kind() == RouteOperation.Kind.DELETE) {
      routes.stream()
          .filter(there -> isNamedBy(there, route))
          .findFirst()
          .ifPresent(routes::remove);
      return OperationResult.applied(operation);
    }
    String refusal = refusal(route);
    if (refusal != null) {
      return new OperationResult(operation, Outcome.REFUSED, refusal);
    }
    List<DefaultRoute> slot =
        routes.stream().filter(there -> there.metric() == route.metric()).toList();
    if (hiddenMetric != null && hiddenMetric == route.metric()) {
      return new OperationResult(operation, Outcome.STALE, "EEXIST: File exists");
    } else if (slot.isEmpty()) {
      append(route);
    } else if (operation.kind() == RouteOperation.Kind.ADD || slot.indexOf(route) > 0) {
      return new OperationResult(operation, Outcome.STALE, "EEXIST: File exists");
    } else {
      routes.set(routes.indexOf(slot.get(0)), route);
    }
    return OperationResult.applied(operation);
  }

  private static boolean isNamedBy(DefaultRoute there, DefaultRoute named) {
    return there.metric() == named.metric()
        && there.protocol() == named.protocol()
        && there.leadsBy(named.hops().get(0));
  }

  private @Nullable String refusal(DefaultRoute route) {
    NextHop hop = route.hops().get(0);
    LinkStatus link = link(hop.interfaceName());
    InetAddress gateway = hop.gateway();
    InetAddress source = route.preferredSource();
    if (!link.present()) {
      return "ENODEV: No such device";
    } else if (!link.adminUp()) {
      return "ENETDOWN: Network is down";
    } else if (gateway != null
        && !hop.onLink()
        && link.addresses().stream().noneMatch(address -> address.reaches(gateway))) {
      return "ENETUNREACH: Nexthop has invalid gateway";
    } else if (source != null
        && link.addresses().stream().map(InterfaceAddress::local).noneMatch(source::equals)) {
      return "EINVAL: Invalid prefsrc address";
    }
    return refusals.get(hop.interfaceName());
  }

  private LinkStatus link(String name) {
    return links.getOrDefault(name, LinkStatus.ABSENT);
  }
}
