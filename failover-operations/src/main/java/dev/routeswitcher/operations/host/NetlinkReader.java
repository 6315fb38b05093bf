package dev.routeswitcher.operations.host;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.netlink.address.AddressFlags;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.client.ConntrackClient;
import dev.routeswitcher.netlink.client.ConntrackFilter;
import dev.routeswitcher.netlink.client.NetlinkException;
import dev.routeswitcher.netlink.client.RouteFilter;
import dev.routeswitcher.netlink.client.RouteVisitor;
import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatus;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkInfo;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourState;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteType;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.rule.RuleAction;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads interfaces, rules, covering routes, neighbours and translated connections by netlink. */
final class NetlinkReader implements AutoCloseable {

  /** The longest prefixes by which VPNs cover everything; see TargetPath.followsDefault. */
  private static final int COVERING_LENGTH_IPV4 = 1;

  private static final int COVERING_LENGTH_IPV6 = 3;

  private final RtnetlinkClient client;

  NetlinkReader() throws IOException {
    client = RtnetlinkClient.open();
  }

  private interface Question<T> {
    T ask() throws IOException;
  }

  private static <T> T understood(String what, Question<T> question) throws IOException {
    try {
      return question.ask();
    } catch (MalformedMessageException e) {
      throw new IOException(what + " that cannot be read: " + e.getMessage(), e);
    }
  }

  ImmutableList<HostInterface> interfaces() throws IOException {
    return understood(
        "link or address",
        () -> {
          List<LinkMessage> links = client.links().list();
          List<AddressMessage> addresses = client.addresses().list(AddressFamily.UNSPEC);
          return links.stream()
              .filter(link -> link.family().equals(AddressFamily.UNSPEC))
              .filter(link -> link.name().isPresent())
              .map(link -> toInterface(link, links, addresses))
              .collect(ImmutableList.toImmutableList());
        });
  }

  private static HostInterface toInterface(
      LinkMessage link, List<LinkMessage> links, List<AddressMessage> addresses) {
    boolean inVrf = link.info().flatMap(LinkInfo::portKind).filter("vrf"::equals).isPresent();
    String vrf =
        links.stream()
            .filter(other -> inVrf && link.master().orElse(0) == other.index())
            .flatMap(other -> other.name().stream())
            .findFirst()
            .orElse(null);
    return new HostInterface(
        link.index(),
        link.name().orElse(""),
        ImmutableSet.copyOf(link.alternativeNames()),
        link.kind().orElse(""),
        vrf,
        link.isUp(),
        link.isLowerUp(),
        link.mtu().orElse(0),
        addresses.stream()
            .filter(address -> address.interfaceIndex() == link.index())
            .flatMap(address -> toAddress(address).stream())
            .collect(ImmutableList.toImmutableList()));
  }

  private static Optional<HostInterface.Address> toAddress(AddressMessage message) {
    AddressFlags flags = message.flags();
    boolean usable =
        message.scope().equals(RouteScope.UNIVERSE)
            && !flags.has(AddressFlags.TENTATIVE)
            && !flags.has(AddressFlags.DADFAILED);
    return message
        .own()
        .map(
            own ->
                new HostInterface.Address(
                    new InterfaceAddress(
                        own.toInetAddress(),
                        message.address().orElse(own).toInetAddress(),
                        message.prefixLength()),
                    usable));
  }

  ImmutableList<HostRule> rules(IpFamily family) throws IOException {
    return understood(
        "rule",
        () ->
            client.rules().list(toNetlink(family)).stream()
                .map(NetlinkReader::toRule)
                .collect(ImmutableList.toImmutableList()));
  }

  private static HostRule toRule(RuleMessage rule) {
    boolean looksUp = rule.action().equals(RuleAction.TO_TABLE);
    boolean ofAll =
        rule.source().isEmpty()
            && rule.destination().isEmpty()
            && rule.tos() == 0
            && rule.inputInterface().isEmpty()
            && rule.outputInterface().isEmpty()
            && !rule.isVrfTable()
            && (rule.mark().isEmpty() || rule.isInverted())
            && !rule.attributes().has(RuleAttributes.UID_RANGE)
            && !rule.attributes().has(RuleAttributes.IP_PROTO)
            && !rule.attributes().has(RuleAttributes.SPORT_RANGE)
            && !rule.attributes().has(RuleAttributes.DPORT_RANGE);
    return new HostRule(
        rule.priority().orElse(0),
        looksUp ? rule.table().id() : 0,
        rule.protocol().map(RouteProtocol::value).orElse(0),
        ofAll,
        rule.suppressedPrefixLength().orElse(-1),
        rule.toString().replaceFirst("^\\d+:\\s*", "").replace(" [detached]", "").strip());
  }

