package dev.routeswitcher.icmp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.BaseEncoding;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The wire format, byte by byte, in both directions. */
class Icmpv4Test {

  private static ByteBuffer hex(String octets) {
    return ByteBuffer.wrap(BaseEncoding.base16().lowerCase().decode(octets.replace(" ", "")));
  }

  private static String encoded(IcmpMessage message) {
    ByteBuffer out = ByteBuffer.allocate(256);
    Icmpv4.encode(message, out);
    return Payload.copyOf(out.flip()).toString();
  }

  @Test
  void an_echo_request_is_type_8_code_0_checksum_identifier_sequence_payload() throws Exception {
    // 0800 + 1234 + 0007 + 6162 + 6300 = de9d; its complement is 2162.
    String wire = "0800" + "2162" + "1234" + "0007" + "6162" + "6300";
    EchoMessage message =
        new EchoMessage(
            EchoMessage.Kind.REQUEST,
            0x1234,
            7,
            Payload.of("abc\0".getBytes(StandardCharsets.US_ASCII)));
    assertThat(encoded(message)).isEqualTo(wire);
    assertThat(Icmpv4.decode(hex(wire))).isEqualTo(message);
  }

  @Test
  void an_echo_reply_is_type_0() throws Exception {
    // 0000 + ffff + ffff = 1fffe, carry added ffff, complement 0000
    String wire = "0000" + "0000" + "ffff" + "ffff";
    EchoMessage message = new EchoMessage(EchoMessage.Kind.REPLY, 0xffff, 0xffff, Payload.EMPTY);
    assertThat(encoded(message)).isEqualTo(wire);
    assertThat(Icmpv4.decode(hex(wire))).isEqualTo(message);
  }

  @Test
  void a_destination_unreachable_carries_information_and_a_quotation() throws Exception {
    // Fragmentation needed, next-hop MTU 1400.
    ErrorMessage message = new ErrorMessage(3, 4, 0x0578, Payload.of((byte) 0x45, (byte) 0));
    // 0304 + 0000 + 0578 + 4500 = 4d7c; its complement is b283.
    String wire = "0304" + "b283" + "0000" + "0578" + "4500";
    assertThat(encoded(message)).isEqualTo(wire);
    assertThat(Icmpv4.decode(hex(wire))).isEqualTo(message);
  }

  @Test
  void a_type_without_a_name_survives() throws Exception {
    // timestamp request (13): 0d00 + 0001 + 0002 = 0d03; its complement is f2fc.
    String wire = "0d00" + "f2fc" + "0001" + "0002";
    OtherMessage message =
        new OtherMessage(13, 0, Payload.of((byte) 0, (byte) 1, (byte) 0, (byte) 2));
    assertThat(encoded(message)).isEqualTo(wire);
    assertThat(Icmpv4.decode(hex(wire))).isEqualTo(message);
  }

  @Test
  void a_wrong_checksum_is_malformed() {
    assertThatThrownBy(() -> Icmpv4.decode(hex("0000 0001 ffff ffff")))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void seven_octets_are_malformed() {
    assertThatThrownBy(() -> Icmpv4.decode(hex("0000 0000 ffff ff")))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageContaining("7");
  }

  @Test
  void decoding_neither_changes_nor_depends_on_position_and_byte_order() throws Exception {
    ByteBuffer in = hex("eeee 0000 0000 ffff ffff").order(ByteOrder.LITTLE_ENDIAN).position(2);
    assertThat(Icmpv4.decode(in)).isInstanceOf(EchoMessage.class);
    assertThat(in.position()).isEqualTo(2);
    assertThat(in.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void a_message_that_does_not_fit_does_not_change_the_position() {
    ByteBuffer out = ByteBuffer.allocate(10).position(3);
    OtherMessage message = new OtherMessage(13, 0, Payload.of(new byte[4]));
    assertThatThrownBy(() -> Icmpv4.encode(message, out))
        .isInstanceOf(BufferOverflowException.class);
    assertThat(out.position()).isEqualTo(3);
  }
}
