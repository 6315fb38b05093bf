package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableMap;
import java.net.InetAddress;

/**
 * Connections whose source is translated, as the connection tracker has them.
 *
 * @param tracked whether the kernel tracks connections at all
 * @param counts how many there are, by the address that the source is translated to
 */
public record Translations(boolean tracked, ImmutableMap<InetAddress, Integer> counts) {

  /** Those of a kernel that tracks no connections. */
  public static final Translations UNTRACKED = new Translations(false, ImmutableMap.of());
}
