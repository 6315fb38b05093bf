package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.netlink.address.AddressFlags;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkInfo;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.watch.MonitorEvent;
import dev.routeswitcher.netlink.watch.MulticastGroup;
import dev.routeswitcher.netlink.watch.ObjectChanged;
import dev.routeswitcher.netlink.watch.RtnetlinkMonitor;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.NetworkChange.Reachability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links and addresses, and events of them, of routes, of rules and of some neighbours, by
 * rtnetlink.
 *
 * <p>Events of links have a socket and a thread of their own: of addresses, routes and rules there
 * may be thousands at a time, and a lost carrier waits behind none of them.
 *
 * <p>Events of neighbours are subscribed to when the first is attended to. A LAN of thousands has
 * many: those of others go no further than a look at their key.
 */
public final class NetlinkLinkWatch implements LinkWatch {

  private static final Logger log = LoggerFactory.getLogger(NetlinkLinkWatch.class);

  private static final ImmutableList<MulticastGroup> GROUPS =
      ImmutableList.of(
          MulticastGroup.IPV4_ADDRESS,
          MulticastGroup.IPV4_ROUTE,
          MulticastGroup.IPV4_RULE,
          MulticastGroup.IPV6_ADDRESS,
          MulticastGroup.IPV6_ROUTE,
          MulticastGroup.IPV6_RULE);

  private static final Duration LONGEST_CLOSE = Duration.ofMillis(500);

  /** Closing wakes the watch; this only bounds one wait. */
  private static final Duration LONG = Duration.ofHours(1);

  private static final ImmutableList<NeighbourState> VALID =
      ImmutableList.of(
          NeighbourState.REACHABLE,
          NeighbourState.STALE,
          NeighbourState.DELAY,
          NeighbourState.NOARP,
          NeighbourState.PERMANENT);

  /** What the kernel knows a neighbour by. */
  private record Key(int interfaceIndex, IpAddress address) {}

  private final SharedRtnetlink shared;
  private boolean neighboursJoined;
  private volatile ImmutableMap<Key, Neighbour> attended = ImmutableMap.of();
  private @Nullable RtnetlinkClient client;
  private @Nullable RtnetlinkMonitor monitor;
  private final List<RtnetlinkMonitor> monitors = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /** For each thread, whether it has taken a turn since it was woken last. */
  private final List<AtomicBoolean> turned = new ArrayList<>();

  @Inject
  public NetlinkLinkWatch(SharedRtnetlink shared) {
    this.shared = shared;
  }

  @Override
  public void open(Consumer<NetworkChange> sink) throws IOException {
    neighboursJoined = false;
    client = shared.acquire();
    RtnetlinkMonitor links = watch(ImmutableList.of(MulticastGroup.LINK));
    RtnetlinkMonitor others = watch(GROUPS);
    monitor = others;
    start("route-switcher-links", links, sink);
    start("route-switcher-watch", others, sink);
  }

  private RtnetlinkMonitor watch(ImmutableList<MulticastGroup> groups) throws IOException {
    RtnetlinkMonitor opened = RtnetlinkMonitor.open(groups);
    monitors.add(opened);
    return opened;
  }

  private void start(String name, RtnetlinkMonitor events, Consumer<NetworkChange> sink) {
    AtomicBoolean turn = new AtomicBoolean(true);
    turned.add(turn);
    Thread listener = new Thread(() -> listen(events, sink, turn), name);
    listener.setDaemon(true);
    threads.add(listener);
    listener.start();
  }

