package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.loop.Ports;
import dev.routeswitcher.runtime.loop.SwitcherLoop;
import dev.routeswitcher.runtime.settings.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An uplink failover without a thread of its own: the program that opened it gives it its turns.
 *
 * <p>Mental model: {@link RouteSwitcher} is this and a thread that calls {@link #turn()} until it
 * is closed. In each turn everything that has happened is decided on and carried out; between turns
 * nothing is. Whoever drives it should let no turn come later than {@link #untilNextTurn} says:
 * probes are sent and switches made that much later.
 *
 * <p>{@link #turn()} and {@link #close} are for one thread at a time; all else may be called by
 * any.
 *
 * <pre>{@code
 * try (DrivenSwitcher switcher = builder.open()) {
 *   while (serving) {
 *     switcher.turn(); // waits until something happens or is due, or until wake() is called
 *     serve();
 *   }
 * }
 * }</pre>
 */
public final class DrivenSwitcher extends SwitcherHandle {

  private boolean begun;
  private boolean ended;

  private DrivenSwitcher(
      SwitcherLoop loop, Announcements announcements, Overrides overrides, Reloading reloading) {
    super(loop, announcements, overrides, reloading);
  }

  static DrivenSwitcher open(
      LoopSettings settings,
      Configuration configuration,
      ImmutableList<Past> past,
      @Nullable SwitcherListener listener,
      @Nullable Path trace)
      throws StartException {
    try {
      DrivenSwitcher opened =
          open(settings, configuration, DaggerLinuxPorts.create().ports(), listener, trace);
      opened.loop.recall(past);
      return opened;
    } catch (UnsupportedOperationException | LinkageError e) {
      throw new StartException(e);
    }
  }

  /**
   * Opens everything and starts the threads that deliver.
   *
   * @param settings what the loop works by
   * @param configuration what that was made of, which a reload is compared with
   */
  static DrivenSwitcher open(
      LoopSettings settings,
      Configuration configuration,
      Ports ports,
      @Nullable SwitcherListener listener,
      @Nullable Path trace)
      throws StartException {
    Announcements announcements =
        new Announcements(
            settings.names(),
            listener,
            trace == null ? null : new TraceFile(trace, settings.engine()));
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
      String setting = settings.names().of("record");
      throw new StartException(new IOException(setting + " " + trace + ": " + e.getMessage(), e));
    }
    Overrides overrides = new Overrides(settings.engine());
    DrivenSwitcher switcher =
        new DrivenSwitcher(
            loop,
            announcements,
            overrides,
            new Reloading(configuration, settings.names(), loop, overrides));
    announcements.greet(loop::snapshot);
    try {
      announcements.start();
    } catch (Throwable noThread) {
      switcher.abandon();
      throw noThread;
    }
    return switcher;
  }

  /**
   * Takes one turn: waits until something happens or is due, or until {@link #wake}; then decides,
   * and carries it out. The first turn does not wait.
   *
   * @throws IOException if it cannot go on: the kernel's events or the probing broke off. The
   *     routes stay as they are, {@link #close} leaves them so too, and there is no further turn
   * @throws InterruptedException if the thread was interrupted while it waited; turns may go on
   * @throws IllegalStateException if it is closed, or could not go on before
   */
  public void turn() throws IOException, InterruptedException {
    turnWithin(Long.MAX_VALUE);
  }

  /**
   * Takes one turn that waits at most {@code longest}.
   *
   * @param longest how long it waits if nothing happens; not at all if it is {@link Duration#ZERO}
   *     or negative
   * @throws IOException if it cannot go on, as {@link #turn()}
   * @throws InterruptedException if the thread was interrupted while it waited; turns may go on
   * @throws IllegalStateException if it is closed, or could not go on before
   */
  public void turn(Duration longest) throws IOException, InterruptedException {
    turnWithin(TimeUnit.NANOSECONDS.convert(longest)); // saturates
  }

  private void turnWithin(long longestNanos) throws IOException, InterruptedException {
    if (ended) {
      throw new IllegalStateException("the switcher has ended");
    }
    try {
      if (begun) {
        loop.turn(longestNanos);
      } else {
        begun = true;
        loop.begin();
      }
    } catch (IOException | RuntimeException | Error e) {
      ended = true;
      abandon();
      throw e;
    }
  }

  /** How long {@link #turn()} would wait if nothing happened; zero if it would not. */
  public Duration untilNextTurn() {
    return Duration.ofNanos(Math.max(0, loop.nanosToNextTurn()));
  }

  /** Ends the wait of the turn under way, or of the next one; any thread may. */
  public void wake() {
    loop.wake();
  }

  /** Leaves the routes as the {@link ExitPolicy} says and closes everything; once. */
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      try {
        loop.restore();
      } finally {
        abandon();
      }
    }
  }

  /** Closes everything and leaves the routes as they are. */
  void abandon() {
    loop.close();
    announcements.close();
  }
}
