package dev.routeswitcher.netlink.watch;

/** What {@link RtnetlinkMonitor} delivers: that an object changed, or that events were lost. */
public sealed interface MonitorEvent permits ObjectChanged, MonitorEvent.Resync {

  /**
   * Events were lost: list everything again. Events after this one are newer than the loss.
   *
   * @param reason why, for people
   */
  record Resync(String reason) implements MonitorEvent {}
}
