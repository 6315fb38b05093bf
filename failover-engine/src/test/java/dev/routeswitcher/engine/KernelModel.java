package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingEntry;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The routes and rules of Linux as it keeps them for IPv4: one slot per table, destination and
 * metric, routes that vanish silently when their link is set down, rules that are asked in the
 * order of their preferences, and the refusals a careless writer meets.
 */
public final class KernelModel {

  private static final long MAIN = 254;

  /** Default routes of the main table, the best first, those of other tables behind them. */
  private final List<Route> routes = new ArrayList<>();

  private final List<PolicyRule> rules = new ArrayList<>();
  private final Map<String, LinkStatus> links = new HashMap<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private @Nullable Long hiddenMetric;
  private @Nullable String unavailable;
  private @Nullable String ruleRefusal;
  private @Nullable String tableRefusal;
  private boolean avoidsDeadLinks;
  private int tableChanges;

  // What happens to it

  public void link(String name, LinkStatus status) {
    links.put(name, status);
    if (!status.routable()) {
      routes.removeIf(route -> route.usesOnly(name));
    }
  }

  /** Another program puts a route behind those of the same metric ({@code ip route append}). */
  public void append(Route route) {
    int position = 0;
    while (position < routes.size() && comesBefore(routes.get(position), route)) {
      position++;
    }
    routes.add(position, route);
  }

  private static boolean comesBefore(Route there, Route route) {
    boolean thereInMain = there.table() == MAIN;
    boolean inMain = route.table() == MAIN;
    return thereInMain == inMain ? there.metric() <= route.metric() : thereInMain;
  }

  /** Another program, or an earlier run, adds a rule. */
  public void appendRule(PolicyRule rule) {
    rules.add(rule);
    rules.sort(Comparator.comparingLong(PolicyRule::preference));
  }

  /** Another program deletes routes. */
  public void delete(Predicate<Route> which) {
    routes.removeIf(which);
  }