  private void listen(RtnetlinkMonitor monitor, Consumer<NetworkChange> sink, AtomicBoolean turn) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        monitor.next(LONG).ifPresent(event -> report(event, sink));
        turn.set(true);
      }
    } catch (NetlinkClosedException e) {
      log.debug("watch closed");
    } catch (NetlinkException e) {
      sink.accept(new NetworkChange.WatchFailed(e));
    } catch (Throwable e) {
      sink.accept(new NetworkChange.WatchFailed(new IOException("watch failed: " + e, e)));
    }
  }

  private void report(MonitorEvent event, Consumer<NetworkChange> sink) {
    try {
      Optional<NetworkChange> change = change(event);
      if (change.isPresent()) {
        log.debug("event {}", event);
        sink.accept(change.get());
      }
    } catch (MalformedMessageException e) {
      log.warn("event with a malformed attribute, reading everything again: {}", e.getMessage());
      sink.accept(new NetworkChange.ReadAgain());
    }
  }

  private Optional<NetworkChange> change(MonitorEvent event) {
    if (event instanceof ObjectChanged changed) {
      boolean there = changed.change() == ObjectChanged.Change.NEW;
      if (changed.object() instanceof LinkMessage link) {
        return there ? seen(link) : gone(link);
      } else if (changed.object() instanceof AddressMessage address) {
        return there ? seen(address) : gone(address);
      } else if (changed.object() instanceof NeighbourMessage neighbour) {
        return there ? seen(neighbour) : Optional.empty();
      }
    }
    return Optional.of(new NetworkChange.ReadAgain());
  }

  @Override
  public ImmutableList<NetworkChange.NeighbourSeen> attend(ImmutableSet<Neighbour> neighbours)
      throws IOException {
    RtnetlinkClient open = client;
    RtnetlinkMonitor events = monitor;
    if (open == null || events == null) {
      throw new IllegalStateException("the watch is not open");
    }
    ImmutableMap.Builder<Key, Neighbour> keys = ImmutableMap.builder();
    for (Neighbour neighbour : neighbours) {
      int index = indexOf(open, neighbour.interfaceName());
      if (index != 0) {
        keys.put(new Key(index, IpAddress.of(neighbour.address())), neighbour);
      }
    }
    attended = keys.buildOrThrow();
    if (!attended.isEmpty() && !neighboursJoined) {
      events.join(MulticastGroup.NEIGHBOUR);
      neighboursJoined = true;
    }
    ImmutableList.Builder<NetworkChange.NeighbourSeen> seen = ImmutableList.builder();
    for (Map.Entry<Key, Neighbour> each : attended.entrySet()) {
      seen.add(new NetworkChange.NeighbourSeen(each.getValue(), look(open, each.getKey())));
    }
    return seen.build();
  }

  /** The index of an interface, or 0 if there is none of that name. */
  private static int indexOf(RtnetlinkClient client, String name) throws NetlinkException {
    try {
      return client.links().get(name).index();
    } catch (NetlinkException e) {
      if (e.is(Errno.ENODEV)) {
        return 0;
      }
      throw e;
    }
  }

  private static Reachability look(RtnetlinkClient client, Key key) throws IOException {
    try {
      return reachability(client.neighbours().get(key.interfaceIndex(), key.address()));
    } catch (NetlinkException e) {
      if (e.errno().isPresent()) {
        return Reachability.UNDECIDED; // There is none, or the kernel is too old to be asked.
      }
      throw e;
    } catch (MalformedMessageException e) {
      throw new IOException("neighbour that cannot be read: " + e.getMessage(), e);
    }
  }

  private static Reachability reachability(NeighbourMessage neighbour) {
    if (neighbour.state().has(NeighbourState.FAILED)) {
      return Reachability.UNREACHABLE;
    } else if (neighbour.state().has(NeighbourState.PROBE)) {
      return Reachability.ASKED_AGAIN;
    }
    return VALID.stream().anyMatch(neighbour.state()::has)
        ? Reachability.REACHABLE
        : Reachability.UNDECIDED;
  }

  private Optional<NetworkChange> seen(NeighbourMessage message) {
    ImmutableMap<Key, Neighbour> wanted = attended;
    return message
        .destination()
        .map(address -> wanted.get(new Key(message.interfaceIndex(), address)))
        .map(neighbour -> new NetworkChange.NeighbourSeen(neighbour, reachability(message)));
  }

  @Override
  public ImmutableList<NetworkChange> snapshot() throws IOException {
    RtnetlinkClient open = client;
    if (open == null) {
      throw new IllegalStateException("the watch is not open");
    }
    try {
      ImmutableList.Builder<NetworkChange> all = ImmutableList.builder();
      for (LinkMessage link : open.links().list()) {
        seen(link).ifPresent(all::add);
      }
      for (AddressMessage address : open.addresses().list(AddressFamily.UNSPEC)) {
        seen(address).ifPresent(all::add);
      }
      return all.build();
    } catch (MalformedMessageException e) {
      throw new IOException("link or address that cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<NetworkChange> seen(LinkMessage link) {
    return isOfTheLinkItself(link)
        ? link.name()
            .map(
                name ->
                    new NetworkChange.InterfaceSeen(
                        link.index(),
                        name,
                        ImmutableSet.copyOf(link.alternativeNames()),
                        vrf(link),
                        link.isUp(),
                        link.isLowerUp()))
        : Optional.empty();
  }

  private static int vrf(LinkMessage link) {
    boolean member = link.info().flatMap(LinkInfo::portKind).filter("vrf"::equals).isPresent();
    return member ? link.master().orElse(0) : 0;
  }

  private static Optional<NetworkChange> gone(LinkMessage link) {
    return isOfTheLinkItself(link)
        ? Optional.of(new NetworkChange.InterfaceGone(link.index()))
        : Optional.empty();
  }

  /** A bridge reports its ports by link messages of its own family: no link comes or goes then. */
  private static boolean isOfTheLinkItself(LinkMessage link) {
    return link.family().equals(AddressFamily.UNSPEC);
  }

  private static Optional<NetworkChange> seen(AddressMessage message) {
    AddressFlags flags = message.flags();
    boolean usable =
        message.scope().equals(RouteScope.UNIVERSE)
            && !flags.has(AddressFlags.TENTATIVE)
            && !flags.has(AddressFlags.DADFAILED);
    return address(message)
        .map(
            address ->
                new NetworkChange.AddressSeen(
                    message.interfaceIndex(), address, usable, flags.has(AddressFlags.DEPRECATED)));
  }

  private static Optional<NetworkChange> gone(AddressMessage message) {
    return address(message)
        .map(address -> new NetworkChange.AddressGone(message.interfaceIndex(), address));
  }

  private static Optional<InterfaceAddress> address(AddressMessage message) {
    Optional<IpAddress> own = message.own();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    IpAddress network = message.address().orElse(own.get());
    return Optional.of(
        new InterfaceAddress(
            own.get().toInetAddress(), network.toInetAddress(), message.prefixLength()));
  }

  @Override
  public boolean isTurning() {
    boolean all = !turned.isEmpty() && turned.stream().allMatch(AtomicBoolean::get);
    if (all) {
      turned.forEach(turn -> turn.set(false));
      monitors.forEach(RtnetlinkMonitor::wake);
    }
    return all;
  }

  /** Ends the threads too: they may wait in the sink, or in a monitor. */
  @Override
  public void close() {
    monitor = null;
    monitors.forEach(RtnetlinkMonitor::close);
    monitors.clear();
    threads.forEach(Thread::interrupt);
    threads.forEach(ended -> Uninterruptibles.joinUninterruptibly(ended, LONGEST_CLOSE));
    threads.clear();
    turned.clear();
    if (client != null) {
      client = null;
      shared.release();
    }
  }
}
