package dev.routeswitcher.netlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCursorTest {

  private static MessageCursor over(String hex) {
    return new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(Bytes.parseHex(hex).asBuffer());
  }

  @Test
  void messages_are_read_one_after_the_other_and_padding_is_skipped() {
    // nlmsg_len 19: three bytes of body, one of padding; then a message without a body
    MessageCursor cursor =
        over("1300000018000200fffffffe01000000aabbcc00" + "1000000003000000" + "0200000000000080");

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.header()).isEqualTo(new NetlinkHeader(24, 2, 0xfeff_ffffL, 1));
    assertThat(cursor.bytesFrom(0)).hasToString("aabbcc");
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.header()).isEqualTo(new NetlinkHeader(3, 0, 2, 0x8000_0000L));
    assertThat(cursor.offset()).isEqualTo(20);
    assertThat(cursor.size()).isZero();
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void the_last_message_may_lack_its_padding() {
    MessageCursor cursor = over("1100000018000000" + "0000000000000000" + "aa");

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.size()).isEqualTo(1);
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void big_endian_is_read_as_such_whatever_the_order_of_the_buffer() {
    ByteBuffer buffer = Bytes.parseHex("00000010001803000000000200000001").asBuffer();
    MessageCursor cursor = new MessageCursor(ByteOrder.BIG_ENDIAN);

    assertThat(cursor.over(buffer.order(ByteOrder.LITTLE_ENDIAN)).next()).isTrue();

    assertThat(cursor.header()).isEqualTo(new NetlinkHeader(24, 0x300, 2, 1));
    assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void only_what_lies_between_position_and_limit_is_read() {
    ByteBuffer buffer =
        Bytes.parseHex("ffffffff" + "1000000018000000" + "0000000000000000" + "ffffffff")
            .asBuffer();
    MessageCursor cursor =
        new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(buffer.position(4).limit(20));

    assertThat(cursor.next()).isTrue();
    assertThat(cursor.type()).isEqualTo(24);
    assertThat(cursor.next()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000180000000000000000000000", // length 0: the classic endless loop
        "0f000000180000000000000000000000", // below the header
        "11000000180000000000000000000000", // one byte more than there is
        "ffffffff180000000000000000000000", // unsigned, not -1
        "100000001800000000000000000000" // a header of 15 bytes
      })
  void a_broken_frame_is_one_typed_failure_and_then_the_end(String hex) {
    MessageCursor cursor = over(hex);

    MalformedMessageException e =
        catchThrowableOfType(MalformedMessageException.class, cursor::next);

    assertThat(e.offset()).isZero();
    assertThat(e.expected()).containsPattern("16");
    assertThat(e.found()).isNotEmpty();
    assertThat(cursor.next()).isFalse();
  }

  @Test
  void a_broken_frame_does_not_take_the_messages_before_it_along() {
    MessageCursor cursor = over("10000000180000000000000000000000" + "0c000000");

    assertThat(cursor.next()).isTrue();
    assertThatThrownBy(cursor::next)
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("message at offset 16: expected a header of 16 bytes, found 4 bytes");
  }

  @Test
  void a_body_that_lacks_its_fixed_part_is_malformed() {
    MessageCursor cursor = over("1300000018000000" + "0000000000000000" + "00000000");
    cursor.next();

    assertThatThrownBy(() -> cursor.requireBody("rtmsg", 12))
        .hasMessage("message at offset 16: expected a rtmsg of 12 bytes, found 3 bytes");
    assertThatThrownBy(() -> cursor.u32(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
