package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.route.RoutingOperation;

/** Something the engine wants done. Decisions are carried out in order. */
public sealed interface Decision {

  /**
   * Send one probe to each target of the uplink's family, through the uplink.
   *
   * @param number the round's number, rising per uplink
   * @param deadlinesNanos for each target, when an unanswered probe counts as lost
   */
  record StartRound(UplinkKey uplink, long number, ImmutableLongArray deadlinesNanos)
      implements Decision {}

  /**
   * Change the kernel's routes and rules. An operation that fails stops no other, but for one on a
   * rule: what follows it is left out. Answer with {@link EngineEvent.RoutesChanged} and a fresh
   * {@link EngineEvent.RoutesObserved}.
   *
   * @param operations in the order in which they are to be carried out
   */
  record ChangeRoutes(IpFamily family, ImmutableList<RoutingOperation> operations)
      implements Decision {}
}
