package dev.routeswitcher.runtime.linux;

import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.netlink.client.BatchResult;
import dev.routeswitcher.netlink.client.ConntrackClient;
import dev.routeswitcher.netlink.client.ConntrackFilter;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatus;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * The connection tracker by ctnetlink, on a thread of its own: a router may have hundreds of
 * thousands of connections.
 */
public final class NetlinkConnectionTracker implements ConnectionTracker {

  private static final int LONGEST_QUEUE = 16;
  private static final int DELETED_AT_ONCE = 512;
  private static final long CLOSE_MILLIS = 300;

  private @Nullable ThreadPoolExecutor thread;

  /** Guarded by this, as {@code closed}. */
  private @Nullable ConntrackClient client;

  private boolean closed;

  private final ThreadFactory threads;

  @Inject
  public NetlinkConnectionTracker() {
    this(
        work -> {
          Thread worker = new Thread(work, "route-switcher-conntrack");
          worker.setDaemon(true);
          return worker;
        });
  }

  NetlinkConnectionTracker(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Asks how many connections there are, which needs what deleting them needs. */
  @Override
  public void open() throws IOException {
    synchronized (this) {
      closed = false;
    }
    thread =
        new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LONGEST_QUEUE), threads);
    try {
      client().statistics();
    } catch (NetlinkException e) {
      throw new IOException(words(e), e);
    }
  }

  /** One whose socket could not be had at first is asked for again: a module may come later. */
  synchronized ConntrackClient client() throws IOException {
    if (closed) {
      throw new IOException("the switcher is closed");
    } else if (client == null) {
      try {
        client = ConntrackClient.open();
      } catch (NetlinkSocketException e) {
        throw new IOException(
            e.errno().equals(Errno.EPROTONOSUPPORT) ? "the kernel tracks none" : e.getMessage(), e);
      }
    }
    return client;
  }

  private static String words(NetlinkException e) {
    if (e.is(Errno.EPERM)) {
      return "not permitted (EPERM); run as root or grant CAP_NET_ADMIN";
    } else if (e.is(Errno.EINVAL) || e.is(Errno.EOPNOTSUPP)) {
      return "the kernel tracks none, or nf_conntrack_netlink is not loaded";
    }
    return String.valueOf(e.getMessage());
  }

  @Override
  public void delete(IpFamily family, ImmutableSet<InetAddress> translatedTo, Report report) {
    ThreadPoolExecutor by = thread;
    if (by == null) {
      throw new IllegalStateException("the tracker is not open");
    }
    Runnable deletion = () -> new Deletion(family, translatedTo).run(report);
    try {
      by.execute(deletion);
    } catch (RejectedExecutionException e) {
      report.finished(0, 0, "earlier ones are still being deleted");
    } catch (OutOfMemoryError noThread) {
      by.remove(deletion); // or else the next thread would run it as well
      report.finished(0, 0, String.valueOf(noThread.getMessage()));
    }
  }

  /** Ends it in the middle if it does not end by itself in time. */
  @Override
  public void close() {
    if (thread != null) {
      thread.shutdown();
      boolean ended =
          Uninterruptibles.awaitTerminationUninterruptibly(
              thread, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
      if (!ended) {
        thread.shutdownNow();
      }
      thread = null;
    }
    synchronized (this) {
      closed = true;
      if (client != null) {
        client.close();
        client = null;
      }
    }
  }

  /**
   * One order to delete. Entries are deleted as they are listed, so that few are held at a time.
   */
  private final class Deletion {
    private final IpFamily family;
    private final Set<IpAddress> addresses;
    private final List<ConntrackMessage> found = new ArrayList<>();
    private long deleted;
    private String fault = "";

    Deletion(IpFamily family, Set<InetAddress> translatedTo) {
      this.family = family;
      this.addresses = translatedTo.stream().map(IpAddress::of).collect(Collectors.toSet());
    }

    void run(Report report) {
      long begun = System.nanoTime();
      try {
        ConntrackClient connections = client();
        connections.visit(filter(), entry -> take(connections, entry));
        deleteFound(connections);
      } catch (NetlinkException e) {
        fault = words(e);
      } catch (IOException | UncheckedIOException | MalformedMessageException e) {
        fault = String.valueOf(e.getMessage());
      }
      report.finished(deleted, System.nanoTime() - begun, fault);
    }

    private ConntrackFilter filter() {
      ConntrackFilter translated =
          ConntrackFilter.of(RoutingTranslation.toNetlink(family))
              .status(ConntrackStatus.SOURCE_NAT);
      return addresses.size() == 1
          ? translated.replyDestination(addresses.iterator().next())
          : translated;
    }

    private void take(ConntrackClient connections, ConntrackMessage entry) {
      if (isPinned(entry)) {
        found.add(entry.key());
        if (found.size() == DELETED_AT_ONCE) {
          deleteFound(connections);
        }
      }
    }

    /** Where the source is translated, the answers go to what it is translated to. */
    private boolean isPinned(ConntrackMessage entry) {
      return entry
          .reply()
          .destination()
          .filter(addresses::contains)
          .filter(address -> !entry.original().source().equals(Optional.of(address)))
          .isPresent();
    }

    private void deleteFound(ConntrackClient connections) {
      try {
        BatchResult result = connections.deleteAll(found);
        deleted += result.applied();
        for (BatchResult.Failure failure : result.failures()) {
          if (!failure.reason().is(Errno.ENOENT) && fault.isEmpty()) {
            fault = words(failure.reason());
          }
        }
      } catch (NetlinkException e) {
        throw new UncheckedIOException(words(e), e);
      } finally {
        found.clear();
      }
    }
  }
}
