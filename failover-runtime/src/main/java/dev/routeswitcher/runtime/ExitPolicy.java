package dev.routeswitcher.runtime;

/** What a clean stop leaves behind. */
public enum ExitPolicy {
  /** Every route of ours is removed, adopted ones included. */
  RESTORE,
  /** All routes stay in force; the next start adopts them. */
  KEEP
}
