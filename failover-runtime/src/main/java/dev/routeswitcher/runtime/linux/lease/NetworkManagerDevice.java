package dev.routeswitcher.runtime.linux.lease;

import com.google.common.collect.ImmutableList;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What NetworkManager keeps of a device ({@code /run/NetworkManager/devices/INDEX}): a key file
 * whose keys {@code dhcp4.*} are the lease, {@code dhcp4.expiry} in seconds since 1970. The files
 * {@code internal-*.lease} of its own client hold an address only.
 */
final class NetworkManagerDevice implements LeaseFormat {

  @Override
  public ImmutableList<Lease> leases(byte[] content, Instant modified) {
    Map<String, String> values = KeyValues.of(content);
    Optional<Inet4Address> address =
        Optional.ofNullable(values.get("dhcp4.ip_address")).flatMap(Routers::address);
    Optional<Instant> expiry = KeyValues.after(Instant.EPOCH, values.get("dhcp4.expiry"));
    if (address.isEmpty() || expiry.isEmpty()) {
      return ImmutableList.of();
    }
    Optional<Inet4Address> gateway =
        Routers.of(
            values.get("dhcp4.rfc3442_classless_static_routes"), values.get("dhcp4.routers"));
    return ImmutableList.of(new Lease(Optional.empty(), address.get(), gateway, expiry.get()));
  }
}
