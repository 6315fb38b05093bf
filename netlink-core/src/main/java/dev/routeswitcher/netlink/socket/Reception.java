package dev.routeswitcher.netlink.socket;

/** How {@link NetlinkTransport#receive} ended. */
public enum Reception {
  /** A datagram came. */
  DATAGRAM,

  /** None came in time. */
  TIMED_OUT,

  /**
   * The receive buffer was full and messages were lost ({@code ENOBUFS}). What was queued before is
   * still to be read, and is older than what was lost.
   */
  OVERRUN,

  /** The thread was interrupted before or while it waited; its interrupt status is still set. */
  INTERRUPTED,

  /** The transport is closed. */
  CLOSED
}
