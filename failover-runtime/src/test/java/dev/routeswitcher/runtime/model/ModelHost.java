package dev.routeswitcher.runtime.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.OperationResult.Outcome;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.NetworkChange.AddressGone;
import dev.routeswitcher.runtime.port.NetworkChange.AddressSeen;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceGone;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceSeen;
import dev.routeswitcher.runtime.port.NetworkChange.NeighbourSeen;
import dev.routeswitcher.runtime.port.NetworkChange.Reachability;
import dev.routeswitcher.runtime.port.NetworkChange.ReadAgain;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A kernel with two uplinks of IPv4, as far as the ports show one; IPv6 has the route of a router
 * advertisement on eth0, if any. It behaves as Linux does where it matters: routes through a link
 * that is set down vanish without an event, and every change of a route by anybody is reported.
 *
 * <p>{@link #deeds} has every call that opens, closes, reads or changes something, in order. Safe
 * for use by several threads.
 */
public final class ModelHost {

  /** One interface. */
  private record Interface(int index, boolean adminUp, boolean carrier, InterfaceAddress address) {}

  private final HostClock clock;
  private final ModelProber prober;
  private final ModelTables tables = new ModelTables(this, "read rules");
  private final ModelTables ipv6Tables = new ModelTables(this, "read rules of IPV6");
  private final Map<String, InterfaceAddress> ipv6Addresses = new LinkedHashMap<>();
  private ImmutableList<Route> ipv6Routes = ImmutableList.of();
  private final Map<String, Interface> interfaces = new LinkedHashMap<>();
  private final List<Route> routes = new ArrayList<>();
  private final Map<String, InetAddress> leases = new HashMap<>();
  private final List<String> deeds = new ArrayList<>();
  private final Set<String> strictlyFiltered = new HashSet<>();
  private @Nullable String leadingAway;
  private volatile boolean filtersByMark;
  private final Set<UplinkKey> linkdownIgnored = new HashSet<>();
  private final Map<Neighbour, Reachability> neighbours = new LinkedHashMap<>();
  private final Map<String, Throwable> failures = new LinkedHashMap<>();
  private volatile Runnable beforeReading = () -> {};
  private Function<RoutingOperation, Optional<OperationResult>> answers =
      operation -> Optional.empty();
  private volatile boolean watchHangs;
  private @Nullable Consumer<NetworkChange> sink;
  private int lastIndex = 10;

  /** Interfaces eth0 and eth1 that are up, no routes, all targets answering through both. */
  public ModelHost(HostClock clock) {
    this.clock = clock;
    this.prober = new ModelProber(this, clock);
    create("eth0", "192.0.2.2");
    create("eth1", "198.51.100.2");
  }

  /** All ports of this host. */
  public Ports ports() {
    return new Ports(
        new Lock(),
        new Routing(),
        new Watch(),
        prober,
        new Settings(),
        this::leasedGateway,
        new Tracker(),
        clock);
  }

  /** The targets behind its uplinks. */
  public ModelProber prober() {
    return prober;
  }

  /** Its rules, and its tables besides the main one. */
  public ModelTables tables() {
    return tables;
  }

  /** The same of IPv6. */
  public ModelTables ipv6Tables() {
    return ipv6Tables;
  }

  // What a test does to it

  /** A router on eth0 advertises itself as the default router of IPv6, or does so no more. */
  public synchronized void advertiseIpv6(boolean present) {
    Hop hop = new Hop("eth0", InetAddresses.forString("2001:db8:1::1"), false);
    ipv6Routes =
        present
            ? ImmutableList.of(
                MainRoutes.mainDefault(
                    IpFamily.IPV6, 1024, 9, ImmutableList.of(hop), null, ImmutableSortedMap.of()))
            : ImmutableList.of();
    renumberIpv6("eth0", "2001:db8:1::2");
  }

  /** Gives the interface another address of IPv6. */
  public synchronized void renumberIpv6(String name, String address) {
    int index = known(name).index();
    InterfaceAddress own = InterfaceAddress.of(InetAddresses.forString(address), 64);
    InterfaceAddress old = ipv6Addresses.put(name, own);
    if (old != null && !old.equals(own)) {
      report(new AddressGone(index, old));
    }
    report(new AddressSeen(index, own, true, false));
    report(new ReadAgain());
  }

  /** A DHCP client writes down a gateway, or has none any more. */
  public synchronized void lease(String name, @Nullable String gateway) {
    if (gateway == null) {
      leases.remove(name);
    } else {
      leases.put(name, InetAddresses.forString(gateway));
    }
    report(new ReadAgain());
  }

  private synchronized Optional<InetAddress> leasedGateway(
      String name, int index, Set<InetAddress> addresses) {
    deeds.add("read leases of " + name);
    return addresses.contains(known(name).address().local()) && known(name).index() == index
        ? Optional.ofNullable(leases.get(name))
        : Optional.empty();
  }

  /** Makes an interface with a new index, up at once. */
  public synchronized void create(String name, String address) {
    InterfaceAddress own = InterfaceAddress.of(InetAddresses.forString(address), 24);
    put(name, new Interface(++lastIndex, true, true, own));
    report(new AddressSeen(lastIndex, own, true, false));
  }

  /** Deletes an interface and every route through it. */
  public synchronized void delete(String name) {
    int index = known(name).index();
    interfaces.remove(name);
    linkdownIgnored.remove(new UplinkKey(IpFamily.IPV4, name));
    flush(name);
    report(new InterfaceGone(index));
  }

  /** Deletes an interface and makes one just like it, and the events of that are lost. */
  public synchronized void replaceUnnoticed(String name) {
    Interface old = known(name);
    interfaces.put(name, new Interface(++lastIndex, true, true, old.address()));
    linkdownIgnored.remove(new UplinkKey(IpFamily.IPV4, name));
    flush(name);
    report(new ReadAgain());
  }

  /** Gives an interface another name, which needs it to be down for a moment. */
  public synchronized void rename(String name, String newName) {
    setUp(name, false);
    Interface same = known(name);
    interfaces.remove(name);
    if (linkdownIgnored.remove(new UplinkKey(IpFamily.IPV4, name))) {
      linkdownIgnored.add(new UplinkKey(IpFamily.IPV4, newName));
    }
    put(newName, same);
    setUp(newName, true);
  }

  /** Plugs a cable in or out; routes stay. */
  public synchronized void carrier(String name, boolean present) {
    Interface old = known(name);
    put(name, new Interface(old.index(), old.adminUp(), present, old.address()));
  }

  /** Sets a link up or down; down takes its routes away and says nothing of them. */
  public synchronized void setUp(String name, boolean up) {
    Interface old = known(name);
    put(name, new Interface(old.index(), up, up, old.address()));
    if (!up) {
      flush(name);
    }
  }

  /** The reverse path filter of the interface is strict from now on. */
  public synchronized void filterStrictly(String name) {
    strictlyFiltered.add(name);
  }

  /** The reverse path filter of the interface is loose from now on. */
  public synchronized void filterLoosely(String name) {
    strictlyFiltered.remove(name);
  }

  /** The reverse path filters go by firewall marks from now on. */
  public void filterByMark() {
    filtersByMark = true;
  }

  /** A rule of another program before ours leads everything there; null ends that. */
  public synchronized void leadAway(@Nullable String name) {
    leadingAway = name;
    report(new ReadAgain());
  }

  /** Routes through the interface do not count while it has no carrier. */
  public synchronized void setLinkdownIgnored(String name, boolean ignored) {
    UplinkKey uplink = new UplinkKey(IpFamily.IPV4, name);
    if (ignored ? linkdownIgnored.add(uplink) : linkdownIgnored.remove(uplink)) {
      did((ignored ? "pass over " : "use ") + name + " without a carrier");
    }
  }

  /** Gives the interface another address. */
  public synchronized void renumber(String name, String address) {
    Interface old = known(name);
    InterfaceAddress own = InterfaceAddress.of(InetAddresses.forString(address), 24);
    interfaces.put(name, new Interface(old.index(), old.adminUp(), old.carrier(), own));
    report(new AddressGone(old.index(), old.address()));
    report(new AddressSeen(old.index(), own, true, false));
  }

  private synchronized boolean filtersStrictly(String name) throws IOException {
    if (failures.get("rp_filter") instanceof IOException failure) {
      throw failure;
    } else if (!interfaces.containsKey(name)) {
      throw new NoSuchFileException(name);
    }
    return strictlyFiltered.contains(name);
  }

  /** Another program adds a route. */
  public synchronized void addForeign(String interfaceName, String gateway, long metric) {
    addRoute(interfaceName, gateway, 4, metric);
  }

  /** A route stands there from the start, or is added by somebody. */
  public synchronized void addRoute(
      String interfaceName, String gateway, int protocol, long metric) {
    Hop hop = new Hop(interfaceName, InetAddresses.forString(gateway), false);
    routes.add(
        MainRoutes.mainDefault(
            IpFamily.IPV4, metric, protocol, ImmutableList.of(hop), null, ImmutableSortedMap.of()));
    report(new ReadAgain());
  }

  /** Another program deletes whatever has this metric. */
  public synchronized void deleteRoute(long metric) {
    routes.removeIf(route -> route.metric() == metric);
    report(new ReadAgain());
  }

  /** The named call fails from now on: {@code lock}, {@code open routes}, {@code look}, ... */
  public synchronized void fail(String call, Throwable failure) {
    failures.put(call, failure);
  }

  /** The named call works again. */
  public synchronized void mend(String call) {
    failures.remove(call);
  }

  /** Has something done by whoever is about to look. */
  public void beforeReading(Runnable action) {
    beforeReading = action;
  }

  /**
   * Answers operations on the main table in the kernel's stead; empty leaves an operation to the
   * kernel.
   */
  public synchronized void answer(Function<RoutingOperation, Optional<OperationResult>> by) {
    answers = by;
  }

  /** A neighbour answers no more, or again; the kernel has noticed. */
  public synchronized void answers(Neighbour neighbour, Reachability reachability) {
    neighbours.put(neighbour, reachability);
    report(new NeighbourSeen(neighbour, reachability));
  }

  private Reachability reachability(Neighbour neighbour) {
    return neighbours.getOrDefault(neighbour, Reachability.UNDECIDED);
  }

  /** Tells a change that nothing else in the model brings about. */
  public synchronized void report(NetworkChange change) {
    if (sink != null) {
      sink.accept(change);
    }
  }

  // What a test sees of it

  /** Every default route as {@code ip route} would show it. */
  public synchronized List<String> routes() {
    return routes.stream().map(Route::toString).toList();
  }

  /** What was done to it, in order. */
  public synchronized List<String> deeds() {
    return List.copyOf(deeds);
  }

  /** Forgets the deeds so far. */
  public synchronized void forgetDeeds() {
    deeds.clear();
  }

  synchronized void did(String deed) {
    deeds.add(deed);
    notifyAll();
  }

  /** Waits until a deed holds {@code words}; for tests with real threads. */
  public synchronized void awaitDeed(String words) throws InterruptedException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (deeds.stream().noneMatch(deed -> deed.contains(words))) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no \"" + words + "\" in " + deeds);
      }
      wait(100);
    }
  }

  /** Whether packets bound to the interface get out. */
  synchronized boolean leadsOut(String interfaceName) {
    Interface by = interfaces.get(interfaceName);
    return by != null
        && by.carrier()
        && routes.stream().anyMatch(route -> route.usesOnly(interfaceName));
  }

  // Inside

  private Interface known(String name) {
    return Objects.requireNonNull(interfaces.get(name), name);
  }

  private void put(String name, Interface now) {
    interfaces.put(name, now);
    report(new InterfaceSeen(now.index(), name, now.adminUp(), now.carrier()));
  }

  private void flush(String interfaceName) {
    routes.removeIf(route -> route.usesOnly(interfaceName));
    tables.flush(interfaceName);
  }

  /** Records a call, which fails if a test wants it to. */
  synchronized void call(String call) throws IOException {
    did(call);
    Throwable failure = failures.get(call);
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof RuntimeException runtime) {
      throw runtime;
    } else if (failure instanceof Error error) {
      throw error;
    }
  }

  void open(String what) throws IOException {
    synchronized (this) {
      call("open " + what);
    }
  }

  private final class Lock implements InstanceLock {
    @Override
    public void acquire() throws IOException {
      synchronized (ModelHost.this) {
        call("lock");
      }
    }

    @Override
    public void release() {
      did("release lock");
    }
  }

  /** Lets the watch of the kernel's events hang, or no longer. */
  public void watchHangs(boolean hangs) {
    watchHangs = hangs;
  }

  private final class Watch implements LinkWatch {
    @Override
    public void open(Consumer<NetworkChange> to) throws IOException {
      synchronized (ModelHost.this) {
        call("open watch");
        sink = to;
      }
    }

    @Override
    public ImmutableList<NetworkChange> snapshot() throws IOException {
      beforeReading.run();
      synchronized (ModelHost.this) {
        call("look");
        ImmutableList.Builder<NetworkChange> all = ImmutableList.builder();
        interfaces.forEach(
            (name, now) -> {
              all.add(new InterfaceSeen(now.index(), name, now.adminUp(), now.carrier()));
              all.add(new AddressSeen(now.index(), now.address(), true, false));
              if (ipv6Addresses.containsKey(name)) {
                all.add(new AddressSeen(now.index(), ipv6Addresses.get(name), true, false));
              }
            });
        return all.build();
      }
    }

    @Override
    public ImmutableList<NeighbourSeen> attend(ImmutableSet<Neighbour> neighbours) {
      synchronized (ModelHost.this) {
        did("attend to " + neighbours);
        return neighbours.stream()
            .map(each -> new NeighbourSeen(each, reachability(each)))
            .collect(ImmutableList.toImmutableList());
      }
    }

    @Override
    public boolean isTurning() {
      return !watchHangs;
    }

    @Override
    public void close() {
      synchronized (ModelHost.this) {
        sink = null;
        did("close watch");
      }
    }
  }

  private final class Routing implements KernelRouting {
    @Override
    public void open() throws IOException {
      ModelHost.this.open("routes");
    }

    @Override
    public void requireWritable() throws IOException {
      synchronized (ModelHost.this) {
        call("require writable");
      }
    }

    @Override
    public ImmutableList<Route> defaults(IpFamily family) throws IOException {
      synchronized (ModelHost.this) {
        call(family == IpFamily.IPV4 ? "read routes" : "read routes of " + family);
        return family == IpFamily.IPV4 ? ranked() : ipv6Routes;
      }
    }

    @Override
    public ImmutableList<Route> ownDefaults(IpFamily family) throws IOException {
      synchronized (ModelHost.this) {
        call("read own routes");
        return family == IpFamily.IPV4
            ? ranked().stream().filter(Route::isOurs).collect(ImmutableList.toImmutableList())
            : ipv6Routes.stream().filter(Route::isOurs).collect(ImmutableList.toImmutableList());
      }
    }

    @Override
    public TargetPath path(InetAddress target) {
      synchronized (ModelHost.this) {
        List<Route> known = IpFamily.of(target) == IpFamily.IPV4 ? routes : ipv6Routes;
        return known.stream()
            .min(Comparator.comparingLong(Route::metric))
            .map(best -> new TargetPath(target, best.hops().get(0).interfaceName(), 0))
            .orElse(new TargetPath(target, null, 0));
      }
    }

    /** By our rules, unless a rule of another program goes first. */
    @Override
    public TargetPath pathFrom(InetAddress source, InetAddress target) {
      synchronized (ModelHost.this) {
        KernelTables known = tablesOf(IpFamily.of(source)).now();
        return Stream.ofNullable(leadingAway)
            .map(name -> new TargetPath(target, name, 0))
            .findFirst()
            .orElseGet(
                () ->
                    known.rules().stream()
                        .filter(rule -> source.equals(rule.source()))
                        .flatMap(
                            rule ->
                                known.routes().stream()
                                    .filter(route -> route.table() == rule.table()))
                        .filter(Route::isDefault)
                        .map(route -> route.hops().get(0).interfaceName())
                        .map(name -> new TargetPath(target, name, 0))
                        .findFirst()
                        .orElseGet(() -> path(target)));
      }
    }

    private ImmutableList<Route> ranked() {
      return routes.stream()
          .sorted(Comparator.comparingLong(Route::metric))
          .collect(ImmutableList.toImmutableList());
    }

    @Override
    public KernelTables tables(IpFamily family, List<Long> wanted) throws IOException {
      return tablesOf(family).read();
    }

    @Override
    public KernelTables allTables(IpFamily family, List<Long> wanted) throws IOException {
      return tables(family, wanted);
    }

    private ModelTables tablesOf(IpFamily family) {
      return family == IpFamily.IPV4 ? tables : ipv6Tables;
    }

    @Override
    public void askFor(Neighbour neighbour) {
      did("ask for " + neighbour);
    }

    @Override
    public OperationResult apply(IpFamily family, RoutingOperation operation) {
      synchronized (ModelHost.this) {
        did(operation.toString());
        if (!operation.isOfMainTable()) {
          return tablesOf(family).apply(operation);
        }
        return family == IpFamily.IPV4
            ? answers.apply(operation).orElseGet(() -> byKernel(operation))
            : byKernelOfIpv6(operation);
      }
    }

    private OperationResult byKernelOfIpv6(RoutingOperation operation) {
      List<Route> after = new ArrayList<>(ipv6Routes);
      Route route = (Route) operation.entry();
      if (operation.kind() == RoutingOperation.Kind.DELETE) {
        after.remove(route);
      } else {
        after.add(route);
      }
      ipv6Routes = ImmutableList.copyOf(after);
      return OperationResult.applied(operation);
    }

    private OperationResult byKernel(RoutingOperation operation) {
      Route route = (Route) operation.entry();
      Interface by = interfaces.get(route.hops().get(0).interfaceName());
      boolean adding = operation.kind() == RoutingOperation.Kind.ADD;
      if (operation.kind() == RoutingOperation.Kind.DELETE) {
        routes.remove(route);
      } else if (by == null || !by.adminUp()) {
        return new OperationResult(operation, Outcome.REFUSED, "ENETDOWN: Device is down");
      } else if (adding && routes.stream().anyMatch(r -> r.metric() == route.metric())) {
        return new OperationResult(operation, Outcome.STALE, "EEXIST");
      } else {
        routes.removeIf(other -> other.metric() == route.metric());
        routes.add(route);
      }
      report(new ReadAgain());
      return OperationResult.applied(operation);
    }

    @Override
    public void close() {
      did("close routes");
    }
  }

  /** Tells of deleted connections at once; there is always one. */
  private final class Tracker implements ConnectionTracker {
    @Override
    public void open() throws IOException {
      ModelHost.this.open("tracker");
    }

    @Override
    public void delete(IpFamily family, ImmutableSet<InetAddress> translatedTo, Report report) {
      did(
          "delete connections of "
              + translatedTo.stream().map(InetAddresses::toAddrString).sorted().toList());
      Throwable failure = failures.get("delete connections");
      report.finished(1, 2_000_000, failure == null ? "" : String.valueOf(failure.getMessage()));
    }

    @Override
    public void close() {
      did("close tracker");
    }
  }

  /** A new interface has the host's own setting, which is to use it. */
  private final class Settings implements InterfaceSettings {
    @Override
    public boolean filtersStrictly(String interfaceName) throws IOException {
      return ModelHost.this.filtersStrictly(interfaceName);
    }

    @Override
    public boolean filtersByMark(String interfaceName) {
      return filtersByMark;
    }

    @Override
    public boolean ignoresLinkdown(UplinkKey uplink) throws IOException {
      synchronized (ModelHost.this) {
        if (failures.get("linkdown") instanceof IOException failure) {
          throw failure;
        } else if (!interfaces.containsKey(uplink.interfaceName())) {
          throw new NoSuchFileException(uplink.interfaceName());
        }
        return linkdownIgnored.contains(uplink);
      }
    }

    @Override
    public void setLinkdownIgnored(UplinkKey uplink, boolean ignored) {
      ModelHost.this.setLinkdownIgnored(uplink.interfaceName(), ignored);
    }
  }
}
