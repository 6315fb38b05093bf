package dev.routeswitcher.engine.route;

/**
 * How the kernel answered one {@link RoutingOperation}.
 *
 * @param operation what was asked
 * @param outcome what it means for the failover
 * @param detail the kernel's words for a refusal ({@code ENETUNREACH: Nexthop has invalid
 *     gateway}); empty when applied
 */
public record OperationResult(RoutingOperation operation, Outcome outcome, String detail) {

  /** What an answer of the kernel means. */
  public enum Outcome {
    /** Done; deleting a route that is gone already counts so (ESRCH). */
    APPLIED,
    /** The table is not as the plan took it to be (EEXIST): look again, plan again. */
    STALE,
    /** This uplink cannot carry the route now (ENETUNREACH, ENETDOWN, ENODEV, EINVAL). */
    REFUSED,
    /** No route can be changed now (EPERM, ENOBUFS, EBUSY and everything else). */
    UNAVAILABLE
  }

  /** What was asked and what the kernel said, for people. */
  public String failure() {
    return operation + ": " + detail;
  }

  /** The answer to an operation that the kernel carried out. */
  public static OperationResult applied(RoutingOperation operation) {
    return new OperationResult(operation, Outcome.APPLIED, "");
  }
}
