package dev.routeswitcher.engine;

/** Where the gateway of an uplink is known from. */
public enum GatewayOrigin {
  /** It is configured. */
  CONFIGURED,
  /** A DHCP client wrote it down. */
  LEASE,
  /** A default route named it, or still does. */
  ROUTE
}
