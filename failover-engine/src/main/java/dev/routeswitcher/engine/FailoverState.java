package dev.routeswitcher.engine;

/** What the traffic of a family goes by. */
public enum FailoverState {
  /**
   * The family is implied and no uplink knows a gateway of it: nothing is done, nothing reported.
   */
  DORMANT,
  /** Nothing is decided yet. */
  BOOT,
  /** By the primary, which is the first uplink whatever its name. */
  PRIMARY,
  /** By another uplink. */
  FALLBACK
}
