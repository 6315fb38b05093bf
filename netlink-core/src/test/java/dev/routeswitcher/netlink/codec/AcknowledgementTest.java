package dev.routeswitcher.netlink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The hexadecimal messages are answers of Linux 6.18 to requests made for them. */
class AcknowledgementTest {

  private static Acknowledgement read(String hex) {
    MessageCursor cursor =
        new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(Bytes.parseHex(hex).asBuffer());
    cursor.next();
    return Acknowledgement.read(cursor);
  }

  @Test
  void an_error_has_its_number_and_its_text() {
    // a gateway that no connected prefix has
    Acknowledgement error =
        read(
            "440000000200000364000000764600009bffffff2c000000180005066400000000000000200001004e"
                + "657874686f702068617320696e76616c6964206761746577617900");

    assertThat(error.isSuccess()).isFalse();
    assertThat(error.error()).isEqualTo(Errno.ENETUNREACH);
    assertThat(error.message()).hasValue("Nexthop has invalid gateway");
    assertThat(error.requestType()).hasValue(24);
    assertThat(error.offset()).isEmpty();
    assertThat(error.header().sequence()).isEqualTo(100);
  }

  @Test
  void an_error_has_the_offset_and_the_policy() {
    // RTA_OIF of two bytes
    Acknowledgement error =
        read(
            "780000000200000366000000c8490000deffffff3400000018000506660000000000000027000100417474"
                + "726962757465206661696c656420706f6c6963792076616c69646174696f6e0000080002002400000024"
                + "0004800c00040000000000000000000c000500ffffffff000000000800010004000000");

    assertThat(error.error()).isEqualTo(new Errno(34)).hasToString("ERANGE");
    assertThat(error.message()).hasValue("Attribute failed policy validation");
    assertThat(error.offset()).hasValue(36);
    assertThat(error.policy().orElseThrow()).hasToString("u32 from 0 to 4294967295");
    assertThat(error.extended().problems()).isEmpty();
  }

  @Test
  void a_refused_strict_dump_ends_with_done_and_a_negative_number() {
    Acknowledgement done =
        read(
            "480000000300020263000000c8490000eaffffff32000100496e76616c69642076616c75657320696e2068"
                + "656164657220666f72204649422064756d702072657175657374000000");

    assertThat(done.error()).isEqualTo(Errno.EINVAL);
    assertThat(done.message()).hasValue("Invalid values in header for FIB dump request");
    assertThat(done.requestType()).isEmpty();
  }

  @Test
  void a_done_of_zero_or_without_a_number_is_success() {
    assertThat(read("14000000030002001a0000007646000000000000").isSuccess()).isTrue();
    assertThat(read("10000000030002001a00000076460000").isSuccess()).isTrue();
  }

  @Test
  void an_uncapped_error_has_its_words_behind_the_whole_repeated_request() {
    // error -1, a repeated request of 20 bytes, then NLMSGERR_ATTR_MSG "no"
    Acknowledgement error =
        read(
            "30000000020000020100000000000000ffffffff"
                + "1400000018000000010000000000000011223344"
                + "070001006e6f0000");

    assertThat(error.error()).isEqualTo(Errno.EPERM);
    assertThat(error.message()).hasValue("no");
  }

  @Test
  void a_repeated_request_longer_than_the_message_leaves_no_words() {
    Acknowledgement error =
        read("24000000020000020100000000000000ffffffff" + "ffffff7f180000000100000000000000");

    assertThat(error.error()).isEqualTo(Errno.EPERM);
    assertThat(error.message()).isEmpty();
  }

  @Test
  void too_short_and_positive_numbers_are_malformed() {
    assertThatThrownBy(() -> read("1400000002000000010000000000000000000000"))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("nlmsgerr of 20 bytes");
    assertThatThrownBy(() -> read("24000000020000000100000000000000" + "01000000" + "0".repeat(32)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("0 or below");
  }
}
