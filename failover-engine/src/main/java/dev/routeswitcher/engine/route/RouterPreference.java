package dev.routeswitcher.engine.route;

/**
 * What an IPv6 router asks for that is not content with being one of several ({@code RTA_PREF}, RFC
 * 4191 section 2.1). One of medium preference asks for nothing.
 */
public enum RouterPreference {
  /** It is to be avoided while there is another. */
  LOW,
  /** It is to be used before all others. */
  HIGH
}
