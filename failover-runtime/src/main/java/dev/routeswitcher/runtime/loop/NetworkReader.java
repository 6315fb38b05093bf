package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.NetworkChange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Turns what the kernel shows into engine events: links as they change, everything when it is read
 * again. Used by the owner thread only.
 */
final class NetworkReader {

  private EngineConfig config;
  private final Ports ports;
  private final KernelRouting routing;
  private final Announcer announcer;
  private final Reading linkReading;
  private ImmutableList<FamilyReader> families;
  private final RivalGateways rivals;
  private final LinkBook book;
  private final Map<UplinkKey, Reported> reported = new HashMap<>();

  /** Whether a strict reverse path filter drops replies, by the index of the interface. */
  private final Map<Integer, Boolean> strict = new HashMap<>();

  /** The names by which several uplinks mean the same interface, as last seen; mostly none. */
  private List<String> shared = List.of();

  /** The gateway that a lease was last reported to name. */
  private final Map<UplinkKey, InetAddress> leased = new HashMap<>();

  /** What was last reported of an uplink, and of which interface. */
  private record Reported(int index, LinkStatus status) {
    boolean isAnotherInterfaceThan(Reported other) {
      return status.present() && other.status.present() && index != other.index;
    }
  }

  /**
   * A reader that has read nothing yet.
   *
   * @param lookAgainAt is told when everything is to be read again, by the clock of {@code ports}
   */
  NetworkReader(
      LoopSettings settings,
      Ports ports,
      LinkBook book,
      Announcer announcer,
      LongConsumer lookAgainAt) {
    this.config = settings.engine();
    this.ports = ports;
    this.book = book;
    this.routing = ports.routing();
    this.announcer = announcer;
    this.linkReading = new Reading("links", announcer);
    this.rivals = new RivalGateways(ports, book, lookAgainAt);
    this.families =
        config.families().stream()
            .map(family -> new FamilyReader(family, settings, ports.routing(), rivals, announcer))
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * From now on another configuration is read for; what is to be read should be soon.
   *
   * @return what the engine does not know yet of the links of its uplinks
   */
  List<EngineEvent> configure(LoopSettings settings) {
    config = settings.engine();
    book.configure(interfaceNames(config));
    families =
        config.families().stream()
            .map(family -> readerOf(family, settings))
            .collect(ImmutableList.toImmutableList());
    Set<UplinkKey> uplinks = uplinks(config);
    reported.keySet().retainAll(uplinks);
    leased.keySet().retainAll(uplinks);
    rivals.configure(
        config.families().stream().map(FamilyConfig::family).collect(Collectors.toSet()));
    strict.clear();
    return linkEvents();
  }

  private FamilyReader readerOf(FamilyConfig family, LoopSettings settings) {
    return families.stream()
        .filter(reader -> reader.isFor(family, settings.engine().tables()))
        .findFirst()
        .orElseGet(() -> new FamilyReader(family, settings, routing, rivals, announcer));
  }

  /** What the engine knows of the links, for whoever begins to follow it. */
  List<EngineEvent> known() {
    List<EngineEvent> events = new ArrayList<>();
    reported.forEach((key, its) -> events.add(new EngineEvent.LinkChanged(key, its.status())));
    return events;
  }

  /** The gateways that uplinks can choose from. */
  RivalGateways rivals() {
    return rivals;
  }

  /** What the configuration calls the interfaces of the uplinks, in the order of preference. */
  static ImmutableSet<String> interfaceNames(EngineConfig config) {
    return config.families().stream()
        .flatMap(family -> family.uplinks().stream())
        .map(UplinkConfig::interfaceName)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Every uplink of every family. */
  static ImmutableSet<UplinkKey> uplinks(EngineConfig config) {
    ImmutableSet.Builder<UplinkKey> all = ImmutableSet.builder();
    for (FamilyConfig family : config.families()) {
      family
          .uplinks()
          .forEach(uplink -> all.add(new UplinkKey(family.family(), uplink.interfaceName())));
    }
    return all.build();
  }

  /**
   * The events that changes of the network mean for the uplinks; often none. What becomes of an
   * interface counts at every moment; of the addresses, which may come by the thousand, only what
   * it comes to.
   */
  List<EngineEvent> changed(List<NetworkChange> changes) {
    List<EngineEvent> events = new ArrayList<>();
    boolean unreported = false;
    for (NetworkChange change : changes) {
      boolean ofInterface = !isOfAddress(change);
      if (ofInterface && unreported) {
        events.addAll(linkEvents());
      }
      book.apply(change);
      if (change instanceof NetworkChange.InterfaceGone gone) {
        strict.remove(gone.index());
      }
      unreported = true;
      if (ofInterface) {
        events.addAll(linkEvents());
        unreported = false;
      }
    }
    if (unreported) {
      events.addAll(linkEvents());
    }
    return events;
  }

  private static boolean isOfAddress(NetworkChange change) {
    return change instanceof NetworkChange.AddressSeen
        || change instanceof NetworkChange.AddressGone;
  }

  private String sharedInterface() {
    return String.join(" and ", shared)
        + " are names of the same interface; every uplink needs an interface of its own";
  }

  /**
   * What was read.
   *
   * @param events what is new of links, and what there is of everything else
   * @param complete whether everything could be read
   */
  record Result(List<EngineEvent> events, boolean complete) {}

  /**
   * Reads everything for the first time.
   *
   * @throws IOException if links, or what is needed of a family that was asked for by name, cannot
   *     be read, or two uplinks name the same interface
   */
  Result readFirst() throws IOException {
    book.reset(ports.watch().snapshot());
    shared = book.sharedNames();
    if (!shared.isEmpty()) {
      throw new IOException(sharedInterface());
    }
    List<EngineEvent> read = new ArrayList<>();
    boolean complete = true;
    for (FamilyReader family : families) {
      complete &= family.readFirst(read);
    }
    return result(read, complete);
  }

  /**
   * The parts in which everything is read afresh, in their order. What cannot be read is for the
   * engine as it was seen last; the rest is read all the same. Large tables take their time:
   * between the parts a switch can be made.
   */
  List<Supplier<Result>> parts() {
    List<Supplier<Result>> parts = new ArrayList<>();
    parts.add(this::readLinks);
    for (FamilyReader family : families) {
      parts.add(() -> read(family::readRoutes));
    }
    for (FamilyReader family : families) {
      parts.add(
          () -> {
            strict.clear();
            return read(family::readTables);
          });
    }
    return parts;
  }

  private Result readLinks() {
    Optional<ImmutableList<NetworkChange>> links = linkReading.attempt(ports.watch()::snapshot);
    links.ifPresent(book::reset);
    return new Result(linkEvents(), links.isPresent());
  }

  private Result read(Predicate<List<EngineEvent>> part) {
    List<EngineEvent> read = new ArrayList<>();
    boolean complete = part.test(read);
    return result(read, complete);
  }

  /** The link events last, as they depend on the routes; the engine applies them first. */
  private Result result(List<EngineEvent> read, boolean complete) {
    List<EngineEvent> events = linkEvents();
    events.addAll(leaseEvents(read));
    events.addAll(read);
    return new Result(events, complete);
  }

  /** What the engine does not know yet of leases; they are looked at where routes say nothing. */
  private List<EngineEvent> leaseEvents(List<EngineEvent> read) {
    List<EngineEvent> events = new ArrayList<>();
    for (FamilyConfig family : config.families()) {
      for (EngineEvent event : read) {
        if (family.family() == IpFamily.IPV4
            && event instanceof EngineEvent.RoutesObserved seen
            && seen.family() == IpFamily.IPV4) {
          family.uplinks().forEach(uplink -> reportLease(uplink, seen, events));
        }
      }
    }
    return events;
  }

  private void reportLease(
      UplinkConfig uplink, EngineEvent.RoutesObserved seen, List<EngineEvent> events) {
    String name = uplink.interfaceName();
    UplinkKey key = new UplinkKey(IpFamily.IPV4, name);
    boolean known =
        uplink.gateway() != null
            || seen.routes().stream()
                .anyMatch(route -> !route.isOurs() && route.hopThrough(name).isPresent());
    InetAddress now = known ? null : leasedGateway(key);
    InetAddress before = now == null ? leased.remove(key) : leased.put(key, now);
    if (!Objects.equals(now, before)) {
      events.add(new EngineEvent.GatewayLeased(key, now));
    }
  }

  private @Nullable InetAddress leasedGateway(UplinkKey key) {
    Set<InetAddress> addresses = book.addresses(key);
    return addresses.isEmpty()
        ? null
        : ports
            .leases()
            .gateway(book.kernelName(key.interfaceName()), book.index(key), addresses)
            .orElse(null);
  }

  /** Reads the default routes and the paths to the targets of some families afresh. */
  Result readRoutes(Iterable<IpFamily> which) {
    List<EngineEvent> read = new ArrayList<>();
    boolean complete = true;
    for (IpFamily family : which) {
      for (FamilyReader reader : families) {
        complete &= reader.family() != family || reader.readRoutes(read);
      }
    }
    return new Result(read, complete);
  }

  /** What the engine does not know yet of the links. */
  private List<EngineEvent> linkEvents() {
    warnOfSharedInterface();
    List<EngineEvent> events = new ArrayList<>();
    for (FamilyConfig family : config.families()) {
      for (UplinkConfig uplink : family.uplinks()) {
        UplinkKey key = new UplinkKey(family.family(), uplink.interfaceName());
        report(key, new Reported(book.index(key), status(family, uplink, key)), events);
      }
    }
    return events;
  }

  /** An alternative name may be given to an interface at any time. */
  private void warnOfSharedInterface() {
    List<String> now = book.sharedNames();
    if (!now.equals(shared)) {
      shared = now;
      if (!shared.isEmpty()) {
        announcer.log(Level.WARN, "{}; only {} is used", sharedInterface(), shared.get(0));
      }
    }
  }

  private LinkStatus status(FamilyConfig family, UplinkConfig uplink, UplinkKey key) {
    boolean probeable = routing.leadsOutBy(key, uplink.gateway());
    return book.status(key, probeable, isFilteredStrictly(family, key));
  }

  private boolean isFilteredStrictly(FamilyConfig family, UplinkKey key) {
    int index = book.index(key);
    return index != 0
        && key.family() == IpFamily.IPV4
        && strict.computeIfAbsent(index, any -> filtersWrongly(family, key));
  }

  /**
   * Whether a strict filter drops replies. With tables of our own it does not, unless something
   * leads past them; that shows in where a packet would go that takes the same way back, which is
   * what the filter looks up. To forwarded connections it does, if it does not go by their marks.
   */
  private boolean filtersWrongly(FamilyConfig family, UplinkKey key) {
    String name = key.interfaceName();
    String kernelName = book.kernelName(name);
    try {
      return ports.interfaces().filtersStrictly(kernelName)
          && (!config.tables().probeTables()
              || config.tables().firstMark() != null
                  && !ports.interfaces().filtersByMark(kernelName)
              || book.addresses(key).isEmpty()
              || reader(family).isLedAstray(name, book.addresses(key)));
    } catch (IOException e) {
      announcer.log(Level.DEBUG, "what rp_filter of {} does is not known: {}", name, e.toString());
      return false;
    }
  }

  private FamilyReader reader(FamilyConfig family) {
    return families.get(config.families().indexOf(family));
  }

  private void report(UplinkKey key, Reported now, List<EngineEvent> events) {
    Reported before = reported.put(key, now);
    boolean replaced = before != null && before.isAnotherInterfaceThan(now);
    if (replaced) {
      // However alike, it is a new link: nothing that was seen of the old one holds for it.
      events.add(new EngineEvent.LinkChanged(key, LinkStatus.ABSENT));
    }
    if (replaced || before == null || !before.status().equals(now.status())) {
      events.add(new EngineEvent.LinkChanged(key, now.status()));
    }
  }
}
