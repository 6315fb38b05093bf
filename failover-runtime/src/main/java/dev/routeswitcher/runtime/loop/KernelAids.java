package dev.routeswitcher.runtime.loop;

/**
 * What is done besides routes, by choice.
 *
 * @param flushConnections whether connections are deleted that the kernel would keep on the
 *     addresses of an uplink that was left
 * @param passOverLinkdown whether routes through uplinks without a carrier are not to count
 */
public record KernelAids(boolean flushConnections, boolean passOverLinkdown) {

  /** None of it. */
  public static final KernelAids NONE = new KernelAids(false, false);
}
