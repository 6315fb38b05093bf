package dev.routeswitcher.runtime.loop;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.runtime.port.NetworkChange;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceSeen;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the host's interfaces: changes go in, the status of an uplink comes out. Used by
 * the owner thread only.
 *
 * <p>An uplink keeps the name of the configuration, which may be an alternative name of its
 * interface; here it is known which one the kernel has.
 */
final class LinkBook {

  private ImmutableSet<String> configured;
  private final Map<Integer, InterfaceSeen> interfaces = new LinkedHashMap<>();
  private final Map<Integer, Map<InterfaceAddress, NetworkChange.AddressSeen>> addresses =
      new LinkedHashMap<>();

  /** Those interfaces that an uplink calls by an alternative name, by that name. */
  private final Map<String, InterfaceSeen> aliased = new LinkedHashMap<>();

  /** The names that uplinks are configured with, in the order of preference. */
  LinkBook(ImmutableSet<String> configured) {
    this.configured = configured;
  }

  /** From now on uplinks are configured with these names. */
  void configure(ImmutableSet<String> names) {
    configured = names;
    findAliased();
  }

  void reset(List<NetworkChange> snapshot) {
    interfaces.clear();
    addresses.clear();
    snapshot.forEach(this::take);
    findAliased();
  }

  void apply(NetworkChange change) {
    take(change);
    if (change instanceof InterfaceSeen || change instanceof NetworkChange.InterfaceGone) {
      findAliased();
    }
  }

  private void take(NetworkChange change) {
    if (change instanceof InterfaceSeen seen) {
      takeNames(seen);
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

  /** A name belongs to one interface at a time; the kernel may report the new one first. */
  private void takeNames(InterfaceSeen seen) {
    interfaces.values().removeIf(other -> seen.isCalled(other.name()));
    interfaces.replaceAll((index, other) -> without(seen, other));
  }

  private static InterfaceSeen without(InterfaceSeen owner, InterfaceSeen other) {
    if (other.otherNames().stream().noneMatch(owner::isCalled)) {
      return other;
    }
    ImmutableSet<String> rest =
        other.otherNames().stream()
            .filter(name -> !owner.isCalled(name))
            .collect(ImmutableSet.toImmutableSet());
    return new InterfaceSeen(
        other.index(), other.name(), rest, other.vrf(), other.adminUp(), other.carrier());
  }

  /** An interface that several uplinks name is the first one's. */
  private void findAliased() {
    aliased.clear();
    for (InterfaceSeen seen : interfaces.values()) {
      names(seen).stream()
          .findFirst()
          .filter(name -> !name.equals(seen.name()))
          .ifPresent(name -> aliased.put(name, seen));
    }
  }

  /** The configured names that the interface has, in the order of preference. */
  private List<String> names(InterfaceSeen seen) {
    return configured.stream().filter(seen::isCalled).toList();
  }

  /** The names, two or more, by which several uplinks mean the same interface; else empty. */
  List<String> sharedNames() {
    return interfaces.values().stream()
        .map(this::names)
        .filter(names -> names.size() > 1)
        .findFirst()
        .orElse(List.of());
  }

  /** Whether the kernel calls the interface of any uplink otherwise than the configuration. */
  boolean hasAliases() {
    return !aliased.isEmpty();
  }

  /** What the kernel calls the interface that the configuration calls so. */
  String kernelName(String name) {
    InterfaceSeen seen = aliased.get(name);
    return seen == null ? name : seen.name();
  }

  /** What the configuration calls the interface that the kernel calls so. */
  String configuredName(String kernelName) {
    for (Map.Entry<String, InterfaceSeen> alias : aliased.entrySet()) {
      if (alias.getValue().name().equals(kernelName)) {
        return alias.getKey();
      }
    }
    return kernelName;
  }

  /** The index of the uplink's interface, or 0 if there is none. */
  int index(UplinkKey uplink) {
    return find(uplink).map(InterfaceSeen::index).orElse(0);
  }

  /** The present name of an interface; empty if there is none of that index. */
  Optional<String> name(int index) {
    return Optional.ofNullable(interfaces.get(index)).map(InterfaceSeen::name);
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
                    borrowed(seen.index(), uplink.family()),
                    otherName(seen, uplink),
                    seen.vrf() == 0 ? null : name(seen.vrf()).orElse("of index " + seen.vrf()),
                    probeable,
                    strictReversePath))
        .orElse(LinkStatus.ABSENT);
  }

  /**
   * The address of another interface that the kernel sends from where this one has none: of IPv4
   * any of global scope ({@code inet_select_addr}, net/ipv4/devinet.c), of IPv6 likewise (RFC 6724,
   * 4), if the interface speaks IPv6, which a link-local address shows.
   */
  private @Nullable InetAddress borrowed(int index, IpFamily family) {
    if (!usable(index, family).isEmpty()
        || (family == IpFamily.IPV6 && of(index, family).findAny().isEmpty())) {
      return null;
    }
    return interfaces.values().stream()
        .filter(InterfaceSeen::adminUp)
        .map(InterfaceSeen::index)
        .sorted()
        .flatMap(other -> usable(other, family).stream())
        .map(InterfaceAddress::local)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable String otherName(InterfaceSeen seen, UplinkKey uplink) {
    return seen.name().equals(uplink.interfaceName()) ? null : seen.name();
  }

  /** The usable addresses on the uplink's interface. */
  Set<InetAddress> addresses(UplinkKey uplink) {
    return usable(index(uplink), uplink.family()).stream()
        .map(InterfaceAddress::local)
        .collect(Collectors.toSet());
  }

  private Optional<InterfaceSeen> find(UplinkKey uplink) {
    String name = uplink.interfaceName();
    return interfaces.values().stream()
        .filter(
            seen ->
                seen.isCalled(name) && name.equals(names(seen).stream().findFirst().orElse(name)))
        .findFirst();
  }

  private ImmutableList<InterfaceAddress> usable(int index, IpFamily family) {
    return of(index, family)
        .filter(NetworkChange.AddressSeen::usable)
        .sorted(Comparator.comparing(NetworkChange.AddressSeen::deprecated))
        .map(NetworkChange.AddressSeen::address)
        .collect(ImmutableList.toImmutableList());
  }

  private Stream<NetworkChange.AddressSeen> of(int index, IpFamily family) {
    return addresses.getOrDefault(index, Map.of()).values().stream()
        .filter(seen -> IpFamily.of(seen.address().local()) == family);
  }
}
