package dev.routeswitcher.icmp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds of every message and of every sequence of octets. */
class Icmpv4PropertyTest {
  private static final BigInteger MODULUS = BigInteger.valueOf(0xffff);

  @Property
  void a_message_survives_encoding_and_decoding(@ForAll("messages") IcmpMessage message)
      throws Exception {
    assertThat(Icmpv4.decode(encode(message))).isEqualTo(message);
  }

  @Property
  void octets_that_decode_are_encoded_to_the_same_octets(
      @ForAll @Size(min = 8, max = 80) byte[] octets) throws Exception {
    ByteBuffer packet = withRightChecksum(octets);
    assertThat(encode(Icmpv4.decode(packet))).isEqualTo(packet);
  }

  @Property
  void octets_that_do_not_decode_give_the_declared_exception_only(
      @ForAll @Size(max = 80) byte[] octets) {
    try {
      assertThat(Icmpv4.decode(ByteBuffer.wrap(octets))).isNotNull();
    } catch (MalformedPacketException expected) {
      assertThat(expected).hasMessageContaining("octets");
    }
  }

  @Property
  void a_flipped_bit_is_always_detected(
      @ForAll("messages") IcmpMessage message, @ForAll @IntRange(max = 1_000_000) int anyBit) {
    ByteBuffer packet = encode(message);
    int bit = anyBit % (packet.limit() * 8);
    packet.put(bit / 8, (byte) (packet.get(bit / 8) ^ (1 << (bit % 8))));
    assertThat(InternetChecksum.of(packet)).isNotZero();
  }

  /** The sum of RFC 1071 is addition modulo 65,535, done here with one large number. */
  @Property
  void the_checksum_equals_its_definition(@ForAll @Size(max = 200) byte[] octets) {
    byte[] padded = new byte[octets.length + octets.length % 2];
    System.arraycopy(octets, 0, padded, 0, octets.length);
    BigInteger number = new BigInteger(1, padded);
    int sum = number.mod(MODULUS).intValue();
    boolean negativeZero = sum == 0 && number.signum() != 0;
    assertThat(InternetChecksum.of(ByteBuffer.wrap(octets)))
        .isEqualTo(negativeZero ? 0 : 0xffff - sum);
  }

  @Provide
  Arbitrary<IcmpMessage> messages() {
    Arbitrary<Payload> payloads =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(70).map(Payload::of);
    Arbitrary<Payload> bodies =
        Arbitraries.bytes().array(byte[].class).ofMinSize(4).ofMaxSize(70).map(Payload::of);
    Arbitrary<Integer> words = Arbitraries.integers().between(0, 0xffff);
    Arbitrary<Integer> codes = Arbitraries.integers().between(0, 0xff);
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(EchoMessage.Kind.class), words, words, payloads)
            .as(EchoMessage::new),
        Combinators.combine(
                Arbitraries.of(3, 4, 5, 11, 12),
                codes,
                Arbitraries.longs().between(0, 0xffff_ffffL),
                payloads)
            .as(ErrorMessage::new),
        Combinators.combine(Arbitraries.of(1, 2, 6, 7, 9, 10, 13, 200, 255), codes, bodies)
            .as(OtherMessage::new));
  }

  private static ByteBuffer encode(IcmpMessage message) {
    ByteBuffer out = ByteBuffer.allocate(128);
    Icmpv4.encode(message, out);
    return out.flip();
  }

  private static ByteBuffer withRightChecksum(byte[] octets) {
    ByteBuffer packet = ByteBuffer.wrap(octets.clone()).putShort(2, (short) 0);
    return packet.putShort(2, (short) InternetChecksum.of(packet));
  }
}
