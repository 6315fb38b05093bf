package dev.routeswitcher.cli;

/** Configuration files for the lab. */
final class LabFile {

  /** Its two uplinks, at a pace at which a test need not wait long. */
  static final String TWO_UPLINKS =
      """
      ping-target = ["203.0.113.8"]
      interval = "200ms"
      timeout = "200ms"
      failback-delay = "2s"

      [[uplink]]
      name = "fibre"
      interface = "eth0"
      gateway = ["192.0.2.1"]

      [[uplink]]
      name = "lte"
      interface = "eth1"
      gateway = ["198.51.100.1"]
      """;

  private LabFile() {}
}
