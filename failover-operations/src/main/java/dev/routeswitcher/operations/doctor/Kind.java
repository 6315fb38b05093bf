package dev.routeswitcher.operations.doctor;

import dev.routeswitcher.engine.Codes;

/**
 * The kinds of findings. Where a running switcher has an alarm for the same thing, the code is that
 * of the alarm.
 */
public enum Kind {
  /** Something could not be read, so that it was not judged. */
  UNREADABLE,
  /** The capabilities that a run needs. */
  PRIVILEGES,
  /** Who may open ping sockets. */
  PING_SOCKETS,
  /** What the kernel has of what is needed. */
  KERNEL,
  /** Java, its memory, files and threads. */
  JAVA,
  /** The unit that systemd has of the switcher. */
  UNIT,
  /** An interface that is as it should be. */
  INTERFACE,
  NO_INTERFACE,
  /** Two uplinks mean the same interface. */
  SAME_INTERFACE,
  IN_VRF,
  ADMIN_DOWN,
  NO_CARRIER,
  NO_ADDRESS,
  /** IPv6 is switched off on an interface. */
  IPV6_DISABLED,
  SHARED_ADDRESS,
  /** Uplinks take packets of different length. */
  MTU,
  /** A gateway that is as it should be. */
  GATEWAY,
  NO_GATEWAY,
  OFF_LINK_GATEWAY,
  /** A gateway is not there. */
  GATEWAY_SILENT,
  /** Router advertisements are not taken. */
  ROUTER_ADVERTISEMENTS,
  /** A target that answers through an uplink. */
  TARGET,
  /** A target answers some probes only. */
  LOSSY,
  NO_REPLY,
  /** A target cannot be asked, or its answer is dropped, while no switcher runs. */
  NOT_PROBEABLE,
  TARGET_LOCAL,
  /** Default routes that are as they should be. */
  DEFAULT_ROUTES,
  INEFFECTIVE,
  CONFLICT,
  FOREIGN_DEFAULT,
  /** Who configures an interface. */
  MANAGER,
  RP_FILTER,
  TUNNEL,
  /** Rules by which a VPN takes the traffic. */
  VPN_RULES,
  TABLE_CLASH,
  /** Rules of others have our preferences. */
  PREFERENCE_CLASH,
  /** Connections whose source is translated. */
  NAT,
  /** The prefix of IPv6 that a LAN has. */
  LAN_PREFIX,
  /** Who is asked for names, and by which uplinks. */
  RESOLVER;

  /** The stable code: {@code rp-filter}. */
  @Override
  public String toString() {
    return Codes.of(this);
  }
}
