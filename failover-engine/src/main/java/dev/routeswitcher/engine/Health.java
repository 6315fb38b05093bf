package dev.routeswitcher.engine;

/** What the rounds on an uplink say of it. */
public enum Health {
  /** No round since the link came up has finished, or the newest result is too old. */
  UNKNOWN,
  /** The newest finished round succeeded. */
  RESPONSIVE,
  /** The newest finished round failed, but too few have in a row to call the uplink down. */
  FAILING,
  /** The link is lost, or as many newest rounds as the failure threshold all failed. */
  DOWN
}
