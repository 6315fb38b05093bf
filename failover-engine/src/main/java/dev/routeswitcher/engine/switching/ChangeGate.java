package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.route.OperationResult;
import org.jspecify.annotations.Nullable;

/**
 * How soon a part of the kernel's routing may be changed again: what the kernel refuses, and what
 * another program keeps undoing, is tried ever more slowly.
 *
 * @param repairs how often it was put right lately without a reason of our own
 * @param failure set while the latest change failed
 */
record ChangeGate(Repairs repairs, @Nullable Backoff failure) {

  static final ChangeGate OPEN = new ChangeGate(Repairs.NONE, null);

  /** A change failed. */
  ChangeGate failed(OperationResult cause, long now) {
    return new ChangeGate(repairs, Backoff.after(failure, now, cause));
  }

  /** A change was carried out, or none is needed any more. */
  ChangeGate done() {
    return failure == null ? this : new ChangeGate(repairs, null);
  }

  /** There is a reason of our own for the next change: nobody undid anything. */
  ChangeGate excused() {
    return repairs.equals(Repairs.NONE) ? this : new ChangeGate(Repairs.NONE, failure);
  }

  /** A change is made because something was not as we had left it. */
  ChangeGate repaired(long now) {
    return new ChangeGate(repairs.then(now), failure);
  }

  boolean isOpen(long now) {
    return opensAtNanos(now) - now <= 0;
  }

  /** When a change that has no reason of our own may be made; now at the earliest. */
  long opensAtNanos(long now) {
    long mayRepairAt = repairs.notBeforeNanos(now);
    return failure == null || failure.untilNanos() - mayRepairAt <= 0
        ? mayRepairAt
        : failure.untilNanos();
  }

  /** Whether another program keeps undoing it. */
  boolean isContended(long now) {
    return repairs.contended() && !repairs.isQuiet(now);
  }
}
