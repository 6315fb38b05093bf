package dev.routeswitcher.operations.doctor;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.operations.doctor.Examination.Uplink;
import dev.routeswitcher.operations.host.HostInterface;
import dev.routeswitcher.runtime.words.Remedies;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The interfaces of the uplinks, and their addresses. */
final class InterfaceChecks {

  private InterfaceChecks() {}

  /** By alternative names; the same name twice is a fault of the configuration. */
  static Stream<Finding> sameInterface(Examination examined) {
    Map<Integer, List<String>> names = new LinkedHashMap<>();
    for (Uplink uplink : examined.uplinks()) {
      uplink
          .link()
          .ifPresent(
              link ->
                  names
                      .computeIfAbsent(link.index(), index -> new ArrayList<>())
                      .add(uplink.config().interfaceName()));
    }
    return names.values().stream()
        .filter(several -> several.size() > 1)
        .map(
            several ->
                Finding.fault(
                    Kind.SAME_INTERFACE,
                    several.get(0),
                    String.join(" and ", several) + " are names of the same interface",
                    "every uplink needs an interface of its own: give another for "
                        + several.get(several.size() - 1)));
  }

  static Stream<Finding> state(Examination examined) {
    return examined.uplinks().stream().map(uplink -> state(examined, uplink));
  }

  private static Finding state(Examination examined, Uplink uplink) {
    Optional<HostInterface> there = uplink.link();
    String name = uplink.interfaceName();
    if (there.isEmpty()) {
      Alarm alarm = new Alarm.NoInterface(uplink.key(), uplink.name());
      return Finding.fault(
          Kind.NO_INTERFACE,
          name,
          examined.alarms().problem(alarm) + "; there are " + others(examined),
          examined.alarms().remedy(alarm) + "; if it is another, give that");
    }
    HostInterface link = there.get();
    if (link.vrf() != null) {
      Alarm alarm = new Alarm.InVrf(uplink.key(), link.vrf());
      return Finding.fault(
          Kind.IN_VRF, name, examined.alarms().problem(alarm), examined.alarms().remedy(alarm));
    } else if (!link.up()) {
      return Finding.fault(Kind.ADMIN_DOWN, name, "is set down", "ip link set " + name + " up");
    } else if (!link.carrier()) {
      return Finding.fault(
          Kind.NO_CARRIER,
          name,
          "is set up, and has no carrier",
          "see to its cable, and to what is at the other end");
    }
    return Finding.ok(Kind.INTERFACE, name, "is up" + addresses(link) + ", MTU " + link.mtu());
  }

  private static String others(Examination examined) {
    return examined.facts().interfaces().orElse(ImmutableList.of()).stream()
        .map(HostInterface::name)
        .filter(name -> !name.equals("lo"))
        .collect(Collectors.joining(", "));
  }

  private static String addresses(HostInterface link) {
    return Stream.of(IpFamily.values())
        .flatMap(family -> link.usable(family).stream())
        .map(address -> ", " + address)
        .collect(Collectors.joining());
  }

  /** One without an address sends from that of another, if the kernel has a route by it. */
  static Stream<Finding> addresses(Examination examined) {
    return examined
        .allUplinks()
        .filter(uplink -> uplink.isReady() && uplink.addresses().isEmpty())
        .filter(uplink -> !borrows(examined, uplink) && !isDisabled(examined, uplink))
        .map(InterfaceChecks::noAddress);
  }

  private static Finding noAddress(Uplink uplink) {
    String family = Codes.of(uplink.family());
    String name = uplink.interfaceName();
    return uplink.family() == IpFamily.IPV4
        ? Finding.fault(
            Kind.NO_ADDRESS,
            name,
            "has no address of " + family,
            "start its DHCP client, or give it one; ip address add ADDRESS/LENGTH dev " + name)
        : Finding.advice(
            Kind.NO_ADDRESS,
            name,
            "has no address of " + family + ": IPv6 has no substitute there",
            "have its router advertise a prefix, or give it one; ip -6 address add ADDRESS/LENGTH dev "
                + name);
  }

  private static boolean borrows(Examination examined, Uplink uplink) {
    boolean routed = !examined.routing(uplink.family()).through(uplink.interfaceName()).isEmpty();
    return routed
        && examined.facts().interfaces().orElse(ImmutableList.of()).stream()
            .anyMatch(other -> other.up() && !other.usable(uplink.family()).isEmpty());
  }

  static Stream<Finding> ipv6Disabled(Examination examined) {
    return examined
        .allUplinks()
        .filter(uplink -> isDisabled(examined, uplink))
        .map(
            uplink ->
                Finding.fault(
                    Kind.IPV6_DISABLED,
                    uplink.interfaceName(),
                    "IPv6 is to be used and is switched off on it",
                    "sysctl -w " + disabling(uplink) + "=0"));
  }

  private static boolean isDisabled(Examination examined, Uplink uplink) {
    return uplink.family() == IpFamily.IPV6
        && uplink.link().isPresent()
        && examined.facts().number(disabling(uplink)).filter(value -> value != 0).isPresent();
  }

  private static String disabling(Uplink uplink) {
    return Remedies.sysctlName(IpFamily.IPV6, uplink.interfaceName(), "disable_ipv6");
  }

  static Stream<Finding> sharedAddresses(Examination examined) {
    return examined.families().stream().flatMap(family -> sharedAddresses(examined, family));
  }

  private static Stream<Finding> sharedAddresses(Examination examined, FamilyConfig family) {
    return examined.plan(family).sharedAddresses().stream()
        .map(
            address -> {
              Alarm alarm =
                  new Alarm.SharedAddress(
                      family.family(), address, having(examined, family, address));
              return Finding.advice(
                  Kind.SHARED_ADDRESS,
                  alarm.subject(),
                  examined.alarms().problem(alarm),
                  examined.alarms().remedy(alarm));
            });
  }

  private static ImmutableList<UplinkKey> having(
      Examination examined, FamilyConfig family, InetAddress address) {
    return examined.uplinks(family).stream()
        .filter(
            uplink ->
                uplink.addresses().stream().map(InterfaceAddress::local).anyMatch(address::equals))
        .map(Uplink::key)
        .collect(ImmutableList.toImmutableList());
  }

  static Stream<Finding> mtu(Examination examined) {
    List<HostInterface> links =
        examined.uplinks().stream().flatMap(uplink -> uplink.link().stream()).toList();
    long least = links.stream().mapToLong(HostInterface::mtu).min().orElse(0);
    return links.stream()
        .filter(link -> link.mtu() > least)
        .map(
            link ->
                Finding.advice(
                    Kind.MTU,
                    link.name(),
                    "takes packets of "
                        + link.mtu()
                        + " bytes, other uplinks of "
                        + least
                        + ": connections may stall at a switch where ICMP is filtered",
                    "ip link set " + link.name() + " mtu " + least));
  }
}
