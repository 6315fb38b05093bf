package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.runtime.port.NetworkChange;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of the host's interfaces: changes go in, the status of an uplink comes out. Used by
 * the owner thread only.
 */
final class LinkBook {

  private final Map<Integer, NetworkChange.InterfaceSeen> interfaces = new LinkedHashMap<>();
  private final Map<Integer, Map<InterfaceAddress, NetworkChange.AddressSeen>> addresses =
      new LinkedHashMap<>();

  void reset(List<NetworkChange> snapshot) {
    interfaces.clear();
    addresses.clear();
    snapshot.forEach(this::apply);
  }

  void apply(NetworkChange change) {
    if (change instanceof NetworkChange.InterfaceSeen seen) {
      // A name belongs to one interface at a time; the kernel may report the new one first.
      interfaces.values().removeIf(other -> other.name().equals(seen.name()));
      interfaces.put(seen.index(), seen);
    } else if (change instanceof NetworkChange.InterfaceGone gone) {
      interfaces.remove(gone.index());
      addresses.remove(gone.index());
    } else if (change instanceof NetworkChange.AddressSeen seen) {
      addresses
          .computeIfAbsent(seen.index(), index -> new LinkedHashMap<>())
          .put(seen.address(), seen);
    } else if (change instanceof NetworkChange.AddressGone gone) {
      addresses.getOrDefault(gone.index(), new LinkedHashMap<>()).remove(gone.address());
    }
  }

  /** The index of the uplink's interface, or 0 if there is none. */
  int index(UplinkKey uplink) {
    return find(uplink).map(NetworkChange.InterfaceSeen::index).orElse(0);
  }

  /** The present name of an interface; empty if there is none of that index. */
  Optional<String> name(int index) {
    return Optional.ofNullable(interfaces.get(index)).map(NetworkChange.InterfaceSeen::name);
  }

  /** The uplink's status; what is no matter of links is for the caller to judge. */
  LinkStatus status(UplinkKey uplink, boolean probeable, boolean strictReversePath) {
    return find(uplink)
        .map(
            seen ->
                new LinkStatus(
                    true,
                    seen.adminUp(),
                    seen.carrier(),
                    usable(seen.index(), uplink.family()),
                    probeable,
                    strictReversePath))
        .orElse(LinkStatus.ABSENT);
  }

  /** The usable addresses on the uplink's interface. */
  Set<InetAddress> addresses(UplinkKey uplink) {
    return usable(index(uplink), uplink.family()).stream()
        .map(InterfaceAddress::local)
        .collect(Collectors.toSet());
  }

  private Optional<NetworkChange.InterfaceSeen> find(UplinkKey uplink) {
    return interfaces.values().stream()
        .filter(seen -> seen.name().equals(uplink.interfaceName()))
        .findFirst();
  }

  private ImmutableList<InterfaceAddress> usable(int index, IpFamily family) {
    return addresses.getOrDefault(index, Map.of()).values().stream()
        .filter(NetworkChange.AddressSeen::usable)
        .filter(seen -> IpFamily.of(seen.address().local()) == family)
        .sorted(Comparator.comparing(NetworkChange.AddressSeen::deprecated))
        .map(NetworkChange.AddressSeen::address)
        .collect(ImmutableList.toImmutableList());
  }
}
