package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.netlink.address.AddressFlags;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.NetlinkClosedException;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.watch.MonitorEvent;
import dev.routeswitcher.netlink.watch.MulticastGroup;
import dev.routeswitcher.netlink.watch.ObjectChanged;
import dev.routeswitcher.netlink.watch.RtnetlinkMonitor;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.NetworkChange;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Links and addresses, and events of them, of routes and of rules, by rtnetlink. */
public final class NetlinkLinkWatch implements LinkWatch {

  private static final Logger log = LoggerFactory.getLogger(NetlinkLinkWatch.class);

  private static final ImmutableList<MulticastGroup> GROUPS =
      ImmutableList.of(
          MulticastGroup.LINK,
          MulticastGroup.IPV4_ADDRESS,
          MulticastGroup.IPV4_ROUTE,
          MulticastGroup.IPV4_RULE,
          MulticastGroup.IPV6_ADDRESS,
          MulticastGroup.IPV6_ROUTE,
          MulticastGroup.IPV6_RULE);

  private static final Duration LONGEST_CLOSE = Duration.ofMillis(500);

  /** Closing wakes the watch; this only bounds one wait. */
  private static final Duration LONG = Duration.ofHours(1);

  private final SharedRtnetlink shared;
  private @Nullable RtnetlinkClient client;
  private @Nullable RtnetlinkMonitor monitor;
  private @Nullable Thread thread;

  @Inject
  public NetlinkLinkWatch(SharedRtnetlink shared) {
    this.shared = shared;
  }

  @Override
  public void open(Consumer<NetworkChange> sink) throws IOException {
    RtnetlinkMonitor opened = RtnetlinkMonitor.open(GROUPS);
    monitor = opened;
    client = shared.acquire();
    Thread listener = new Thread(() -> listen(opened, sink), "route-switcher-watch");
    listener.setDaemon(true);
    thread = listener;
    listener.start();
  }

  private static void listen(RtnetlinkMonitor monitor, Consumer<NetworkChange> sink) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        monitor.next(LONG).ifPresent(event -> report(event, sink));
      }
    } catch (NetlinkClosedException e) {
      log.debug("watch closed");
    } catch (NetlinkException e) {
      sink.accept(new NetworkChange.WatchFailed(e));
    } catch (Throwable e) {
      sink.accept(new NetworkChange.WatchFailed(new IOException("watch failed: " + e, e)));
    }
  }

  private static void report(MonitorEvent event, Consumer<NetworkChange> sink) {
    try {
      log.debug("event {}", event);
      change(event).ifPresent(sink);
    } catch (MalformedMessageException e) {
      log.warn("event with a malformed attribute, reading everything again: {}", e.getMessage());
      sink.accept(new NetworkChange.ReadAgain());
    }
  }

  private static Optional<NetworkChange> change(MonitorEvent event) {
    if (event instanceof ObjectChanged changed) {
      boolean there = changed.change() == ObjectChanged.Change.NEW;
      if (changed.object() instanceof LinkMessage link) {
        return there ? seen(link) : gone(link);
      } else if (changed.object() instanceof AddressMessage address) {
        return there ? seen(address) : gone(address);
      }
    }
    return Optional.of(new NetworkChange.ReadAgain());
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
                        link.index(), name, link.isUp(), link.isLowerUp()))
        : Optional.empty();
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

  /** Ends the thread too: it may wait in the sink, or in the monitor. */
  @Override
  public void close() {
    if (monitor != null) {
      monitor.close();
      monitor = null;
    }
    if (thread != null) {
      thread.interrupt();
      Uninterruptibles.joinUninterruptibly(thread, LONGEST_CLOSE);
      thread = null;
    }
    if (client != null) {
      client = null;
      shared.release();
    }
  }
}
