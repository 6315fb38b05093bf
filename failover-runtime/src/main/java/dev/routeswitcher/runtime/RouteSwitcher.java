package dev.routeswitcher.runtime;

import com.google.common.base.Throwables;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.loop.SwitcherLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running uplink failover: a handle on the thread that probes, decides and switches.
 *
 * <p>It installs no shutdown hook and no signal handler and keeps no global state. All methods may
 * be called by any thread. Its thread {@code route-switcher} keeps the JVM alive until {@link
 * #close}.
 */
public final class RouteSwitcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RouteSwitcher.class);

  /** How long {@link #close} waits for the routes; then the receivers have what is left of 2 s. */
  private static final long CLOSE_MILLIS = 2000 - Announcements.longestCloseMillis();

  private final SwitcherLoop loop;
  private final Announcements announcements;
  private final Overrides overrides;
  private final Thread owner;
  private final CompletableFuture<Void> termination = new CompletableFuture<>();

  private RouteSwitcher(SwitcherLoop loop, Announcements announcements, Overrides overrides) {
    this.loop = loop;
    this.announcements = announcements;
    this.overrides = overrides;
    this.owner = new Thread(this::work, "route-switcher");
  }

  /** Begins a configuration. */
  public static RouteSwitcherBuilder builder() {
    return new RouteSwitcherBuilder();
  }

  static RouteSwitcher start(
      LoopSettings settings, @Nullable SwitcherListener listener, @Nullable Path trace)
      throws StartException {
    Ports ports;
    try {
      ports = DaggerLinuxPorts.create().ports();
    } catch (UnsupportedOperationException | LinkageError e) {
      throw new StartException(e);
    }
    return start(settings, ports, listener, trace);
  }

  static RouteSwitcher start(
      LoopSettings settings, Ports ports, @Nullable SwitcherListener listener)
      throws StartException {
    return start(settings, ports, listener, null);
  }

  static RouteSwitcher start(
      LoopSettings settings, Ports ports, @Nullable SwitcherListener listener, @Nullable Path trace)
      throws StartException {
    Announcements announcements =
        new Announcements(listener, trace == null ? null : new TraceFile(trace, settings.engine()));
    SwitcherLoop loop = new SwitcherLoop(settings, ports, announcements);
    try {
      loop.open();
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      throw new StartException(e);
    }
    try {
      announcements.open();
    } catch (IOException e) {
      loop.close();
      throw new StartException(new IOException("--record " + trace + ": " + e.getMessage(), e));
    }
    RouteSwitcher switcher =
        new RouteSwitcher(loop, announcements, new Overrides(settings.engine()));
    try {
      announcements.start();
      switcher.owner.start();
    } catch (Throwable noThread) {
      loop.close();
      announcements.close();
      throw noThread;
    }
    return switcher;
  }

  private void work() {
    try {
      loop.run();
      termination.complete(null);
    } catch (Throwable e) {
      tell(e);
      termination.completeExceptionally(e);
    } finally {
      announcements.close();
    }
  }

  private void tell(Throwable failure) {
    announcements.log(
        () -> {
          log.error(
              "ended by a failure; the routes stay as they are: {}; remedy=\"start it again\"",
              words(failure));
          log.debug("the failure", failure);
        });
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
   * The interface that is to carry the family's traffic; empty until the first decision, at most
   * the boot window after start, and for a family that is not managed.
   */
  public Optional<String> activeInterface(IpFamily family) {
    return loop.wanted(family);
  }

  /** Everything that can be seen of the failover now: an immutable value, cheap to take. */
  public Snapshot snapshot() {
    return loop.snapshot();
  }

  /**
   * Moves the traffic to an uplink as soon as it answers well, and keeps it there while it does,
   * until {@link #useAny}. Said again, it asks for that again, holds or not. Each family moves on
   * its own.
   *
   * @param nameOrInterface the uplink's name, or that of its interface
   * @see ManualOverride
   * @throws IllegalArgumentException if there is no such uplink
   */
  public void use(String nameOrInterface) {
    overrides.change(nameOrInterface, ManualOverride::using, loop::override);
  }

  /** Leaves the choice to the switcher again, among the uplinks that it may use. */
  public void useAny() {
    overrides.useAny(loop::override);
  }

  /**
   * Takes the traffic away from an uplink as soon as another can carry it, and gives it none.
   *
   * @see ManualOverride
   * @throws IllegalArgumentException if there is no such uplink
   */
  public void neverUse(String nameOrInterface) {
    overrides.change(nameOrInterface, ManualOverride::never, loop::override);
  }

  /**
   * Lets an uplink be used again that never was to be.
   *
   * @throws IllegalArgumentException if there is no such uplink
   */
  public void mayUse(String nameOrInterface) {
    overrides.change(nameOrInterface, ManualOverride::allowing, loop::override);
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
   * <p>Waits until that is done and the listener has been told everything, at most two seconds: if
   * {@link #termination} is not complete then, the kernel or a thread of the switcher hangs. A
   * listener may call this too; it then only waits for the routes. Does nothing more the second
   * time. A thread that is interrupted does not wait, but the switcher stops all the same.
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
      log.error("the switcher does not come to an end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new AssertionError("handle() never fails", e);
    }
  }
}
