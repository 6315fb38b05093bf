package dev.routeswitcher.netlink.live;

import static dev.routeswitcher.netlink.live.LiveKernel.ORDER;
import static dev.routeswitcher.netlink.live.LiveKernel.cursor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.IpEncapsulation;
import dev.routeswitcher.netlink.encapsulation.Seg6Encapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkAddress;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.neighbour.NeighbourMessage;
import dev.routeswitcher.netlink.nexthop.NextHopGroupMember;
import dev.routeswitcher.netlink.nexthop.NextHopMessage;
import dev.routeswitcher.netlink.print.PrintedFile;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.rule.PortRange;
import dev.routeswitcher.netlink.rule.RuleAttributes;
import dev.routeswitcher.netlink.rule.RuleMessage;
import dev.routeswitcher.netlink.rule.UserRange;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of every kind that this kernel sends and takes, read by the codec. */
class LiveMessagesIT {
  private static final ByteOrder OTHER =
      ORDER == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;

  private static final int CREATE = NetlinkHeader.CREATE | NetlinkHeader.EXCLUSIVE;

  private final LiveKernel kernel = new LiveKernel();

  @AfterEach
  void end() {
    kernel.close();
  }

  @Test
  void every_message_of_both_directions_is_written_as_it_was_in_either_byte_order()
      throws Exception {
    kernel.listEverything();
    addOneOfEachKind();
    beRefusedInEveryWay();

    assertThat(kernel.messages()).hasSizeGreaterThan(150);
    List<String> problems = new ArrayList<>();
    for (Bytes message : kernel.messages()) {
      MessageCursor cursor = cursor(message, ORDER);
      Bytes turned = Swapped.copyOf(message, ORDER);
      MessageCursor other = cursor(turned, OTHER);
      assertThat(Swapped.copyOf(turned, OTHER)).isEqualTo(message);
      assertThat(other.header()).isEqualTo(cursor.header());
      if (cursor.type() < NetlinkHeader.MIN_PROTOCOL_TYPE) {
        Acknowledgement verdict = Acknowledgement.read(cursor);
        assertThat(verdict.extended().problems()).isEmpty();
        assertThat(Acknowledgement.read(other)).hasToString(verdict.toString());
      } else {
        RtnetlinkMessage object = readBack(cursor);
        assertThat(said(readBack(other))).isEqualTo(said(object));
        object.problems().forEach(problem -> problems.add(problem.getMessage()));
      }
    }
    // in the request that was to be refused for it
    assertThat(problems).containsExactly("RTA_OIF at offset 36: expected 4 bytes, found 2 bytes");
  }

  /** Reads a message, and checks that it is written as it was. */
  private static RtnetlinkMessage readBack(MessageCursor cursor) {
    RtnetlinkMessage object = RtnetlinkMessages.read(cursor);
    NetlinkWriter writer = new NetlinkWriter(cursor.order());
    int start = writer.beginMessage(cursor.header());
    object.writeTo(writer);
    writer.endMessage(start);
    assertThat(Bytes.copyOf(writer.written(), 0, cursor.length()))
        .isEqualTo(Bytes.copyOf(cursor.buffer(), cursor.offset(), cursor.length()));
    return object;
  }

  /** What every accessor of a message says. */
  private static Map<String, String> said(RtnetlinkMessage object) throws IllegalAccessException {
    Map<String, String> said = new TreeMap<>();
    for (Method method : object.getClass().getDeclaredMethods()) {
      boolean accessor =
          method.getParameterCount() == 0
              && Modifier.isPublic(method.getModifiers())
              && !Modifier.isStatic(method.getModifiers())
              && !List.of("attributes", "hashCode", "toBuilder").contains(method.getName());
      if (accessor) {
        said.put(method.getName(), answer(method, object));
      }
    }
    return said;
  }

  private static String answer(Method method, RtnetlinkMessage object)
      throws IllegalAccessException {
    try {
      return printed(method.invoke(object));
    } catch (InvocationTargetException e) {
      return e.getCause().toString();
    }
  }

  /** What holds attributes prints their bytes, whose numbers are turned round. */
  private static String printed(Object value) {
    return value.toString().replaceAll("attributes=\\[[^]]*]", "").replaceAll("0x[0-9a-f]{8,}", "");
  }