  /** Another program deletes rules. */
  public void deleteRules(Predicate<PolicyRule> which) {
    rules.removeIf(which);
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

  /** From now on no route of the main table can be changed; null ends that. */
  public void unavailable(@Nullable String detail) {
    unavailable = detail;
  }

  /** From now on no rule can be changed; null ends that. */
  public void refuseRules(@Nullable String detail) {
    ruleRefusal = detail;
  }

  /** From now on no route of another table than main is taken; null ends that. */
  public void refuseTableRoutes(@Nullable String detail) {
    tableRefusal = detail;
  }

  /** From now on routes by a link without carrier lose ({@code ignore_routes_with_linkdown}). */
  public void avoidDeadLinks() {
    avoidsDeadLinks = true;
  }

  // What it says

  /** The default routes of the main table. */
  public ImmutableList<Route> routes() {
    return inMain().collect(ImmutableList.toImmutableList());
  }

  private Stream<Route> inMain() {
    return routes.stream().filter(route -> route.table() == MAIN);
  }

  /** What a reading of rules and other tables shows to whom these tables belong. */
  public KernelTables tables(List<Long> known) {
    return new KernelTables(
        rules.stream().filter(RoutingEntry::isOurs).collect(ImmutableList.toImmutableList()),
        routes.stream()
            .filter(route -> route.table() != MAIN)
            .filter(route -> route.isOurs() || known.contains(route.table()))
            .collect(ImmutableList.toImmutableList()));
  }

  public List<Route> ours() {
    return inMain().filter(Route::isOurs).toList();
  }

  /** How often a rule, or a route of another table, was changed. */
  public int tableChanges() {
    return tableChanges;
  }

  public boolean hasUsableDefault() {
    return inMain().flatMap(route -> route.hops().stream()).anyMatch(this::isUsable);
  }

  private boolean isUsable(Hop hop) {
    return link(hop.interfaceName()).routable();
  }

  private boolean hasCarrier(Hop hop) {
    return link(hop.interfaceName()).carrier();
  }

  /** The interface an unbound packet leaves by, or null if it has nowhere to go. */
  public @Nullable String wayOut() {
    return wayOut(null, null);
  }

  /** The interface a packet leaves by whose socket is bound to an interface or to an address. */
  public @Nullable String wayOut(@Nullable String bound, @Nullable InetAddress source) {
    for (PolicyRule rule : rules) {
      boolean matches =
          (rule.outputInterface() == null || rule.outputInterface().equals(bound))
              && (rule.source() == null || rule.source().equals(source))
              && (rule.mark() == null || rule.inverted());
      Optional<Route> best = matches ? bestOf(rule.table(), bound) : Optional.empty();
      if (best.filter(Route::endsLookup).isPresent()) {
        return null; // Only what is found can be suppressed.
      } else if (matches && rule.suppressedLength() == null) {
        String found = defaultOf(rule.table(), bound);
        if (found != null) {
          return found;
        }
      }
    }
    return defaultOf(MAIN, bound);
  }

  private @Nullable String defaultOf(long table, @Nullable String bound) {
    return bestOf(table, bound)
        .flatMap(best -> best.hops().stream().findFirst())
        .map(Hop::interfaceName)
        .orElse(null);
  }

  /** The default route of the main table that an unbound packet takes, if no rule leads it away. */
  public Optional<Route> best() {
    return bestOf(MAIN, null);
  }

  private Optional<Route> bestOf(long table, @Nullable String bound) {
    return routes.stream()
        .filter(route -> route.table() == table && route.destination().length() == 0)
        .filter(route -> !avoidsDeadLinks || route.hops().stream().allMatch(this::hasCarrier))
        .filter(route -> bound == null || route.deadEnd() != null || route.usesOnly(bound))
        .min(Comparator.comparingLong(Route::metric));
  }

  public ImmutableList<TargetPath> lookup(List<InetAddress> targets) {
    String wayOut = wayOut();
    // Of what ends a look-up the kernel reports no length.
    int length = wayOut == null && best().filter(Route::endsLookup).isPresent() ? 32 : 0;
    return targets.stream()
        .map(target -> new TargetPath(target, wayOut, length))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Rules of ours that lead all that an address sends into a table of ours, although none before
   * them looks up main without its defaults: a neighbour would be sought behind a gateway.
   */
  private List<PolicyRule> exposed() {
    return rules.stream()
        .filter(rule -> rule.isOurs() && rule.table() != MAIN && rule.outputInterface() == null)
        .filter(rule -> rules.stream().noneMatch(first -> guards(first, rule)))
        .toList();
  }

  private static boolean guards(PolicyRule first, PolicyRule rule) {
    return first.preference() < rule.preference()
        && first.table() == MAIN
        && first.suppressedLength() != null
        && first.outputInterface() == null
        && (first.source() == null || first.source().equals(rule.source()))
        && (first.mark() == null || first.inverted() || first.mark().equals(rule.mark()));
  }

  /**
   * What was done to it that must never be: something foreign touched, the last default gone, a
   * rule into a table of ours left without the one in front of it.
   */
  public List<String> faults() {
    return faults;
  }

  // What it is asked

  /** Carries the operations out; those behind a rule that cannot be changed are left out. */
  public ImmutableList<OperationResult> applyAll(List<RoutingOperation> operations) {
    ImmutableList.Builder<OperationResult> results = ImmutableList.builder();
    boolean ruleFailed = false;
    for (RoutingOperation operation : operations) {
      if (operation.isOfMainTable() || !ruleFailed) {
        OperationResult result = apply(operation);
        ruleFailed |= operation.isOfRule() && result.outcome() != Outcome.APPLIED;
        results.add(result);
      }
    }
    return results.build();
  }

  public OperationResult apply(RoutingOperation operation) {
    boolean wasUsable = hasUsableDefault();
    List<RoutingEntry> foreign = foreign();
    List<PolicyRule> exposed = exposed();
    OperationResult result =
        operation.entry() instanceof PolicyRule rule
            ? answer(operation, rule)
            : answer(operation, (Route) operation.entry());
    tableChanges += operation.isOfMainTable() ? 0 : 1;
    if (wasUsable && !hasUsableDefault()) {
      faults.add("no usable default after " + operation);
    }
    if (!foreign.equals(foreign())) {
      faults.add("foreign route or rule touched by " + operation);
    }
    if (!exposed.containsAll(exposed())) {
      faults.add("a rule without the one in front of it after " + operation);
    }
    if (!operation.entry().isOurs()) {
      faults.add("operation on what has another protocol: " + operation);
    }
    return result;
  }

  private List<RoutingEntry> foreign() {
    return Stream.<RoutingEntry>concat(routes.stream(), rules.stream())
        .filter(entry -> !entry.isOurs())
        .toList();
  }

  private OperationResult answer(RoutingOperation operation, PolicyRule rule) {
    if (ruleRefusal != null) {
      return new OperationResult(operation, Outcome.UNAVAILABLE, ruleRefusal);
    }
    switch (operation.kind()) {
      case ADD -> {
        if (rules.contains(rule)) {
          return new OperationResult(operation, Outcome.STALE, "EEXIST: File exists");
        }
        appendRule(rule);
      }
      case DELETE -> rules.remove(rule);
      case REPLACE -> throw new IllegalArgumentException("a rule cannot be replaced");
    }
    return OperationResult.applied(operation);
  }

  private OperationResult answer(RoutingOperation operation, Route route) {
    if (unavailable != null && route.table() == MAIN) {
      return new OperationResult(operation, Outcome.UNAVAILABLE, unavailable);
    }
    if (operation.kind() == RoutingOperation.Kind.DELETE) {
      routes.stream()
          .filter(there -> isNamedBy(there, route))
          .findFirst()
          .ifPresent(routes::remove);
      return OperationResult.applied(operation);
    }
    String refusal = route.table() == MAIN || tableRefusal == null ? refusal(route) : tableRefusal;
    if (refusal != null) {
      return new OperationResult(operation, Outcome.REFUSED, refusal);
    }
    List<Route> slot =
        routes.stream()
            .filter(there -> there.table() == route.table() && there.metric() == route.metric())
            .filter(there -> there.destination().equals(route.destination()))
            .toList();
    boolean hidden =
        route.table() == MAIN && hiddenMetric != null && hiddenMetric == route.metric();
    if (hidden) {
      return new OperationResult(operation, Outcome.STALE, "EEXIST: File exists");
    } else if (slot.isEmpty()) {
      append(route);
    } else if (operation.kind() == RoutingOperation.Kind.ADD || slot.indexOf(route) > 0) {
      return new OperationResult(operation, Outcome.STALE, "EEXIST: File exists");
    } else {
      routes.set(routes.indexOf(slot.get(0)), route);
    }
    return OperationResult.applied(operation);
  }

  private static boolean isNamedBy(Route there, Route named) {
    return there.table() == named.table()
        && there.destination().equals(named.destination())
        && there.metric() == named.metric()
        && there.protocol() == named.protocol()
        && there.hasOnlyHop(named.hops().get(0));
  }

  private @Nullable String refusal(Route route) {
    Hop hop = route.hops().get(0);
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
