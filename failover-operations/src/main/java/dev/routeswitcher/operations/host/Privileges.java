package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableSet;

/**
 * What this process may do (capabilities(7), icmp(7)).
 *
 * @param netAdmin whether it has CAP_NET_ADMIN, to change routes
 * @param netRaw whether it has CAP_NET_RAW, to open raw sockets
 * @param groups the ids of its groups
 * @param pingGroups {@code net.ipv4.ping_group_range}: the first and the last group that may open
 *     ping sockets; none if the first is the greater
 */
public record Privileges(
    boolean netAdmin, boolean netRaw, ImmutableSet<Long> groups, Reading<PingGroups> pingGroups) {

  /** From one group id to another, both included. */
  public record PingGroups(long first, long last) {
    /** As the setting's file has it. */
    @Override
    public String toString() {
      return first + " " + last;
    }
  }

  /** Whether it may open ping sockets; not known counts as no. */
  public boolean mayPing() {
    return pingGroups
        .found()
        .filter(
            range -> groups.stream().anyMatch(group -> group >= range.first && group <= range.last))
        .isPresent();
  }
}
