package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the ICMP message of a frame starts. */
class SentFrameTest {
  private static final String ETHERNET = "020000000002020000000001";
  private static final String IPV4 = "4500 0024 4242 0000 4001 0000 c0000202 cb007108";
  private static final String IPV6 =
      "60000000 0010 3a 40 20010db8000000000000000000000001 20010db8000000000000000000000002";
  private static final String ECHO = "0800 0000 1234 0007 5ca1ab1e0ddba11f";
  private static final String ECHO6 = "8000 0000 1234 0007 5ca1ab1e0ddba11f";

  @Test
  void a_tunnel_has_no_link_header() {
    assertThat(start4(IPV4 + ECHO)).isEqualTo(20);
    assertThat(start6(IPV6 + ECHO6)).isEqualTo(40);
  }

  @Test
  void ethernet_has_fourteen_octets_and_four_more_for_a_vlan() {
    assertThat(start4(ETHERNET + "0800" + IPV4 + ECHO)).isEqualTo(14 + 20);
    assertThat(start4(ETHERNET + "8100 000a 0800" + IPV4 + ECHO)).isEqualTo(18 + 20);
    assertThat(start6(ETHERNET + "86dd" + IPV6 + ECHO6)).isEqualTo(14 + 40);
  }

  @Test
  void a_header_with_options_is_skipped() {
    String withOptions = IPV4.replace("4500 0024", "4600 0028") + "01010101";
    assertThat(start4(ETHERNET + "0800" + withOptions + ECHO)).isEqualTo(14 + 24);
  }

  @Test
  void the_byte_order_of_the_buffer_does_not_matter() {
    ByteBuffer frame = frame(ETHERNET + "0800" + IPV4 + ECHO).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(SentFrame.icmpStart(frame, IpVersion.IPV4)).isEqualTo(14 + 20);
  }

  @Test
  void the_frame_begins_at_the_buffers_position() {
    ByteBuffer frame = frame("ffff" + IPV4 + ECHO).position(2);
    assertThat(SentFrame.icmpStart(frame, IpVersion.IPV4)).isEqualTo(2 + 20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "45",
        IPV4,
        "4500 0024 4242 0000 4011 0000 c0000202 cb007108" + ECHO,
        "4400 0024 4242 0000 4001 0000 c0000202 cb007108" + ECHO,
        "4500 0010 4242 0000 4001 0000 c0000202 cb007108" + ECHO,
        IPV6 + ECHO6
      })
  void other_packets_are_not_found(String frame) {
    assertThat(start4(frame)).isEqualTo(SentFrame.NOT_FOUND);
  }

  private static int start4(String hex) {
    return SentFrame.icmpStart(frame(hex), IpVersion.IPV4);
  }

  private static int start6(String hex) {
    return SentFrame.icmpStart(frame(hex), IpVersion.IPV6);
  }

  private static ByteBuffer frame(String hex) {
    return ByteBuffer.wrap(BaseEncoding.base16().lowerCase().decode(hex.replace(" ", "")));
  }
}
