package dev.routeswitcher.runtime;

import com.google.common.base.Throwables;
import dev.routeswitcher.engine.route.Route;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A running uplink failover: a handle on the thread that probes, decides and switches.
 *
 * <p>It installs no shutdown hook and no signal handler and keeps no global state. All methods may
 * be called by any thread. Its thread {@code route-switcher} keeps the JVM alive until {@link
 * #close}.
 */
public final class RouteSwitcher extends SwitcherHandle {

  private static final Logger log = LoggerFactory.getLogger(RouteSwitcher.class);

  /** How long {@link #close} waits for the routes; then the receivers have what is left of 2 s. */
  private static final long CLOSE_MILLIS = 2000 - Announcements.longestCloseMillis();

  private final Thread owner = new Thread(this::work, "route-switcher");
  private final CompletableFuture<Void> termination = new CompletableFuture<>();

  private RouteSwitcher(DrivenSwitcher driven) {
    super(driven);
  }

  /** Begins a configuration. */
  public static RouteSwitcherBuilder builder() {
    return new RouteSwitcherBuilder();
  }

  static RouteSwitcher start(DrivenSwitcher opened) {
    RouteSwitcher switcher = new RouteSwitcher(opened);
    try {
      switcher.owner.start();
    } catch (Throwable noThread) {
      opened.abandon();
      throw noThread;
    }
    return switcher;
  }

  private void work() {
    try {
      loop.run();
      termination.complete(null);
    } catch (Throwable e) {
      report(e);
      termination.completeExceptionally(e);
    } finally {
      announcements.close();
    }
  }

  private void report(Throwable failure) {
    announcements.log(
        Level.ERROR,
        "ended by a failure; the routes stay as they are: {}; remedy=\"start it again\"",
        words(failure));
    announcements.log(Level.DEBUG, "the failure", failure);
  }

  /** The causes, from the outermost on; what repeats its cause says it once. */
  private static String words(Throwable failure) {
    StringBuilder words = new StringBuilder();
    for (Throwable cause : Throwables.getCausalChain(failure)) {
      String message = cause.getMessage();
      String text = cause instanceof IOException && message != null ? message : cause.toString();
      if (words.indexOf(text) < 0) {
        words.append(words.isEmpty() ? "" : ": ").append(text);
      }
    }
    return words.toString();
  }

  /**
   * Completes when the switcher has ended: normally after {@link #close}, exceptionally if it could
   * not go on. In the latter case the routes stay as they were, and a line of the log at ERROR has
   * said so. What is chained to it runs on the switcher's thread.
   */
  public CompletableFuture<Void> termination() {
    return termination.copy();
  }

  /**
   * Stops the switcher and leaves the routes as the {@link ExitPolicy} says.
   *
   * <p>Waits until that is done and everything was delivered to the listener, at most two seconds:
   * if {@link #termination} is not complete then, the host is slow or the kernel hangs. The
   * switcher goes on until its rules and routes are gone, on its own thread; a line of the log at
   * WARN says so and what to do if it never ends. A listener may call this too; it then only waits
   * for the routes. Does nothing more the second time. A thread that is interrupted does not wait,
   * but the switcher stops all the same.
   */
  @Override
  public void close() {
    loop.stop();
    if (Thread.currentThread() == owner) {
      return;
    }
    try {
      termination.handle((done, failure) -> true).get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
      if (!announcements.deliverOnThisThread()) {
        owner.join(Announcements.longestCloseMillis());
      }
    } catch (TimeoutException e) {
      log.warn(
          "the stop takes its time; rules and routes stay until it is done; remedy=\"wait; if it"
              + " hangs: ip rule flush protocol {}; ip route flush table all proto {}; likewise ip"
              + " -6\"",
          Route.PROTOCOL,
          Route.PROTOCOL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("handle() never fails", e);
    }
  }
}
