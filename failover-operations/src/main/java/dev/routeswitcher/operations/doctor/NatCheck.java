package dev.routeswitcher.operations.doctor;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.operations.host.Translations;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Connections whose source is translated, and what becomes of them at a switch. The connection
 * tracker does not say whether masquerading did it or a fixed address.
 */
final class NatCheck {

  private NatCheck() {}

  static Stream<Finding> findings(Examination examined) {
    return examined
        .facts()
        .translated()
        .found()
        .map(translated -> findings(examined, translated))
        .orElseGet(Stream::of); // said elsewhere
  }

  private static Stream<Finding> findings(Examination examined, Translations translated) {
    if (!translated.tracked()) {
      return Stream.of(
          examined.question().flushesConntrack()
              ? Finding.advice(
                  Kind.NAT,
                  "connections",
                  "the kernel tracks none, so there is nothing to flush",
                  "leave out "
                      + examined.named("flush-conntrack")
                      + "; or load nf_conntrack_netlink")
              : Finding.ok(Kind.NAT, "connections", "the kernel tracks none"));
    } else if (translated.counts().isEmpty()) {
      return Stream.of(Finding.ok(Kind.NAT, "connections", "none has its source translated now"));
    }
    return translated.counts().entrySet().stream().map(entry -> finding(examined, entry));
  }

  private static Finding finding(Examination examined, Map.Entry<InetAddress, Integer> entry) {
    String address = InetAddresses.toAddrString(entry.getKey());
    Optional<String> owner =
        examined.uplinks().stream()
            .flatMap(uplink -> uplink.link().stream())
            .filter(link -> has(link, entry.getKey()))
            .map(HostInterface::name)
            .findFirst();
    String words = "connections have their source translated to it: " + entry.getValue();
    if (owner.isPresent() && isProvidedFor(examined)) {
      return Finding.ok(Kind.NAT, address, words + ", which is provided for");
    }
    return Finding.advice(
        Kind.NAT,
        address,
        words
            + ", by masquerading or SNAT; at a switch masqueraded ones are reset, and those of SNAT"
            + " keep the address until they time out"
            + (owner.isPresent() ? "" : "; no uplink has it, so no flush would find them"),
        owner.isPresent()
            ? "of SNAT: "
                + examined.named("flush-conntrack")
                + "; of both: "
                + examined.named("firewall-marks")
                + " 0x1000000/0xff000000, with what route-switcher nftables prints"
            : "give the address to the uplink that it belongs to; ip address add "
                + address
                + " dev INTERFACE");
  }

  private static boolean isProvidedFor(Examination examined) {
    return examined.question().flushesConntrack() || examined.layout().firstMark() != null;
  }

  private static boolean has(HostInterface link, InetAddress address) {
    return link.addresses().stream().anyMatch(own -> own.address().local().equals(address));
  }
}
