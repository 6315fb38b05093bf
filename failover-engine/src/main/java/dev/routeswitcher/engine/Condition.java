package dev.routeswitcher.engine;

/** The reason for an uplink's health. */
public enum Condition {
  /** The interface does not exist. */
  NO_INTERFACE("no-interface"),
  /** The interface is not set up. */
  ADMIN_DOWN("admin-down"),
  /** The interface has no carrier. */
  NO_CARRIER("no-carrier"),
  /** The interface has no usable address. */
  NO_ADDRESS("no-address"),
  /** No gateway is configured, and the kernel has no default route that would tell one. */
  NO_GATEWAY("no-gateway"),
  /** Nothing is changed in a dry run, and no route leads through the interface. */
  NOT_PROBEABLE("not-probeable"),
  /** The kernel refused the uplink's route. */
  ROUTE_REFUSED("route-refused"),
  /** Probes could not be sent. */
  SEND_FAILED("send-failed"),
  /** Probes were sent and not answered. */
  NO_REPLY("no-reply"),
  /** No round has finished yet, or none lately. */
  UNKNOWN("unknown"),
  /** The newest round succeeded, but too many probes are lost. */
  LOSSY("lossy"),
  /** The newest round succeeded, but replies take too long. */
  SLOW("slow"),
  /** The newest round succeeded. */
  ANSWERING("answering");

  private final String text;

  Condition(String text) {
    this.text = text;
  }

  /** The condition as logs write it: {@code no-carrier}. */
  @Override
  public String toString() {
    return text;
  }
}