  @Test
  void every_object_reads_as_ip_prints_it() throws Exception {
    List<Bytes> objects = kernel.listEverything();
    StringBuilder text = new StringBuilder();
    NetlinkWriter file = new NetlinkWriter(ORDER);
    for (Bytes object : objects) {
      file.bytes(object.toArray()).pad();
      text.append(object).append("\n\n");
    }

    List<String> ip;
    try (TestNamespace empty = TestNamespace.create()) {
      ip = PrintedFile.byIpMonitor(empty, file.toBytes());
    }

    List<String> ours = PrintedFile.byProgram(file.toBytes().toArray());
    assertThat(ours.stream().map(LiveMessagesIT::asOlderIpHasIt).toList())
        .isEqualTo(ip)
        .hasSameSizeAs(objects);
    assertThat(PrintedFile.byProgram(PrintedFile.text(text.toString()))).isEqualTo(ours);
    assertThat(String.join("\n", ours))
        .contains("encap seg6 mode inline segs 2 [ 2001:db8::a :: ]")
        .contains("101: from all iif up0 oif gone0 [detached] ipproto tcp sport 5 dport 80-90")
        .contains("id 4 group 1 type resilient buckets 4 idle_timer 5 unbalanced_timer 0");
  }

  /** Without what only details of {@code ip}, {@code bridge fdb} or an {@code ip} above 6.1 say. */
  private static String asOlderIpHasIt(String line) {
    return line.replaceAll(" (alias \\S+|self|proto kernel_(lo|ll))(?= |$)", "");
  }

  @Test
  void an_error_names_the_attribute_in_the_request_that_was_sent() throws Exception {
    assertThat(
            refusal(
                route("203.0.113.0/24").attribute(RouteAttributes.OIF.number(), w -> w.u16(10))))
        .isEqualTo(
            "ERANGE: Attribute failed policy validation at offset 36"
                + " (u32 from 0 to 4294967295) RTA_OIF");
    assertThat(
            refusal(
                RtnetlinkType.NEWLINK,
                CREATE,
                LinkMessage.builder()
                    .name("vl0")
                    .kind("vxlan", w -> w.attribute(1, new byte[] {7}))
                    .build()))
        .contains("ERANGE: Attribute failed policy validation")
        .endsWith("IFLA_LINKINFO/IFLA_INFO_DATA/IFLA_VXLAN_ID");
  }

  @Test
  void what_is_missing_is_named() throws Exception {
    NextHopMessage group =
        NextHopMessage.builder(AddressFamily.UNSPEC)
            .id(90)
            .group(List.of(new NextHopGroupMember(1, 1)))
            .attribute(13, w -> w.u32(0))
            .build();

    assertThat(refusal(RtnetlinkType.NEWNEXTHOP, CREATE, group)).startsWith("EINVAL");
    assertThat(
            refusal(
                RtnetlinkType.DELNEIGH,
                0,
                NeighbourMessage.builder(AddressFamily.INET).interfaceIndex(10).build()))
        .isEqualTo("EINVAL: Network address not specified");
  }

  private String refusal(RouteBuilder route) throws Exception {
    return refusal(RtnetlinkType.NEWROUTE, CREATE, route.build());
  }

  /** What the kernel says to a request, and the attribute it means. */
  private String refusal(int type, int flags, RtnetlinkMessage request) throws Exception {
    Acknowledgement verdict = kernel.ask(type, flags, request);
    assertThat(verdict.isSuccess()).isFalse();
    Attributes sent = request.attributes();
    return verdict + verdict.attributeIn(sent).map(path -> " " + path).orElse("");
  }

  private static RouteBuilder route(String destination) {
    IpPrefix prefix = IpPrefix.parse(destination);
    return RouteMessage.builder(prefix.address().family()).destination(prefix);
  }

