package dev.routeswitcher.engine.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.IpFamily;
import java.net.InetAddress;

/**
 * The uplinks and targets of one address family.
 *
 * @param family the family
 * @param uplinks in priority order, the primary first; 2 to {@value #MAX_UPLINKS}
 * @param targets the addresses pinged through every uplink, 1 to {@value #MAX_TARGETS}
 * @param failoverMetric the metric of the failover route, below the primary's
 * @param implied whether nobody asked for the family by name: it is managed only where it turns out
 *     to exist. While none of its uplinks knows a gateway it is {@linkplain FailoverState#DORMANT
 *     dormant}; when the kernel gets a default route through one of them it comes to life
 */
public record FamilyConfig(
    IpFamily family,
    ImmutableList<UplinkConfig> uplinks,
    ImmutableList<InetAddress> targets,
    long failoverMetric,
    boolean implied) {

  /** The most uplinks a family may have. */
  public static final int MAX_UPLINKS = 64;

  /** The most targets a family may have. */
  public static final int MAX_TARGETS = 16;

  /** A family that is managed whatever the host has of it. */
  public FamilyConfig(
      IpFamily family,
      ImmutableList<UplinkConfig> uplinks,
      ImmutableList<InetAddress> targets,
      long failoverMetric) {
    this(family, uplinks, targets, failoverMetric, false);
  }

  /**
   * The name of an uplink: the one it was given, or one by its place, {@code primary}, {@code
   * secondary}, {@code uplink-3}.
   *
   * @param index its place in {@link #uplinks}, from 0
   */
  public String nameOf(int index) {
    String given = uplinks.get(index).name();
    if (given != null) {
      return given;
    }
    return switch (index) {
      case 0 -> "primary";
      case 1 -> "secondary";
      default -> "uplink-" + (index + 1);
    };
  }

  /** Whether it is the interface of no uplink. */
  public boolean isForeign(String interfaceName) {
    return !Iterables.any(uplinks, uplink -> uplink.interfaceName().equals(interfaceName));
  }

  /** The place of the uplink that has this name or this interface, from 0; -1 if there is none. */
  public int indexOf(String nameOrInterface) {
    for (int i = 0; i < uplinks.size(); i++) {
      if (uplinks.get(i).interfaceName().equals(nameOrInterface)
          || nameOf(i).equals(nameOrInterface)) {
        return i;
      }
    }
    return -1;
  }
}
