package dev.routeswitcher.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.runtime.loop.SwitcherLoop;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What can be seen of a switcher, and asked of it, whoever drives it. */
abstract class SwitcherHandle implements AutoCloseable {

  final SwitcherLoop loop;
  final Announcements announcements;
  private final Overrides overrides;
  private final Reloading reloading;

  SwitcherHandle(
      SwitcherLoop loop, Announcements announcements, Overrides overrides, Reloading reloading) {
    this.loop = loop;
    this.announcements = announcements;
    this.overrides = overrides;
    this.reloading = reloading;
  }

  /** One more handle on the same switcher. */
  SwitcherHandle(SwitcherHandle same) {
    this(same.loop, same.announcements, same.overrides, same.reloading);
  }

  /**
   * The interface that carries the family's traffic: during a switch, until the kernel was seen to
   * follow, the one before. Empty until the first decision is in force, as a rule at most the boot
   * window after the start, and for a family that is not managed.
   */
  public Optional<String> activeInterface(IpFamily family) {
    return snapshot().families().stream()
        .filter(its -> its.family() == family)
        .findFirst()
        .filter(its -> its.wanted() != null)
        .flatMap(SwitcherHandle::inForce);
  }

  private static Optional<String> inForce(Snapshot.Family family) {
    return family.past().uplinks().stream()
        .filter(uplink -> uplink.use() == Past.Use.ACTIVE)
        .map(Past.Uplink::interfaceName)
        .findFirst();
  }

  /**
   * The time that an instant of a {@link Snapshot} or a {@link dev.routeswitcher.engine.Notice} is,
   * by the wall clock as it stands now.
   *
   * @param nanos by the clock that the engine is stepped by: {@code ...AtNanos}
   */
  public Instant timeOf(long nanos) {
    return Instant.now().plusNanos(nanos - snapshot().atNanos());
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
   * @return completes when the wish was taken up and what can be done at once is done, with what is
   *     to be seen then; exceptionally if the switcher ends before. What is chained to it runs on
   *     the switcher's thread, and must not take long
   * @see ManualOverride
   * @throws IllegalArgumentException if there is no such uplink
   */
  @CanIgnoreReturnValue
  public CompletableFuture<Snapshot> use(String nameOrInterface) {
    overrides.change(nameOrInterface, ManualOverride::using, loop::override);
    return loop.takenUp();
  }

  /**
   * Leaves the choice to the switcher again, among the uplinks that it may use.
   *
   * @return as that of {@link #use}
   */
  @CanIgnoreReturnValue
  public CompletableFuture<Snapshot> useAny() {
    overrides.useAny(loop::override);
    return loop.takenUp();
  }

  /**
   * Takes the traffic away from an uplink as soon as another can carry it, and gives it none.
   *
   * @param nameOrInterface the uplink's name, or that of its interface
   * @return as that of {@link #use}
   * @see ManualOverride
   * @throws IllegalArgumentException if there is no such uplink
   */
  @CanIgnoreReturnValue
  public CompletableFuture<Snapshot> neverUse(String nameOrInterface) {
    overrides.change(nameOrInterface, ManualOverride::never, loop::override);
    return loop.takenUp();
  }

  /**
   * Lets an uplink be used again that never was to be.
   *
   * @param nameOrInterface the uplink's name, or that of its interface
   * @return as that of {@link #use}
   * @throws IllegalArgumentException if there is no such uplink
   */
  @CanIgnoreReturnValue
  public CompletableFuture<Snapshot> mayUse(String nameOrInterface) {
    overrides.change(nameOrInterface, ManualOverride::allowing, loop::override);
    return loop.takenUp();
  }

  /**
   * Notifies one more listener, on a thread of its own: how it is now, and then what happens.
   *
   * @return ends it when it is closed; a switcher that ends does so too
   */
  @CanIgnoreReturnValue
  public Subscription listen(SwitcherListener listener) {
    return announcements.add(listener, this::snapshot);
  }

  /**
   * Has a sign of life given from now on, for a watchdog: by the switcher's own thread, once a
   * period, only while it takes its turns and the probing and the watch of the kernel's events are
   * alive. If one of them hangs, a line of the log at ERROR says which.
   *
   * @param period from one sign to the next; half of what the watchdog allows
   * @param beat gives the sign; must not take long
   */
  public void giveSignsOfLife(Duration period, Runnable beat) {
    loop.giveSigns(period, beat);
  }

  /**
   * Goes on by another configuration, from the switcher's next turn on: in one step, without a
   * moment without a default route. An uplink whose name and interface stay keeps what is known of
   * it, and what did not change is not disturbed. With any fault everything stays as it was.
   *
   * <p>Its listener and names of settings are not looked at. {@link RouteSwitcherBuilder#use} and
   * {@link RouteSwitcherBuilder#neverUse} replace what was wished meanwhile if they are other than
   * before.
   *
   * @param next the whole configuration, as {@link RouteSwitcher#builder} begins one
   * @return completes with what is changed when that is in force, or with why nothing is; otherwise
   *     as that of {@link #use}
   */
  public CompletableFuture<ReloadResult> reload(RouteSwitcherBuilder next) {
    return next.reloadInto(this);
  }

  /** The same for programs of the project, with the words in which faults are said. */
  public CompletableFuture<ReloadResult> reload(Configuration next, FaultWords words) {
    ReloadResult result = reloading.reload(next, words);
    return result.changes().isEmpty()
        ? CompletableFuture.completedFuture(result)
        : loop.takenUp().thenApply(seen -> result);
  }

  @Override
  public abstract void close();
}
