package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Subnet;
import dev.routeswitcher.operations.host.HostInterface;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prefixes of IPv6 on interfaces that are no uplinks: one that a provider has delegated is good for
 * that provider's uplink only.
 */
final class LanPrefixCheck {

  /** The first seven bits of unique local addresses (RFC 4193, section 3.1). */
  private static final int UNIQUE_LOCAL = 0xfc;

  private static final int UNIQUE_LOCAL_MASK = 0xfe;

  private LanPrefixCheck() {}

  static Stream<Finding> findings(Examination examined) {
    return examined.families().stream()
        .filter(family -> family.family() == IpFamily.IPV6)
        .flatMap(family -> findings(examined, family));
  }

  private static Stream<Finding> findings(Examination examined, FamilyConfig family) {
    long uplinks =
        examined.uplinks(family).stream()
            .filter(uplink -> examined.via(uplink).isPresent())
            .count();
    return examined.facts().interfaces().orElse(ImmutableList.of()).stream()
        .filter(link -> !examined.isUplink(link.name()))
        .filter(link -> !prefixes(link).isEmpty())
        .map(link -> finding(link, uplinks));
  }

  private static Finding finding(HostInterface link, long uplinks) {
    List<String> prefixes = prefixes(link);
    String words = "has " + String.join(" and ", prefixes);
    return prefixes.size() >= uplinks
        ? Finding.ok(Kind.LAN_PREFIX, link.name(), words)
        : Finding.advice(
            Kind.LAN_PREFIX,
            link.name(),
            words
                + " for "
                + uplinks
                + " uplinks: if one provider has delegated it, the others drop what comes from it",
            "have one delegated by each provider; ip -6 address add ADDRESS/LENGTH dev "
                + link.name()
                + "; or translate it, as the manual says of IPv6 for a LAN");
  }

  private static List<String> prefixes(HostInterface link) {
    return link.usable(IpFamily.IPV6).stream()
        .filter(address -> !isLocal(address.local()))
        .map(LanPrefixCheck::subnet)
        .distinct()
        .toList();
  }

  private static String subnet(InterfaceAddress address) {
    return new Subnet(address.network(), address.prefixLength()).toString();
  }

  private static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
  }
}
