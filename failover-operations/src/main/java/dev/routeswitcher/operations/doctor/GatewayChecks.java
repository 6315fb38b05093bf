package dev.routeswitcher.operations.doctor;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.GatewayRoute;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.PlannedUplink;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.operations.doctor.Examination.Uplink;
import dev.routeswitcher.runtime.words.Remedies;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The gateways of the uplinks: whether they are known, and there. */
final class GatewayChecks {

  private GatewayChecks() {}

  static Stream<Finding> known(Examination examined) {
    return examined
        .allUplinks()
        .filter(Uplink::isReady)
        .flatMap(uplink -> fault(examined, uplink).stream());
  }

  private static Optional<Finding> fault(Examination examined, Uplink uplink) {
    Optional<GatewayRoute> via = examined.via(uplink);
    if (via.isEmpty()) {
      Alarm alarm = noGateway(examined, uplink);
      String words = examined.alarms().problem(alarm);
      String remedy = examined.alarms().remedy(alarm);
      // A provider without IPv6 is nothing to mend.
      return Optional.of(
          uplink.family() == IpFamily.IPV4
              ? Finding.fault(Kind.NO_GATEWAY, uplink.interfaceName(), words, remedy)
              : Finding.advice(Kind.NO_GATEWAY, subject(uplink), words, remedy));
    }
    return isOffLink(examined, uplink, via.get())
        ? Optional.of(offLink(examined, uplink, via.get()))
        : Optional.empty();
  }

  private static boolean isOffLink(Examination examined, Uplink uplink, GatewayRoute via) {
    boolean routed =
        examined.routing(uplink.family()).through(uplink.interfaceName()).stream()
            .flatMap(route -> route.hopThrough(uplink.interfaceName()).stream())
            .anyMatch(hop -> Objects.equals(hop.gateway(), via.gateway()));
    return uplink.config().gateway() != null
        && !uplink.config().onLink()
        && !routed
        && PlannedUplink.isOffLink(via, uplink.addresses());
  }

  private static Finding offLink(Examination examined, Uplink uplink, GatewayRoute via) {
    Alarm alarm =
        new Alarm.OffLinkGateway(
            uplink.key(), uplink.name(), Objects.requireNonNull(via.gateway()));
    return Finding.fault(
        Kind.OFF_LINK_GATEWAY,
        subject(uplink),
        examined.alarms().problem(alarm),
        examined.alarms().remedy(alarm));
  }

  private static Alarm noGateway(Examination examined, Uplink uplink) {
    String name = uplink.interfaceName();
    Optional<Route> sealed =
        examined.routing(uplink.family()).through(name).stream()
            .filter(Route::isSealed)
            .findFirst();
    if (sealed.isPresent()) {
      return new Alarm.SealedDefault(uplink.key(), uplink.name(), sealed.get());
    }
    // The kernel takes several defaults of one metric in IPv6 only.
    Route inTheWay =
        examined.defaults(uplink.family()).stream()
            .filter(route -> uplink.family() == IpFamily.IPV4)
            .filter(route -> !route.isOurs() && route.metric() == 0)
            .filter(route -> route.hopThrough(name).isEmpty())
            .findFirst()
            .orElse(null);
    return new Alarm.NoGateway(uplink.key(), uplink.name(), inTheWay);
  }

  static Stream<Finding> answering(Examination examined) {
    return examined
        .allUplinks()
        .filter(Uplink::isReady)
        .flatMap(
            uplink ->
                examined
                    .via(uplink)
                    .filter(via -> !isOffLink(examined, uplink, via))
                    .map(via -> answering(examined, uplink, via))
                    .stream());
  }

  private static Finding answering(Examination examined, Uplink uplink, GatewayRoute via) {
    InetAddress gateway = via.gateway();
    if (gateway == null) {
      return Finding.ok(Kind.GATEWAY, subject(uplink), "none is needed: it is point-to-point");
    }
    String text = InetAddresses.toAddrString(gateway);
    Boolean there =
        examined.facts().neighbours().get(new Neighbour(uplink.interfaceName(), gateway));
    if (there == null) {
      return Finding.ok(Kind.GATEWAY, subject(uplink), text + "; whether it answers is not known");
    } else if (there) {
      return Finding.ok(
          Kind.GATEWAY, subject(uplink), text + " answers" + rivals(examined, uplink));
    }
    return Finding.fault(
        Kind.GATEWAY_SILENT,
        subject(uplink),
        "gateway " + text + " does not answer, not even to tell its hardware address",
        "see to the line and to that router; "
            + Remedies.ip(uplink.family())
            + " neigh show "
            + text
            + " dev "
            + uplink.interfaceName()
            + "; if another is right, give it as gateway of "
            + uplink.name());
  }

  /** Of several routers on the link each, with the preference that it asks for. */
  private static String rivals(Examination examined, Uplink uplink) {
    List<String> routers = new ArrayList<>();
    for (Route route : examined.routing(uplink.family()).through(uplink.interfaceName())) {
      for (Hop hop : route.hops()) {
        InetAddress gateway = hop.gateway();
        if (!route.isOurs()
            && gateway != null
            && hop.interfaceName().equals(uplink.interfaceName())) {
          routers.add(
              InetAddresses.toAddrString(gateway)
                  + " "
                  + (route.preference() == null ? "medium" : Codes.of(route.preference()))
                  + " metric "
                  + route.metric());
        }
      }
    }
    return routers.stream().distinct().count() > 1
        ? "; routers on the link: " + String.join(", ", routers.stream().distinct().toList())
        : "";
  }

  /** A host that forwards takes no advertisements unless it is told to: accept_ra 2. */
  static Stream<Finding> advertisements(Examination examined) {
    return examined
        .allUplinks()
        .filter(uplink -> uplink.family() == IpFamily.IPV6)
        .filter(uplink -> uplink.isReady() && examined.via(uplink).isEmpty())
        .filter(
            uplink ->
                examined.facts().number(setting(uplink, "forwarding")).orElse(0L) == 1
                    && examined.facts().number(setting(uplink, "accept_ra")).orElse(0L) == 1)
        .map(
            uplink ->
                Finding.advice(
                    Kind.ROUTER_ADVERTISEMENTS,
                    uplink.interfaceName(),
                    "takes no router advertisements, because this host forwards",
                    "sysctl -w " + setting(uplink, "accept_ra") + "=2"));
  }

  private static String setting(Uplink uplink, String name) {
    return Remedies.sysctlName(IpFamily.IPV6, uplink.interfaceName(), name);
  }

  private static String subject(Uplink uplink) {
    return uplink.key().toString();
  }
}
