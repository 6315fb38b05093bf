package dev.routeswitcher.icmp.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import dev.routeswitcher.icmp.loop.IpVersion;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/**
 * What the filter lets through, by the arithmetic of classic BPF (Documentation/networking/filter);
 * that the kernel agrees is shown where raw sockets are used.
 */
class EchoFilterTest {
  private static final int IDENTIFIER = 0x1234;
  private static final long COOKIE = 0x5ca1ab1e_0ddba11fL;
  private static final int LOOPBACK = 1;
  private static final int UPLINK = 101;

  private static final String IPV4 = "45000024424200004001f00dc0000202cb007108";
  private static final String IPV4_WITH_OPTIONS =
      "46000028424200004001f00dc0000202cb00710801010101";
  private static final String SECRET = "1122334455667788";
  private static final String OUR_COOKIE = "5ca1ab1e0ddba11f";
  private static final String OTHER_COOKIE = "0000000000000000";

  private final EchoFilter ipv4 = filter(IpVersion.IPV4);
  private final EchoFilter ipv6 = filter(IpVersion.IPV6);

  @Test
  void replies_with_our_identifier_pass() {
    assertThat(passes(ipv4, IPV4 + echo("0000", "1234", OTHER_COOKIE), UPLINK)).isTrue();
    assertThat(passes(ipv4, IPV4_WITH_OPTIONS + echo("0000", "1234", OTHER_COOKIE), UPLINK))
        .isTrue();
    assertThat(passes(ipv6, echo("8100", "1234", OTHER_COOKIE), UPLINK)).isTrue();
  }

  @Test
  void replies_with_a_changed_identifier_pass_by_their_cookie() {
    assertThat(passes(ipv4, IPV4 + echo("0000", "4321", OUR_COOKIE), UPLINK)).isTrue();
    assertThat(passes(ipv6, echo("8100", "4321", OUR_COOKIE), UPLINK)).isTrue();
  }

  @Test
  void replies_to_others_are_dropped() {
    assertThat(passes(ipv4, IPV4 + echo("0000", "4321", OTHER_COOKIE), UPLINK)).isFalse();
    assertThat(passes(ipv6, echo("8100", "4321", OTHER_COOKIE), UPLINK)).isFalse();
  }

  @Test
  void requests_are_dropped_even_our_own() {
    assertThat(passes(ipv4, IPV4 + echo("0800", "1234", OUR_COOKIE), UPLINK)).isFalse();
    assertThat(passes(ipv6, echo("8000", "1234", OUR_COOKIE), UPLINK)).isFalse();
  }

  @Test
  void an_error_of_this_host_about_our_request_passes() {
    String error = IPV4 + "0301000000000000" + IPV4 + echo("0800", "1234", OUR_COOKIE);
    assertThat(passes(ipv4, error, LOOPBACK)).isTrue();
  }

  @Test
  void an_error_from_the_network_is_dropped_because_it_is_in_the_error_queue() {
    String error = IPV4 + "0301000000000000" + IPV4 + echo("0800", "1234", OUR_COOKIE);
    assertThat(passes(ipv4, error, UPLINK)).isFalse();
  }

  @Test
  void an_error_of_this_host_about_others_is_dropped() {
    String error = IPV4 + "0301000000000000" + IPV4 + echo("0800", "4321", OTHER_COOKIE);
    assertThat(passes(ipv4, error, LOOPBACK)).isFalse();
  }

  @Test
  void packets_that_are_too_short_are_dropped() {
    assertThat(passes(ipv4, IPV4, UPLINK)).isFalse();
    assertThat(passes(ipv4, IPV4 + "0000", UPLINK)).isFalse();
    assertThat(passes(ipv4, IPV4 + "0301000000000000" + IPV4, LOOPBACK)).isFalse();
  }

  private static EchoFilter filter(IpVersion family) {
    return new EchoFilter(LinuxSystemCalls.load(), family, IDENTIFIER, COOKIE);
  }

  private static String echo(String typeAndCode, String identifier, String cookie) {
    return typeAndCode + "0000" + identifier + "0007" + SECRET + cookie;
  }

  private static boolean passes(EchoFilter filter, String hex, int arrivedBy) {
    ByteBuffer packet = ByteBuffer.wrap(BaseEncoding.base16().lowerCase().decode(hex));
    try {
      return run(filter.instructions(), packet, arrivedBy);
    } catch (IndexOutOfBoundsException beyondThePacket) {
      return false;
    }
  }

  /** The instructions that the filter uses, and no others. */
  private static boolean run(ByteBuffer program, ByteBuffer packet, int arrivedBy) {
    int accumulator = 0;
    int index = 0;
    for (int at = 0; ; at += 8) {
      int operand = program.getInt(at + 4);
      switch (program.getShort(at)) {
        case 0x01 -> index = operand;
        case 0xb1 -> index = (packet.get(operand) & 0x0f) * 4;
        case 0x50 -> accumulator = Byte.toUnsignedInt(packet.get(index + operand));
        case 0x48 -> accumulator = Short.toUnsignedInt(packet.getShort(index + operand));
        case 0x40 -> accumulator = packet.getInt(index + operand);
        case 0x20 -> {
          assertThat(operand).as("SKF_AD_OFF + SKF_AD_IFINDEX").isEqualTo(-0x1000 + 8);
          accumulator = arrivedBy;
        }
        case 0x15 -> at += 8 * program.get(at + (accumulator == operand ? 2 : 3));
        case 0x06 -> {
          return operand != 0;
        }
        default -> throw new AssertionError("instruction " + program.getShort(at));
      }
    }
  }
}
