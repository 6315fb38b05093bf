package dev.routeswitcher.netlink.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecExampleTest {
  private static final IpAddress GATEWAY = IpAddress.parse("192.0.2.1");

  private static ByteBuffer answer() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    int start = writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWROUTE, 0, 1, 0));
    RouteMessage.builder(AddressFamily.INET)
        .destination(IpPrefix.parse("203.0.113.0/24"))
        .gateway(GATEWAY)
        .outputInterface(3)
        .set(RouteAttributes.NH_ID, 7) // as listed: beside what it stands for
        .attribute(RouteAttributes.PREFSRC.number(), w -> w.u16(1))
        .build()
        .writeTo(writer);
    writer.endMessage(start);
    return writer.toBytes().asBuffer();
  }

  @Test
  void what_is_written_is_a_request_that_reads_back() {
    MessageCursor cursor = new MessageCursor(ByteOrder.nativeOrder()).over(CodecExample.request());

    assertThat(cursor.next()).isTrue();
    assertThat(RtnetlinkMessages.read(cursor)).hasToString("1000: from 192.0.2.0/24 lookup 4711");
  }

  @Test
  void what_is_read_is_printed_with_its_problems() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RuleMessage sent = RuleMessage.builder(AddressFamily.INET).build();

    CodecExample.read(answer(), sent, new PrintStream(out, true));

    assertThat(out.toString().lines())
        .containsExactly(
            "203.0.113.0/24 nhid 7 via 192.0.2.1 dev if3 src ?" + shortOne(),
            "7",
            "RTA_PREFSRC is not 4 bytes of address");
  }

  private static String shortOne() {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? "0001" : "0100";
  }

  @Test
  void a_visitor_counts_the_routes_by_a_gateway() {
    assertThat(CodecExample.visit(answer(), GATEWAY)).isEqualTo(1);
    assertThat(CodecExample.visit(answer(), IpAddress.parse("192.0.2.2"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "read", "visit"})
  void the_readme_has_the_example_word_for_word(String name) throws Exception {
    String source =
        Files.readString(
            Path.of("src/test/java/dev/routeswitcher/netlink/rtnetlink/CodecExample.java"));
    String begin = "// begin " + name + "\n";
    String example =
        source.substring(
            source.indexOf(begin) + begin.length(), source.indexOf("    // end " + name));

    assertThat(Files.readString(Path.of("README.md")))
        .contains(example.stripTrailing().stripIndent());
  }
}
