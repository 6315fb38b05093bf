package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import java.net.InetAddress;

/**
 * The uplinks and targets of one address family.
 *
 * @param family the family
 * @param uplinks in priority order, the primary first; at least two
 * @param targets the addresses pinged through every uplink, 1 to {@value #MAX_TARGETS}
 * @param failoverMetric the metric of the failover route, below the primary's
 */
public record FamilyConfig(
    AddressFamily family,
    ImmutableList<UplinkConfig> uplinks,
    ImmutableList<InetAddress> targets,
    long failoverMetric) {

  /** The most targets a family may have. */
  public static final int MAX_TARGETS = 16;
}
