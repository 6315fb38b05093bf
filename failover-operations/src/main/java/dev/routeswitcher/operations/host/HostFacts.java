package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.TargetPath;
import java.net.InetAddress;
import java.util.Optional;

/**
 * What a host is at one moment, as far as it bears on its uplinks. Immutable.
 *
 * @param kernel its release: {@code 6.1.0-18-amd64}
 * @param switcherRuns whether a switcher runs in this network namespace
 * @param routing routes and rules, by family
 * @param leased the gateways that DHCP clients have written down, by interface
 * @param sysctls settings of the kernel, by their names as sysctl(8) takes them; those that could
 *     not be read are missing
 * @param managers who configures which interface
 * @param translated the connections whose source is translated
 * @param unit the switcher's unit, if systemd has one
 * @param systemdRuns whether systemd is at work on the host
 * @param bursts what came of the probes
 * @param neighbours the gateways that were asked, and whether each is there; one of which nothing
 *     is known is missing
 * @param pathsBack where what is sent from an address of an interface to a target leaves, by that
 *     interface
 */
public record HostFacts(
    String kernel,
    boolean switcherRuns,
    Privileges privileges,
    Limits limits,
    Reading<ImmutableList<HostInterface>> interfaces,
    ImmutableMap<IpFamily, HostRouting> routing,
    ImmutableMap<String, InetAddress> leased,
    ImmutableSortedMap<String, String> sysctls,
    ImmutableSetMultimap<String, Manager> managers,
    Reading<Translations> translated,
    Reading<Resolvers> resolvers,
    Reading<Optional<UnitFile>> unit,
    boolean systemdRuns,
    ImmutableList<Burst> bursts,
    ImmutableMap<Neighbour, Boolean> neighbours,
    ImmutableSetMultimap<String, TargetPath> pathsBack) {

  /** The interface that has this name, or this alternative one. */
  public Optional<HostInterface> find(String anyName) {
    return interfaces
        .found()
        .flatMap(all -> all.stream().filter(each -> each.isCalled(anyName)).findFirst());
  }

  /** A setting of the kernel that is a number; empty if it could not be read. */
  public Optional<Long> number(String sysctl) {
    String text = sysctls.get(sysctl);
    return text == null || !text.matches("-?\\d{1,18}")
        ? Optional.empty()
        : Optional.of(Long.parseLong(text));
  }
}
