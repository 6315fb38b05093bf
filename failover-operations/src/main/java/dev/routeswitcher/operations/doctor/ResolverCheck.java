package dev.routeswitcher.operations.doctor;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.operations.doctor.Examination.Uplink;
import dev.routeswitcher.operations.host.Burst;
import dev.routeswitcher.operations.host.Resolvers;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Resolvers that answer through one uplink only. */
final class ResolverCheck {

  private ResolverCheck() {}

  static Stream<Finding> findings(Examination examined) {
    return examined
        .facts()
        .resolvers()
        .found()
        .map(resolvers -> findings(examined, resolvers))
        .orElseGet(Stream::of);
  }

  private static Stream<Finding> findings(Examination examined, Resolvers resolvers) {
    return resolvers.addresses().isEmpty()
        ? Stream.of(
            Finding.ok(Kind.RESOLVER, "names", resolvers.file() + " names this host or nobody"))
        : resolvers.addresses().stream().map(address -> finding(examined, resolvers, address));
  }

  private static Finding finding(Examination examined, Resolvers resolvers, InetAddress resolver) {
    String subject = InetAddresses.toAddrString(resolver);
    List<Burst> asked =
        examined.uplinks().stream()
            .flatMap(uplink -> examined.burst(uplink.interfaceName(), resolver).stream())
            .toList();
    List<String> answering =
        asked.stream().filter(burst -> burst.answered() > 0).map(Burst::interfaceName).toList();
    List<String> onLink =
        examined.uplinks().stream()
            .filter(uplink -> reaches(uplink, resolver))
            .map(Uplink::interfaceName)
            .toList();
    boolean byOneOnly = answering.size() == 1 && asked.size() > 1;
    if (onLink.size() == 1 || byOneOnly) {
      return Finding.advice(
          Kind.RESOLVER,
          subject,
          (onLink.size() == 1
                  ? "lies on the link of " + onLink.get(0)
                  : "answers by " + answering.get(0) + " only")
              + ": names may fail while another uplink is in use",
          "name one in " + resolvers.file() + " that answers by every uplink");
    }
    return Finding.ok(
        Kind.RESOLVER,
        subject,
        answering.isEmpty()
            ? "answers no ping, so by which uplinks it can be reached is not known"
            : "answers by " + answering.stream().collect(Collectors.joining(" and ")));
  }

  private static boolean reaches(Uplink uplink, InetAddress resolver) {
    return uplink.link().filter(link -> link.reaches(resolver)).isPresent();
  }
}
