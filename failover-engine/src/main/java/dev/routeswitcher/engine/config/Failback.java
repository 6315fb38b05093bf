package dev.routeswitcher.engine.config;

import dev.routeswitcher.engine.ManualOverride;

/** Whether the traffic returns to a better uplink of its own accord. */
public enum Failback {
  /** As soon as the better uplink is stable and its hold is over. */
  AUTOMATIC,
  /** Only when an operator says so ({@link ManualOverride}), or when the active uplink fails. */
  MANUAL
}
