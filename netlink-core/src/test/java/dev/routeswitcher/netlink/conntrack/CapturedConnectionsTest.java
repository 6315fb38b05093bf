package dev.routeswitcher.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.Captures;
import dev.routeswitcher.netlink.Captures.Capture;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CapturedConnectionsTest {

  static List<Capture> captures() {
    return Captures.connections();
  }

  private static ConntrackMessage entry(String madeBy) {
    return captures().stream()
        .filter(capture -> capture.command().startsWith(madeBy))
        .findFirst()
        .map(capture -> ConntrackMessage.read(capture.cursor()))
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void an_entry_is_written_as_the_very_bytes_it_was_read_from(Capture capture) {
    NetlinkWriter writer = new NetlinkWriter(capture.cursor().order());
    int start = writer.beginMessage(capture.cursor().header());
    ConntrackMessage.read(capture.cursor()).writeTo(writer);

    assertThat(writer.endMessage(start).toBytes()).isEqualTo(capture.bytes());
  }

  @ParameterizedTest
  @MethodSource("captures")
  void an_entry_reads_like_the_output_of_conntrack_and_has_no_problems(Capture capture) {
    ConntrackMessage entry = ConntrackMessage.read(capture.cursor());

    assertThat(entry).hasToString(capture.text());
    assertThat(entry.problems()).isEmpty();
    assertThat(capture.cursor().type()).isEqualTo(ConntrackType.NEW);
  }

  @Test
  void where_the_source_is_translated_the_reply_goes_to_the_translated_address() {
    ConntrackMessage entry = entry("a UDP client behind SNAT with mark");

    assertThat(entry.family()).isEqualTo(AddressFamily.INET);
    assertThat(entry.original().source()).hasValue(IpAddress.parse("192.0.2.9"));
    assertThat(entry.original().destination()).hasValue(IpAddress.parse("203.0.113.8"));
    assertThat(entry.original().protocol()).hasValue(17);
    assertThat(entry.original().sourcePort()).hasValue(40001);
    assertThat(entry.original().destinationPort()).hasValue(5400);
    assertThat(entry.original().icmpId()).isEmpty();
    assertThat(entry.reply().source()).hasValue(IpAddress.parse("203.0.113.8"));
    assertThat(entry.reply().destination()).hasValue(IpAddress.parse("198.51.100.2"));
    assertThat(entry.status().has(ConntrackStatus.SOURCE_NAT)).isTrue();
    assertThat(entry.status().has(ConntrackStatus.DESTINATION_NAT)).isFalse();
    assertThat(entry.status()).hasToString("confirmed src-nat src-nat-done dst-nat-done");
    assertThat(entry.mark()).hasValue(9);
    assertThat(entry.attributes().get(ConntrackAttributes.TIMEOUT)).hasValue(29);
    assertThat(entry.zone()).isZero();
  }

  @Test
  void a_flow_of_the_host_itself_is_not_translated() {
    ConntrackMessage entry = entry("a UDP flow of the host itself");

    assertThat(entry.status().has(ConntrackStatus.SOURCE_NAT)).isFalse();
    assertThat(entry.reply().destination()).isEqualTo(entry.original().source());
  }

  @Test
  void a_ping_has_an_identifier_in_place_of_ports() {
    ConntrackTuple ipv4 = entry("ping by a client").original();
    assertThat(ipv4.icmpId()).hasValue(1148);
    assertThat(ipv4.icmpType()).hasValue(8);
    assertThat(ipv4.icmpCode()).hasValue(0);
    assertThat(ipv4.sourcePort()).isEmpty();

    ConntrackTuple ipv6 = entry("ping by an IPv6 client").original();
    assertThat(ipv6.icmpId()).hasValue(1149);
    assertThat(ipv6.icmpType()).hasValue(128);
    assertThat(ipv6.icmpCode()).hasValue(0);
    assertThat(ipv6.source()).hasValue(IpAddress.parse("2001:db8:2::1"));
    assertThat(ipv6.family()).isEqualTo(AddressFamily.INET6);
  }

  @Test
  void a_zone_is_of_both_directions_or_of_one() {
    ConntrackMessage both = entry("ct zone set 7");
    assertThat(both.zone()).isEqualTo(7);
    assertThat(both.original().zone()).isEmpty();

    ConntrackMessage one = entry("ct original zone set 8");
    assertThat(one.zone()).isZero();
    assertThat(one.original().zone()).hasValue(8);
    assertThat(one.reply().zone()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void the_key_of_an_entry_is_its_original_tuple_its_zone_and_its_id(Capture capture) {
    ConntrackMessage entry = ConntrackMessage.read(capture.cursor());
    ConntrackMessage key = entry.key();

    assertThat(key.family()).isEqualTo(entry.family());
    assertThat(key.original()).isEqualTo(entry.original());
    assertThat(key.zone()).isEqualTo(entry.zone());
    assertThat(key.id()).isEqualTo(entry.id());
    assertThat(key.attributes().find(ConntrackAttributes.TUPLE_REPLY)).isEmpty();
    assertThat(key.attributes().find(ConntrackAttributes.TIMEOUT)).isEmpty();
  }
}
