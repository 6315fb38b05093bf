package dev.routeswitcher.netlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {
  private static final AttributeSchema.Builder INNER = AttributeSchema.builder("INNER_");
  private static final AttributeType.OfLong INNER_NUMBER = INNER.u32(1, "NUMBER");

  private static final AttributeSchema.Builder OUTER = AttributeSchema.builder("OUTER_");
  private static final AttributeType.OfInt BYTE = OUTER.u8(1, "BYTE");
  private static final AttributeType.OfLong NUMBER = OUTER.u32(2, "NUMBER");
  private static final AttributeType.Of<Attributes> NEST = OUTER.nested(3, "NEST", INNER.build());

  private static final AttributeSchema SCHEMA = OUTER.build();

  private static Attributes parse(String hex) {
    return parse(hex, ByteOrder.LITTLE_ENDIAN);
  }

  private static Attributes parse(String hex, ByteOrder order) {
    ByteBuffer bytes = Bytes.parseHex(hex).asBuffer();
    return Attributes.copyOf(bytes, 0, bytes.limit(), order, 100, SCHEMA);
  }

  @Test
  void a_type_is_compared_without_its_flag_bits() {
    Attributes attributes = parse("0800" + "0280" + "01000000");

    Attribute attribute = attributes.find(2).orElseThrow();

    assertThat(attribute.type()).isEqualTo(2);
    assertThat(attribute.rawType()).isEqualTo(0x8002);
  }

  @Test
  void a_number_marked_as_network_order_is_read_so() {
    assertThat(parse("0800" + "0240" + "00000001").get(NUMBER)).hasValue(1);
    assertThat(parse("0800" + "0200" + "00000001").get(NUMBER)).hasValue(1 << 24);
  }

  @Test
  void u32_is_unsigned() {
    assertThat(parse("0800" + "0200" + "ffffffff").get(NUMBER)).hasValue(4_294_967_295L);
  }

  @Test
  void absent_and_zero_are_two_things() {
    assertThat(parse("").get(NUMBER)).isEmpty();
    assertThat(parse("0800" + "0200" + "00000000").get(NUMBER)).hasValue(0);
  }

  @Test
  void of_doubles_the_last_counts_and_all_are_kept() {
    Attributes attributes = parse("08000200" + "01000000" + "08000200" + "02000000");

    assertThat(attributes.get(NUMBER)).hasValue(2);
    assertThat(attributes.toList()).hasSize(2);
  }

  @Test
  void a_nest_keeps_the_byte_order() {
    Attributes outer = parse("000c0003" + "00080001" + "0000002a", ByteOrder.BIG_ENDIAN);

    Attributes inner = outer.get(NEST).orElseThrow();

    assertThat(inner.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(inner.get(INNER_NUMBER)).hasValue(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000200", "03000200", "09000200", "ffff0200", "0800", "08"})
  void an_impossible_length_ends_the_run_and_is_reported(String broken) {
    Attributes attributes = parse("05000100" + "07000000" + broken);

    assertThat(attributes.toList()).hasSize(1);
    assertThat(attributes.get(BYTE)).hasValue(7);
    assertThat(attributes.defect()).get().extracting(d -> d.offset()).isEqualTo(108L);
    assertThat(attributes.problems()).hasSize(1);
    assertThat(attributes.toString()).contains("OUTER_BYTE=07").contains("offset 108");
  }

  @Test
  void what_may_stand_behind_a_broken_end_is_not_called_absent() {
    Attributes attributes = parse("05000100" + "07000000" + "00000200");

    assertThatThrownBy(() -> attributes.find(3)).isInstanceOf(MalformedAttributeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"08", "0800", "080002"})
  void bytes_too_few_for_an_attribute_hide_none(String scraps) {
    Attributes attributes = parse("05000100" + "07000000" + scraps);

    assertThat(attributes.find(3)).isEmpty();
    assertThat(attributes.get(NUMBER)).isEmpty();
    assertThat(attributes.problems()).hasSize(1);
    assertThat(attributes.defect()).isPresent();
  }

  @Test
  void a_value_of_the_wrong_length_is_an_error_of_that_attribute_alone() {
    Attributes attributes = parse("06000200" + "01020000" + "05000100" + "07000000");

    MalformedAttributeException e =
        catchThrowableOfType(MalformedAttributeException.class, () -> attributes.get(NUMBER));

    assertThat(e)
        .hasMessage("OUTER_NUMBER at offset 100: expected 4 bytes, found 2 bytes")
        .extracting(MalformedAttributeException::attribute, MalformedAttributeException::bytes)
        .containsExactly("OUTER_NUMBER", Bytes.of((byte) 1, (byte) 2));
    assertThat(attributes.get(BYTE)).hasValue(7);
    assertThat(attributes.problems()).hasSize(1);
  }

  @Test
  void problems_inside_a_nest_are_found_with_their_own_offset() {
    Attributes attributes = parse("0a000300" + "06000100" + "01020000");

    assertThat(attributes.problems())
        .extracting(Throwable::getMessage)
        .containsExactly("INNER_NUMBER at offset 104: expected 4 bytes, found 2 bytes");
  }

  @Test
  void an_offset_is_named_from_the_outermost_to_the_innermost() {
    Attributes attributes = parse("05000100" + "07000000" + "0c000300" + "08000100" + "2a000000");

    assertThat(attributes.pathAt(100)).hasValue("OUTER_BYTE");
    assertThat(attributes.pathAt(108)).hasValue("OUTER_NEST");
    assertThat(attributes.pathAt(112)).hasValue("OUTER_NEST/INNER_NUMBER");
    assertThat(attributes.pathAt(99)).isEmpty();
    assertThat(attributes.pathAt(120)).isEmpty();
  }

  @Test
  void setting_an_attribute_takes_the_place_of_the_old_one() {
    Attributes attributes =
        new AttributesBuilder(parse("08000200" + "01000000" + "05000100" + "07000000"))
            .set(NUMBER, 9)
            .build(100, SCHEMA);

    assertThat(attributes.bytes()).hasToString("08000200" + "09000000" + "05000100" + "07000000");
  }

  @Test
  void a_copy_is_independent_of_the_buffer_it_was_made_of() {
    ByteBuffer reused = ByteBuffer.wrap(Bytes.parseHex("0500010007000000").toArray());
    Attributes attributes =
        Attributes.copyOf(reused, 0, 8, ByteOrder.LITTLE_ENDIAN, 0, AttributeSchema.NONE);

    reused.put(4, (byte) 99);

    assertThat(attributes.get(BYTE)).hasValue(7);
  }

  @Test
  void equality_is_of_bytes_and_byte_order() {
    assertThat(parse("08000200" + "01000000")).isEqualTo(parse("08000200" + "01000000"));
    assertThat(parse("08000200" + "01000000")).isNotEqualTo(parse("08000200" + "02000000"));
    assertThat(parse("")).isNotEqualTo(parse("", ByteOrder.BIG_ENDIAN));
    assertThat(List.of(parse("0500010007000000"))).contains(parse("0500010007000000"));
  }

  @Test
  void an_attribute_longer_than_a_u16_can_say_is_refused() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);

    writer.attribute(1, new byte[65_531]);

    assertThatThrownBy(() -> writer.attribute(1, new byte[65_532]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> writer.u32(1L << 32)).hasMessageContaining("u32");
    assertThatThrownBy(() -> writer.u8(-1)).hasMessageContaining("u8");
  }
}
