package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Snapshot;

/**
 * Receives what a {@link RouteSwitcher} decides and finds.
 *
 * <p>Calls come in order, on one thread named {@code route-switcher-listener}, through a bounded
 * queue: a slow listener delays nothing but itself, and what it throws is logged. For a method of
 * its own for each kind of notice see {@link SwitcherCallbacks}.
 */
@FunctionalInterface
public interface SwitcherListener {

  /**
   * How it is when the listening begins; the first call. What happens meanwhile may be in it, and
   * come as a notice as well.
   */
  default void onSnapshot(Snapshot now) {}

  /**
   * Something was decided or found: see the subtypes of {@link Notice}; {@link
   * dev.routeswitcher.runtime.words.NoticeText#of(Notice)} is a line for people.
   *
   * @param notice what
   */
  void onNotice(Notice notice);

  /** Whether {@link #onProbe} is to be called: asked once, at the start. No, unless overridden. */
  default boolean wantsProbes() {
    return false;
  }

  /**
   * A probe has an outcome. Only if {@link #wantsProbes}; through the same queue.
   *
   * @param probe what became of it; its target is an index into those of the family
   */
  default void onProbe(EngineEvent.ProbeFinished probe) {}

  /**
   * Notices between the last one and the next were dropped, because more than a thousand waited.
   *
   * @param count how many
   */
  default void onNoticesDropped(long count) {}
}
