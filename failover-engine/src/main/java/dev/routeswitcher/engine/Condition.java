package dev.routeswitcher.engine;

/** The reason for an uplink's health. */
public enum Condition {
  /** The interface does not exist. */
  NO_INTERFACE,
  /** The interface is a member of a VRF, where the main table does not lead. */
  IN_VRF,
  /** The interface is not set up. */
  ADMIN_DOWN,
  /** The interface has no carrier. */
  NO_CARRIER,
  /** The interface has no usable address. */
  NO_ADDRESS,
  /** No gateway is configured, and the kernel has no default route to take it from. */
  NO_GATEWAY,
  /** Nothing is changed in a dry run, and no route leads through the interface. */
  NOT_PROBEABLE,
  /** The kernel refused the uplink's route. */
  ROUTE_REFUSED,
  /** Probes could not be sent. */
  SEND_FAILED,
  /** Probes were sent and not answered. */
  NO_REPLY,
  /** No round has finished yet, or none lately. */
  UNKNOWN,
  /** The newest round succeeded, but too many probes are lost. */
  LOSSY,
  /** The newest round succeeded, but replies take too long. */
  SLOW,
  /** The newest round succeeded. */
  ANSWERING;

  /** The condition as logs write it: {@code no-carrier}. */
  @Override
  public String toString() {
    return Codes.of(this);
  }
}
