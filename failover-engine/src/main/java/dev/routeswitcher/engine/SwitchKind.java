package dev.routeswitcher.engine;

/** Why the traffic moves. */
public enum SwitchKind {
  /** The first decision after start. */
  START,
  /** The first decision after start found a failover route of an earlier run. */
  ADOPTION,
  /** Away from an uplink that is down or too poor. */
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
