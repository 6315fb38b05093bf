package dev.routeswitcher.engine;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.route.InterfaceAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an uplink's interface, for the uplink's address family.
 *
 * @param present whether the interface exists
 * @param adminUp whether it is set up ({@code IFF_UP})
 * @param carrier whether it can carry packets ({@code IFF_LOWER_UP})
 * @param addresses its usable addresses: of global scope, neither tentative nor failed; the first
 *     is the one the kernel would rather send from
 * @param borrowed an address of another interface that the kernel sends from through this one, if
 *     this one has none of its own and there is such an address; else null
 * @param kernelName what the kernel calls the interface, if the configuration has another of its
 *     names; else null
 * @param vrf the VRF that the interface is a member of: what comes in there is looked up in a table
 *     of its own and is for sockets of its own, so that no uplink of the main table can be there;
 *     null if it is a member of none
 * @param probeable whether a probe through it can be judged; false only in a dry run, where an
 *     uplink may lack the route that a bound probe needs
 * @param strictReversePath whether the kernel drops what arrives here while a route by another
 *     interface is better (RFC 3704 section 2.2), replies to probes included; false where tables of
 *     our own make that harmless
 */
public record LinkStatus(
    boolean present,
    boolean adminUp,
    boolean carrier,
    ImmutableList<InterfaceAddress> addresses,
    @Nullable InetAddress borrowed,
    @Nullable String kernelName,
    @Nullable String vrf,
    boolean probeable,
    boolean strictReversePath) {

  /** The status of an interface that does not exist. */
  public static final LinkStatus ABSENT =
      new LinkStatus(false, false, false, ImmutableList.of(), true, false);

  /**
   * The status of an interface that borrows no address, that the kernel calls as the configuration
   * does, and that is in no VRF.
   */
  public LinkStatus(
      boolean present,
      boolean adminUp,
      boolean carrier,
      ImmutableList<InterfaceAddress> addresses,
      boolean probeable,
      boolean strictReversePath) {
    this(present, adminUp, carrier, addresses, null, null, null, probeable, strictReversePath);
  }

  /** The status of an interface that is up and has these addresses. */
  public static LinkStatus up(InterfaceAddress... addresses) {
    return new LinkStatus(true, true, true, ImmutableList.copyOf(addresses), true, false);
  }

  /**
   * Whether the kernel takes routes through the interface, and the main table leads there: set up,
   * with an address to send from, in no VRF.
   */
  public boolean routable() {
    return present && adminUp && vrf == null && (!addresses.isEmpty() || borrowed != null);
  }
}
