package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.Decision.Notice;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.loop.NoticeLog;
import dev.routeswitcher.runtime.loop.NoticeQueue;
import dev.routeswitcher.runtime.loop.SwitcherLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A running uplink failover: a handle on the thread that probes, decides and switches.
 *
 * <p>It installs no shutdown hook and no signal handler and keeps no global state. All methods may
 * be called by any thread.
 */
public final class RouteSwitcher implements AutoCloseable {

  private static final long CLOSE_MILLIS = 1500;
  private static final long DELIVERY_MILLIS = 200;

  private final SwitcherLoop loop;
  private final List<NoticeQueue> queues;
  private final Thread owner;
  private final CompletableFuture<Void> termination = new CompletableFuture<>();

  private RouteSwitcher(SwitcherLoop loop, List<NoticeQueue> queues) {
    this.loop = loop;
    this.queues = queues;
    this.owner = new Thread(this::work, "route-switcher");
  }

  /** Begins a configuration. */
  public static RouteSwitcherBuilder builder() {
    return new RouteSwitcherBuilder();
  }

  static RouteSwitcher start(LoopSettings settings, @Nullable SwitcherListener listener)
      throws StartException {
    List<NoticeQueue> queues = new ArrayList<>();
    queues.add(
        new NoticeQueue(
            "route-switcher-log", new NoticeLog(LoggerFactory.getLogger(RouteSwitcher.class))));
    if (listener != null) {
      queues.add(new NoticeQueue("route-switcher-listener", receiver(listener)));
    }
    SwitcherLoop loop =
        new SwitcherLoop(
            settings,
            DaggerLinuxPorts.create().ports(),
            notice -> queues.forEach(queue -> queue.offer(notice)));
    try {
      loop.open();
    } catch (IOException e) {
      queues.forEach(queue -> queue.close(DELIVERY_MILLIS));
      throw new StartException(e);
    }
    RouteSwitcher switcher = new RouteSwitcher(loop, queues);
    switcher.owner.start();
    return switcher;
  }

  private static NoticeQueue.Receiver receiver(SwitcherListener listener) {
    return new NoticeQueue.Receiver() {
      @Override
      public void onNotice(Notice notice) {
        listener.onNotice(notice);
      }

      @Override
      public void onNoticesDropped(long count) {
        listener.onNoticesDropped(count);
      }
    };
  }

  private void work() {
    try {
      loop.run();
      termination.complete(null);
    } catch (IOException | RuntimeException | Error e) {
      termination.completeExceptionally(e);
    } finally {
      queues.forEach(queue -> queue.close(DELIVERY_MILLIS));
    }
  }

  /**
   * The interface that is to carry the family's traffic; empty until the first decision, at most
   * the boot window after start, and for a family that is not managed.
   */
  public Optional<String> activeInterface(AddressFamily family) {
    return loop.wanted(family);
  }

  /**
   * Completes when the switcher has ended: normally after {@link #close}, exceptionally if it could
   * not go on. In the latter case the routes stay as they were.
   */
  public CompletableFuture<Void> termination() {
    return termination.copy();
  }

  /**
   * Stops the switcher and leaves the routes as the {@link ExitPolicy} says. Waits for that at most
   * two seconds; does nothing the second time.
   */
  @Override
  public void close() {
    loop.stop();
    if (Thread.currentThread() == owner) {
      return;
    }
    try {
      termination.handle((done, failure) -> true).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
      owner.join(2 * DELIVERY_MILLIS);
    } catch (TimeoutException e) {
      LoggerFactory.getLogger(RouteSwitcher.class).error("the switcher does not come to an end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("handle() never fails", e);
    }
  }
}
