package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.InterfaceAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * An interface of the host.
 *
 * @param index its number, from 1
 * @param name the kernel's name of it
 * @param otherNames its alternative names
 * @param kind what makes it, if software does ({@code IFLA_INFO_KIND}): {@code tun}; else empty
 * @param vrf the VRF that it is a member of, or null
 * @param up whether it is set up ({@code IFF_UP})
 * @param carrier whether it can carry packets ({@code IFF_LOWER_UP})
 * @param mtu the longest packet, in bytes; 0 if the kernel does not say
 * @param addresses its addresses, of both families and of every scope
 */
public record HostInterface(
    int index,
    String name,
    ImmutableSet<String> otherNames,
    String kind,
    @Nullable String vrf,
    boolean up,
    boolean carrier,
    long mtu,
    ImmutableList<Address> addresses) {

  /**
   * An address of an interface.
   *
   * @param usable whether packets may be sent from it beyond the link: global scope, neither
   *     tentative nor a duplicate
   */
  public record Address(InterfaceAddress address, boolean usable) {}

  /** Whether it has that name, among others. */
  public boolean isCalled(String anyName) {
    return name.equals(anyName) || otherNames.contains(anyName);
  }

  /** Those of its addresses that packets may be sent from beyond the link. */
  public ImmutableList<InterfaceAddress> usable(IpFamily family) {
    return addresses.stream()
        .filter(Address::usable)
        .map(Address::address)
        .filter(address -> IpFamily.of(address.local()) == family)
        .collect(ImmutableList.toImmutableList());
  }

  /** Whether an address of it lies in the same subnet. */
  public boolean reaches(InetAddress other) {
    return addresses.stream().anyMatch(each -> each.address().reaches(other));
  }
}
