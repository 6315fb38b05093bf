package dev.routeswitcher.runtime;

/**
 * What a clean stop leaves behind. Whichever it is, {@code ignore_routes_with_linkdown} is put back
 * where {@link RouteSwitcherBuilder#kernelLinkdown} changed it.
 */
public enum ExitPolicy {
  /**
   * Every route, rule and table of ours is removed, adopted routes included, also while a failover
   * lasts.
   */
  RESTORE,
  /** All of them stay in force; the next start adopts them. */
  KEEP
}