  private void addOneOfEachKind() throws Exception {
    IpAddress router = IpAddress.parse("192.0.2.1");
    accept(RtnetlinkType.NEWLINK, LinkMessage.builder().name("br1").kind("bridge").build());
    accept(
        RtnetlinkType.NEWADDR,
        AddressMessage.builder(IpPrefix.parse("192.0.2.77/24"), 10)
            .label("up0:1")
            .lifetime(500, 400)
            .build());
    accept(
        RtnetlinkType.NEWROUTE,
        route("198.51.100.128/25")
            .table(RouteTable.of(4712))
            .protocol(RouteProtocol.of(157))
            .metrics(RouteMetrics.of(Map.of(RouteMetrics.MTU, 1300L, RouteMetrics.RTT, 80L)))
            .nextHops(List.of(NextHop.via(router, 10).withWeight(7), NextHop.via(router, 10)))
            .build());
    for (Encapsulation encapsulation :
        List.of(
            Seg6Encapsulation.of(
                Seg6Encapsulation.ENCAP,
                List.of(IpAddress.parse("2001:db8::a"), IpAddress.parse("2001:db8::b"))),
            Seg6Encapsulation.of(Seg6Encapsulation.INLINE, List.of(IpAddress.parse("2001:db8::a"))),
            IpEncapsulation.of(9, IpAddress.parse("2001:db8::c")))) {
      RouteMessage route =
          route("2001:db8:9::/48")
              .outputInterface(10)
              .encapsulation(encapsulation)
              .priority(encapsulation.hashCode() & 0xffff)
              .build();
      accept(RtnetlinkType.NEWROUTE, route);
      List<String> words = List.of(route.toString().split(" "));
      assertThat(kernel.listed(RtnetlinkType.GETROUTE, 12, AddressFamily.INET6))
          .anyMatch(text -> List.of(text.split(" ")).containsAll(words));
    }
    accept(
        RtnetlinkType.NEWNEIGH,
        NeighbourMessage.builder(AddressFamily.INET)
            .interfaceIndex(10)
            .destination(IpAddress.parse("192.0.2.88"))
            .linkLayerAddress(LinkAddress.parse("02:00:5e:10:00:58"))
            .protocol(RouteProtocol.of(157))
            .build());
    RuleMessage rule =
        RuleMessage.builder(AddressFamily.INET)
            .priority(200)
            .source(IpPrefix.parse("192.0.2.0/24"))
            .destination(IpPrefix.parse("203.0.113.7/32"))
            .mark(0x10, 0xff)
            .inputInterface("up0")
            .set(RuleAttributes.UID_RANGE, new UserRange(0, 0))
            .set(RuleAttributes.IP_PROTO, 6)
            .set(RuleAttributes.SPORT_RANGE, new PortRange(1024, 65534))
            .set(RuleAttributes.DPORT_RANGE, PortRange.of(443))
            .set(RuleAttributes.TUN_ID, 77)
            .lookup(RouteTable.of(4711))
            .suppressPrefixLength(0)
            .protocol(RouteProtocol.STATIC)
            .build();
    accept(RtnetlinkType.NEWRULE, rule);
    assertThat(kernel.listed(RtnetlinkType.GETRULE, 12, AddressFamily.INET))
        .contains(rule.toString());
    NextHopMessage resilient =
        NextHopMessage.builder(AddressFamily.UNSPEC)
            .id(44)
            .resilientGroup(List.of(NextHopGroupMember.of(1)), 8, 6000, 0)
            .build();
    accept(RtnetlinkType.NEWNEXTHOP, resilient);
    assertThat(kernel.listed(RtnetlinkType.GETNEXTHOP, 8, AddressFamily.UNSPEC))
        .anyMatch(text -> text.startsWith(resilient.toString()));
  }

  private void accept(int type, RtnetlinkMessage request) throws Exception {
    Acknowledgement verdict = kernel.ask(type, CREATE, request);
    assertThat(verdict.isSuccess()).as(request + ": " + verdict).isTrue();
  }

  private void beRefusedInEveryWay() throws Exception {
    List<Errno> errors = new ArrayList<>();
    RouteBuilder there = route("203.0.113.0/24").table(RouteTable.of(4711)).outputInterface(10);
    errors.add(error(RtnetlinkType.NEWROUTE, CREATE, there.build()));
    errors.add(error(RtnetlinkType.DELROUTE, 0, route("192.0.2.192/26").build()));
    errors.add(
        error(
            RtnetlinkType.NEWROUTE,
            CREATE,
            route("192.0.2.192/26").gateway(IpAddress.parse("203.0.113.99")).build()));
    errors.add(
        error(
            RtnetlinkType.NEWROUTE,
            CREATE,
            route("192.0.2.192/26")
                .attribute(RouteAttributes.OIF.number(), w -> w.u16(1))
                .build()));
    errors.add(
        error(
            RtnetlinkType.NEWROUTE,
            CREATE,
            route("192.0.2.192/26")
                .attribute(RouteAttributes.METRICS.number() | 0x8000, w -> w.u32Attribute(40, 1))
                .build()));
    errors.add(error(RtnetlinkType.GETLINK, 0, LinkMessage.builder().index(4000).build()));
    errors.add(error(RtnetlinkType.GETROUTE, NetlinkHeader.DUMP, oddDumpRequest()));
    errors.add(
        error(
            RtnetlinkType.NEWLINK,
            CREATE,
            LinkMessage.builder().name("x0").kind("no-such-kind").build()));

    assertThat(errors)
        .containsExactly(
            Errno.EEXIST,
            Errno.ESRCH,
            Errno.ENETUNREACH,
            new Errno(34),
            Errno.EINVAL,
            Errno.ENODEV,
            Errno.EINVAL,
            Errno.EOPNOTSUPP);
  }

  /** A dump request that strict checking refuses: it asks for a type of service. */
  private static RouteMessage oddDumpRequest() {
    return route("0.0.0.0/0").tos(4).build();
  }

  private Errno error(int type, int flags, RtnetlinkMessage request) throws Exception {
    return kernel.ask(type, flags, request).error();
  }

  /** Every attribute that this kernel sent has a name. */
  @Test
  void every_attribute_has_a_name() throws Exception {
    for (Bytes message : kernel.listEverything()) {
      RtnetlinkMessage object = RtnetlinkMessages.read(cursor(message, ORDER));
      for (Attribute attribute : object.attributes()) {
        assertThat(object.attributes().schema().knows(attribute.type()))
            .as(attribute + " of " + object)
            .isTrue();
      }
    }
  }
}
