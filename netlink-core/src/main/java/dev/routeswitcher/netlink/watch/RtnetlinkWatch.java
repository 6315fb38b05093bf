package dev.routeswitcher.netlink.watch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.DumpInterruptedException;
import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.NetlinkInterruptedException;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.link.LinkFlags;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.SocketOptions;
import dev.routeswitcher.netlink.watch.MonitorEvent.Resync;
import dev.routeswitcher.netlink.watch.ObjectChanged.Change;
import dev.routeswitcher.netlink.watch.WatchEvent.Snapshot;
import dev.routeswitcher.netlink.watch.WatchEvent.Stale;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a snapshot, then each change, to the thread that calls {@link #next}: first a {@link
 * Snapshot}, then {@link ObjectChanged} after {@link ObjectChanged}, and whenever changes were lost
 * a new snapshot. A {@link Mirror} applies them.
 *
 * <p>A snapshot is consistent: every change from before it is in it, and none of them follows. (Two
 * exceptions: where several IPv4 routes have one key, because someone appended, and the first is
 * replaced and deleted during the listing itself, the others may be missing from it; and an IPv4
 * route too large for a listing hides those behind it, as {@link
 * dev.routeswitcher.netlink.client.Routes#list} says.)
 *
 * <p>Changes wait in the receive buffer alone. When that was full there is a new snapshot, and also
 * when the kernel changes things without an event: with a link that goes down, or loses or gets its
 * carrier, and with an IPv4 address that goes, routes and next hop objects go or change silently.
 *
 * <p>One thread at a time may call {@link #next}; {@link #close} may be called from any thread, and
 * a waiting {@link #next} then throws {@link NetlinkClosedException}.
 */
public final class RtnetlinkWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RtnetlinkWatch.class);

  private final RtnetlinkMonitor monitor;
  private final RtnetlinkClient client;
  private final ImmutableSet<Watched> watched;
  private final boolean someChangeSilently;

  /** What of each link's flags routes depend on, if any are watched. */
  private final Map<Integer, Long> linkStates = new HashMap<>();

  private @Nullable String resync = "start";

  private RtnetlinkWatch(
      RtnetlinkMonitor monitor, RtnetlinkClient client, Collection<Watched> watched) {
    this.monitor = monitor;
    this.client = client;
    this.watched = ImmutableSet.copyOf(watched);
    this.someChangeSilently = someChangeSilently(watched);
  }

  /**
   * A watch of the network namespace that the calling thread is in.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static RtnetlinkWatch open(Collection<Watched> watched) throws NetlinkSocketException {
    return open(
        SocketOptions.DEFAULT.receiveBuffer(RtnetlinkMonitor.DEFAULT_RECEIVE_BUFFER), watched);
  }

  /**
   * A watch whose sockets are opened with these options, such as in another network namespace. The
   * receive buffer is what changes wait in.
   *
   * @throws NetlinkSocketException if no netlink socket can be had
   */
  public static RtnetlinkWatch open(SocketOptions options, Collection<Watched> watched)
      throws NetlinkSocketException {
    RtnetlinkMonitor monitor = RtnetlinkMonitor.open(options, groups(watched));
    try {
      return over(monitor, RtnetlinkClient.open(options.receiveBuffer(0)), watched);
    } catch (NetlinkSocketException e) {
      monitor.close();
      throw e;
    }
  }

  /**
   * A watch over a monitor of its {@link #groups} and a client, which it closes when it is closed.
   */
  public static RtnetlinkWatch over(
      RtnetlinkMonitor monitor, RtnetlinkClient client, Collection<Watched> watched) {
    return new RtnetlinkWatch(monitor, client, watched);
  }

  /** The multicast groups that a watch needs. */
  public static ImmutableSet<MulticastGroup> groups(Collection<Watched> watched) {
    ImmutableSet.Builder<MulticastGroup> groups = ImmutableSet.builder();
    watched.forEach(kind -> groups.add(kind.group()));
    if (someChangeSilently(watched)) {
      groups.add(MulticastGroup.LINK, MulticastGroup.IPV4_ADDRESS);
    }
    return groups.build();
  }

  private static boolean someChangeSilently(Collection<Watched> watched) {
    return watched.stream().anyMatch(Watched::changeSilently);
  }

  /** The size of the receive buffer that changes wait in, in bytes, as the kernel accounts it. */
  public int receiveBufferSize() {
    return monitor.receiveBufferSize();
  }

  /**
   * The next event, of which the first is a snapshot unless that is {@link Stale}; empty if nothing
   * changed in time, so that all that was delivered holds.
   *
   * @param timeout how long to wait at most; the listings of a snapshot may take longer
   * @throws NetlinkClosedException if the watch is or gets closed
   * @throws NetlinkInterruptedException if the thread is or gets interrupted
   * @throws NetlinkException if a socket fails, or a listing is refused or not answered; the next
   *     call begins with a snapshot
   */
  public Optional<WatchEvent> next(Duration timeout) throws NetlinkException {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    while (true) {
      if (resync != null) {
        return Optional.of(snapshotBy(deadline, resync));
      }
      Duration remaining = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      Optional<MonitorEvent> event = monitor.next(remaining);
      if (event.isEmpty()) {
        return Optional.empty();
      } else if (event.get() instanceof Resync lost) {
        resync = lost.reason();
      } else if (event.get() instanceof ObjectChanged changed) {
        resync = silentChange(changed);
        if (isWatched(changed.object())) {
          return Optional.of(changed);
        }
      }
    }
  }

  private WatchEvent snapshotBy(long deadline, String reason) throws NetlinkException {
    do {
      ImmutableList<RtnetlinkMessage> objects = snapshot();
      if (objects != null) {
        resync = null;
        return new Snapshot(reason, objects);
      }
    } while (deadline - System.nanoTime() > 0);
    return new Stale(reason);
  }

  /**
   * How everything is once all that was queued when the listings ended is applied; null if that is
   * not known.
   */
  private @Nullable ImmutableList<RtnetlinkMessage> snapshot() throws NetlinkException {
    monitor.dropQueued();
    ImmutableList.Builder<RtnetlinkMessage> listing = ImmutableList.builder();
    try {
      listLinks();
      for (Watched kind : watched) {
        listing.addAll(kind.list(client));
      }
    } catch (DumpInterruptedException e) {
      log.debug("snapshot tried again: {}", e.getMessage());
      return null;
    }
    return withQueued(listing.build());
  }

  /**
   * Comes first: the kernel reports a link before it does what follows from it, and lists links
   * only when it is through with that.
   */
  private void listLinks() throws NetlinkException {
    if (someChangeSilently) {
      linkStates.clear();
      client.links().list().forEach(link -> linkStates.put(link.index(), state(link)));
    }
  }

  private @Nullable ImmutableList<RtnetlinkMessage> withQueued(
      ImmutableList<RtnetlinkMessage> listing) throws NetlinkException {
    Mirror mirror = null;
    int most = monitor.mostQueued();
    for (int i = 0; i < most; i++) {
      Optional<MonitorEvent> event = monitor.next(Duration.ZERO);
      if (event.isEmpty()) {
        break;
      }
      if (!(event.get() instanceof ObjectChanged changed) || silentChange(changed) != null) {
        log.debug("snapshot tried again: {}", event.get());
        return null;
      }
      if (isWatched(changed.object())) {
        if (mirror == null) {
          mirror = new Mirror();
          mirror.apply(new Snapshot("", listing));
        }
        mirror.apply(changed);
      }
    }
    return mirror == null ? listing : mirror.objects();
  }

  private boolean isWatched(RtnetlinkMessage object) {
    return watched.stream().anyMatch(kind -> kind.includes(object));
  }

  /** Why the kernel has changed things without an event; null if it has not. */
  private @Nullable String silentChange(ObjectChanged changed) {
    if (!someChangeSilently) {
      return null;
    }
    boolean gone = changed.change() == Change.DELETED;
    if (changed.object() instanceof LinkMessage link && Watched.LINKS.includes(link)) {
      Long before =
          gone ? linkStates.remove(link.index()) : linkStates.put(link.index(), state(link));
      boolean changes = before != null && (gone || before != state(link));
      return changes ? "link " + link.name().orElse("if" + link.index()) + " changed" : null;
    }
    return gone && changed.object() instanceof AddressMessage address
        ? "address " + address.own().map(Object::toString).orElse("?") + " went"
        : null;
  }

  /**
   * The flags that routes depend on. A lost carrier shows in LOWER_UP at once, in RUNNING when the
   * routes follow, up to a second later.
   */
  private static long state(LinkMessage link) {
    return link.flags().bits() & (LinkFlags.UP | LinkFlags.LOWER_UP | LinkFlags.RUNNING);
  }

  @Override
  public void close() {
    monitor.close();
    client.close();
  }
}
