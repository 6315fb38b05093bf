package dev.routeswitcher.operations.host;

/** A program that configures interfaces. */
public enum Manager {
  SYSTEMD_NETWORKD("systemd-networkd"),
  NETWORK_MANAGER("NetworkManager"),
  IFUPDOWN("ifupdown"),
  DHCLIENT("dhclient"),
  DHCPCD("dhcpcd"),
  UDHCPC("udhcpc"),
  PPPD("pppd");

  private final String program;

  Manager(String program) {
    this.program = program;
  }

  /** Its name, as people know it. */
  @Override
  public String toString() {
    return program;
  }
}
