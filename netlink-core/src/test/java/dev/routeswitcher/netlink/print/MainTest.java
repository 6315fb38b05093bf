package dev.routeswitcher.netlink.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.Captures;
import dev.routeswitcher.netlink.Captures.Capture;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final String ROUTE = "default dev if3 scope link metric 5";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(byte[] input, String... arguments) {
    return Main.run(
        arguments,
        new ByteArrayInputStream(input),
        new PrintStream(out, true),
        new PrintStream(err, true));
  }

  private static Bytes message(ByteOrder order, int type, int flags, RtnetlinkMessage body) {
    NetlinkWriter writer = new NetlinkWriter(order);
    int start = writer.beginMessage(new NetlinkHeader(type, flags, 7, 0));
    body.writeTo(writer);
    return writer.endMessage(start).toBytes();
  }

  private static RouteMessage route(ByteOrder order) {
    return RouteMessage.builder(AddressFamily.INET, order).outputInterface(3).priority(5).build();
  }

  private static Bytes routeMessage(ByteOrder order) {
    return message(order, RtnetlinkType.NEWROUTE, 0, route(order));
  }

  private static byte[] pcap(ByteOrder order, int magic, int linkType, Bytes... datagrams) {
    ByteBuffer file = ByteBuffer.allocate(10_000).order(order);
    file.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0);
    file.putInt(65535).putInt(linkType);
    for (Bytes datagram : datagrams) {
      file.putInt(1_700_000_000).putInt(5).putInt(16 + datagram.length());
      file.putInt(16 + datagram.length());
      file.put(new byte[] {0, 4, 3, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
      file.put(datagram.toArray());
    }
    return Bytes.copyOf(file, 0, file.position()).toArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
  void a_capture_of_tcpdump_is_printed_in_the_byte_order_it_was_made_in(String name) {
    ByteOrder order = name.startsWith("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] file = pcap(order, 0xa1b2c3d4, 253, routeMessage(order), routeMessage(order));

    assertThat(run(file, "--time", "-")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "[2023-11-14T22:13:20.000005Z] " + ROUTE, "[2023-11-14T22:13:20.000005Z] " + ROUTE);
  }

  @Test
  void what_comes_before_the_end_of_a_file_that_was_cut_off_is_printed() {
    Bytes route = routeMessage(ByteOrder.BIG_ENDIAN);
    byte[] file = pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4, 253, route, route);

    assertThat(run(Arrays.copyOf(file, file.length - 1), "-")).isEqualTo(1);

    assertThat(out).hasToString(ROUTE + "\n");
    assertThat(err.toString()).contains("is cut off");
  }

  @Test
  void nanoseconds_are_distinguished_from_microseconds() {
    byte[] file = pcap(ByteOrder.BIG_ENDIAN, 0xa1b23c4d, 253, routeMessage(ByteOrder.BIG_ENDIAN));

    assertThat(run(file, "-t", "-")).isZero();

    assertThat(out.toString()).startsWith("[2023-11-14T22:13:20.000000005Z]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
  void a_capture_of_wireshark_is_printed(String name) {
    ByteOrder order = name.startsWith("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Bytes route = routeMessage(order);
    int captured = 16 + route.length();
    ByteBuffer file = ByteBuffer.allocate(1000).order(order);
    file.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putInt(1).putLong(-1).putInt(28);
    file.putInt(1).putInt(20).putShort((short) 253).putShort((short) 0).putInt(0).putInt(20);
    file.putInt(6).putInt(32 + captured).putInt(0).putLong(0).putInt(captured).putInt(captured);
    file.put(new byte[16]).put(route.toArray()).putInt(32 + captured);

    assertThat(run(Bytes.copyOf(file, 0, file.position()).toArray(), "-")).isZero();

    assertThat(out).hasToString(ROUTE + "\n");
  }

  @Test
  void what_rtmon_wrote_is_printed_with_its_times(@TempDir Path directory) throws Exception {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    int stamp = writer.beginMessage(new NetlinkHeader(15, 0, 0, 0));
    writer.u32(1_700_000_000).u32(250_000).endMessage(stamp);
    writer.bytes(routeMessage(ByteOrder.nativeOrder()).toArray());
    Path file = directory.resolve("changes.rtmon");
    Files.write(file, writer.toBytes().toArray());

    assertThat(run(new byte[0], "--time", file.toString())).isZero();

    assertThat(out).hasToString("[2023-11-14T22:13:20.250Z] " + ROUTE + "\n");
  }

  @Test
  void hexadecimal_text_may_have_comments_blanks_and_colons() {
    String hex = routeMessage(ByteOrder.BIG_ENDIAN).toString();
    String text =
        "# a route\n0x"
            + hex.substring(0, 32)
            + " # its header\n"
            + hex.substring(32).replaceAll("(..)(?=.)", "$1:")
            + "\n\n"
            + hex
            + "\n";

    assertThat(run(text.getBytes(), "-")).isZero();

    assertThat(out.toString().lines()).containsExactly(ROUTE, ROUTE);
  }

  @Test
  void the_byte_order_of_text_can_be_stated() {
    String hex = routeMessage(ByteOrder.BIG_ENDIAN).toString();

    assertThat(run(hex.getBytes(), "--order", "little", "-")).isEqualTo(1);
    assertThat(run(hex.getBytes(), "--order", "big", "-")).isZero();

    assertThat(out.toString()).startsWith("malformed message at offset 0").endsWith(ROUTE + "\n");
  }

  @Test
  void captured_messages_are_printed_as_they_read_with_the_names_of_links() {
    StringBuilder text = new StringBuilder();
    for (Capture capture :
        List.of(
            Captures.all()
                .filter(c -> c.command().startsWith("ip link add"))
                .findFirst()
                .orElseThrow(),
            Captures.all()
                .filter(c -> c.command().startsWith("ip route add default"))
                .findFirst()
                .orElseThrow())) {
      text.append(capture.bytes()).append("\n\n");
    }

    assertThat(run(text.toString().getBytes(), "--order", "little", "-")).isZero();

    assertThat(out.toString()).contains("default via 192.0.2.1 dev uplink0 proto 157");
  }

  @Test
  void unknown_things_are_printed_as_numbers_and_bytes() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.BIG_ENDIAN);
    int start = writer.beginMessage(new NetlinkHeader(4001, 0, 0, 0));
    writer.u32(0xdeadbeefL).endMessage(start);
    RouteMessage odd =
        route(ByteOrder.BIG_ENDIAN).toBuilder().attribute(77, w -> w.u16(0x0102)).build();
    writer.bytes(message(ByteOrder.BIG_ENDIAN, RtnetlinkType.DELROUTE, 0, odd).toArray());

    assertThat(run(writer.toBytes().toString().getBytes(), "-")).isZero();

    assertThat(out.toString().lines())
        .containsExactly("RTM_4001 deadbeef", "Deleted " + ROUTE, "    unknown RTA_77=0102");
  }

  @Test
  void a_malformed_attribute_is_said_and_the_next_message_is_printed() {
    RouteMessage odd = route(ByteOrder.BIG_ENDIAN).toBuilder().attribute(7, w -> w.u16(1)).build();
    String hex =
        message(ByteOrder.BIG_ENDIAN, RtnetlinkType.NEWROUTE, 0, odd).toString()
            + routeMessage(ByteOrder.BIG_ENDIAN);

    assertThat(run(hex.getBytes(), "-")).isEqualTo(1);

    assertThat(out.toString().lines())
        .containsExactly(
            "default dev if3 scope link src ?0001 metric 5",
            "    malformed RTA_PREFSRC at offset 44: expected 4 bytes of address, found 2 bytes",
            ROUTE);
  }

  @Test
  void a_request_and_its_refusal_are_printed_with_the_attribute() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.BIG_ENDIAN);
    int create = NetlinkHeader.REQUEST | NetlinkHeader.ACK | NetlinkHeader.CREATE;
    RouteMessage request = route(ByteOrder.BIG_ENDIAN);
    writer.bytes(message(ByteOrder.BIG_ENDIAN, RtnetlinkType.NEWROUTE, create, request).toArray());
    int start = writer.beginMessage(new NetlinkHeader(NetlinkHeader.ERROR, 0x300, 7, 0));
    writer.s32(-22).u32(48).u16(RtnetlinkType.NEWROUTE).u16(create).u32(7).u32(0);
    writer.textAttribute(1, "no").u32Attribute(2, 36).endMessage(start);

    assertThat(run(writer.toBytes().toString().getBytes(), "--attributes", "-")).isZero();

    assertThat(out.toString().lines())
        .containsExactly(
            "-- RTM_NEWROUTE length 44 flags request,ack,create seq 7 port 0",
            "request RTM_NEWROUTE: " + ROUTE,
            "    RTA_OIF=00000003",
            "    RTA_PRIORITY=00000005",
            "-- NLMSG_ERROR length 52 flags capped,ack_tlvs seq 7 port 0",
            "answer to RTM_NEWROUTE seq 7: EINVAL: no at offset 36 RTA_PRIORITY",
            "    NLMSGERR_ATTR_MSG=6e6f00 \"no\"",
            "    NLMSGERR_ATTR_OFFS=00000024");
  }

  @Test
  void attributes_are_printed_with_what_is_inside_them() {
    Capture link =
        Captures.all().filter(c -> c.command().startsWith("ip link add")).findFirst().orElseThrow();

    run(link.bytes().toString().getBytes(), "-a", "--order", "little", "-");

    assertThat(out.toString())
        .contains("    IFLA_IFNAME=75706c696e6b3000 \"uplink0\"\n")
        .contains("    IFLA_LINKINFO\n        IFLA_INFO_KIND=7665746800 \"veth\"\n")
        .contains("    IFLA_AF_SPEC\n        AF_INET\n            IFLA_INET_CONF=");
  }

  @Test
  void wrong_usage_and_unreadable_files_have_exit_statuses_of_their_own() {
    assertThat(run(new byte[0])).isEqualTo(2);
    assertThat(run(new byte[0], "--nonsense")).isEqualTo(2);
    assertThat(run(new byte[0], "--order", "middle", "-")).isEqualTo(2);
    assertThat(run(new byte[0], "/nonexistent/file")).isEqualTo(1);
    assertThat(run("not hex".getBytes(), "-")).isEqualTo(1);
    assertThat(run(pcap(ByteOrder.BIG_ENDIAN, 0xa1b2c3d4, 1), "-")).isEqualTo(1);
    assertThat(run(new byte[0], "--help")).isZero();

    assertThat(err.toString()).contains("link type 1 is not NETLINK (253)");
    assertThat(out.toString()).startsWith("usage: netlink-print");
  }
}
