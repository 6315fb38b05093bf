package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.route.RouteOperation;
import org.jspecify.annotations.Nullable;

/** Something the engine wants done, or wants known. Decisions are carried out in order. */
public sealed interface Decision {

  /** A decision that only tells: nothing is to be done, whoever cares may know. */
  sealed interface Notice extends Decision {}

  /**
   * Send one probe to each target of the uplink's family, through the uplink.
   *
   * @param uplink through which
   * @param number the round's number, rising per uplink
   * @param deadlinesNanos for each target, when an unanswered probe counts as lost
   */
  record StartRound(UplinkKey uplink, long number, ImmutableLongArray deadlinesNanos)
      implements Decision {}

  /**
   * Change the kernel's routes, each operation on its own: one that fails never stops the rest.
   * Answer with {@link EngineEvent.RoutesChanged} and a fresh {@link EngineEvent.RoutesObserved}.
   *
   * @param family whose routes
   * @param operations in the order in which they are to be carried out
   */
  record ChangeRoutes(IpFamily family, ImmutableList<RouteOperation> operations)
      implements Decision {}

  /**
   * The engine now wants another uplink to carry the traffic.
   *
   * @param change which, why, since when
   */
  record SwitchDecided(SwitchChange change) implements Notice {}

  /**
   * The kernel was seen to prefer the wanted uplink.
   *
   * @param change the decision that is now in force
   * @param tookNanos from the decision to the proof
   */
  record SwitchInForce(SwitchChange change, long tookNanos) implements Notice {}

  /**
   * The wanted switch was refused by the kernel, and what was wanted before is wanted again.
   *
   * @param change what was refused
   * @param detail the kernel's words
   */
  record SwitchUndone(SwitchChange change, String detail) implements Notice {}

  /**
   * An uplink's health or its reason changed.
   *
   * @param uplink which
   * @param name what logs and options call it: {@code primary}, {@code secondary}, ...
   * @param health how it is
   * @param condition why
   * @param before its health before
   * @param detail figures for people; may be empty
   */
  record UplinkChanged(
      UplinkKey uplink,
      String name,
      Health health,
      Condition condition,
      Health before,
      String detail)
      implements Notice {}

  /**
   * Something needs an operator's attention from now on.
   *
   * @param alarm what
   */
  record AlarmRaised(Alarm alarm) implements Notice {}

  /**
   * An alarm's cause is gone.
   *
   * @param alarm as it was raised
   */
  record AlarmCleared(Alarm alarm) implements Notice {}

  /** Why the traffic moves. */
  enum SwitchKind {
    /** The first decision after start. */
    START,
    /** The first decision after start found a failover route of an earlier run. */
    ADOPTION,
    /** Away from an uplink that is down. */
    FAILOVER,
    /** Back to a better uplink that is stable. */
    FAILBACK,
    /** Because an operator wants it. */
    MANUAL;

    /** Whether the uplink that is left need not have failed. */
    public boolean isVoluntary() {
      return this == FAILBACK || this == MANUAL;
    }
  }

  /**
   * A change of the wanted uplink.
   *
   * @param kind why the traffic moves
   * @param from the uplink that was wanted, or null at start
   * @param fromName what logs and options call that, or null
   * @param to the uplink that is wanted
   * @param toName what logs and options call that: {@code primary}, {@code secondary}, ...
   * @param phase what the family's traffic goes by when the change is in force
   * @param reason cause and figures
   * @param decidedAtNanos the time of the step
   */
  record SwitchChange(
      SwitchKind kind,
      @Nullable UplinkKey from,
      @Nullable String fromName,
      UplinkKey to,
      String toName,
      Snapshot.Phase phase,
      Reason reason,
      long decidedAtNanos) {}
}
