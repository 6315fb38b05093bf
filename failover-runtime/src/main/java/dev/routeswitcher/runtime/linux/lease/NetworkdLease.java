package dev.routeswitcher.runtime.linux.lease;

import com.google.common.collect.ImmutableList;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The lease of an interface as systemd-networkd writes it anew at each renewal ({@code
 * /run/systemd/netif/leases/INDEX}): lines of {@code KEY=VALUE}, {@code LIFETIME} in seconds from
 * then. Classless routes were {@code ROUTES} before version 251.
 */
final class NetworkdLease implements LeaseFormat {

  @Override
  public ImmutableList<Lease> leases(byte[] content, Instant modified) {
    Map<String, String> values = KeyValues.of(content);
    Optional<Inet4Address> address =
        Optional.ofNullable(values.get("ADDRESS")).flatMap(Routers::address);
    Optional<Instant> expiry = KeyValues.after(modified, values.get("LIFETIME"));
    if (address.isEmpty() || expiry.isEmpty()) {
      return ImmutableList.of();
    }
    String routes = values.getOrDefault("CLASSLESS_ROUTES", values.get("ROUTES"));
    Optional<Inet4Address> gateway = Routers.of(routes, values.get("ROUTER"));
    return ImmutableList.of(new Lease(Optional.empty(), address.get(), gateway, expiry.get()));
  }
}