  /** They are looked at without being kept: there may be a million others. */
  ImmutableList<HostRouting.CoveringRoute> covering(IpFamily family, List<HostInterface> interfaces)
      throws IOException {
    int longest = family == IpFamily.IPV4 ? COVERING_LENGTH_IPV4 : COVERING_LENGTH_IPV6;
    List<RouteMessage> found = new ArrayList<>();
    RouteVisitor visitor =
        new RouteVisitor() {
          @Override
          public void route(RouteView route) {
            if (route.destinationLength() > 0
                && route.destinationLength() <= longest
                && route.type() == RouteType.UNICAST.value()) {
              found.add(route.toMessage());
            }
          }

          @Override
          public void restart() {
            found.clear();
          }
        };
    return understood(
        "route",
        () -> {
          client.routes().visit(RouteFilter.of(toNetlink(family)).table(RouteTable.MAIN), visitor);
          return found.stream()
              .map(
                  route ->
                      new HostRouting.CoveringRoute(
                          route.destination().map(Object::toString).orElse("default"),
                          name(route.outputInterface().orElse(0), interfaces)))
              .collect(ImmutableList.toImmutableList());
        });
  }

  private static String name(int index, List<HostInterface> interfaces) {
    return interfaces.stream()
        .filter(each -> each.index() == index)
        .map(HostInterface::name)
        .findFirst()
        .orElse("if" + index);
  }

  /** Whether a neighbour is there; empty if the kernel knows nothing of it. */
  Optional<Boolean> isThere(int interfaceIndex, Neighbour neighbour) throws IOException {
    try {
      NeighbourState state =
          understood(
              "neighbour",
              () ->
                  client
                      .neighbours()
                      .get(interfaceIndex, IpAddress.of(neighbour.address()))
                      .state());
      return Optional.of(
          !state.has(NeighbourState.FAILED) && !state.has(NeighbourState.INCOMPLETE));
    } catch (NetlinkException e) {
      if (e.errno().isPresent()) {
        return Optional.empty(); // there is none
      }
      throw e;
    }
  }

  /** How many connections have their source translated, by what it is translated to. */
  static Translations translated() throws IOException {
    Map<InetAddress, Integer> counts = new LinkedHashMap<>();
    try (ConntrackClient connections = ConntrackClient.open()) {
      for (IpFamily family : IpFamily.values()) {
        ConntrackFilter filter =
            ConntrackFilter.of(toNetlink(family)).status(ConntrackStatus.SOURCE_NAT);
        understood(
            "connection",
            () -> {
              connections.visit(filter, entry -> count(entry, counts));
              return true;
            });
      }
    } catch (NetlinkException e) {
      if (e.is(Errno.EPERM)) {
        throw new IOException("connections may not be listed (EPERM)", e);
      } else if (e.is(Errno.EINVAL) || e.is(Errno.EOPNOTSUPP)) {
        return Translations.UNTRACKED;
      }
      throw e;
    } catch (NetlinkSocketException e) {
      if (e.errno().equals(Errno.EPROTONOSUPPORT)) {
        return Translations.UNTRACKED;
      }
      throw e;
    }
    return new Translations(true, ImmutableMap.copyOf(counts));
  }

  /** Answers go to what the source is translated to. */
  private static void count(ConntrackMessage entry, Map<InetAddress, Integer> counts) {
    Optional<IpAddress> to = entry.reply().destination();
    if (to.isPresent() && !to.equals(entry.original().source())) {
      counts.merge(to.get().toInetAddress(), 1, Integer::sum);
    }
  }

  private static AddressFamily toNetlink(IpFamily family) {
    return family == IpFamily.IPV4 ? AddressFamily.INET : AddressFamily.INET6;
  }

  @Override
  public void close() {
    client.close();
  }
}
