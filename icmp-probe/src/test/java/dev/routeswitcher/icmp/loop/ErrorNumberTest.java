package dev.routeswitcher.icmp.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The names of error numbers. */
class ErrorNumberTest {

  @Test
  void error_numbers_have_names_and_unknown_ones_keep_their_number() {
    assertThat(ErrorNumber.name(ErrorNumber.ENODEV)).isEqualTo("ENODEV");
    assertThat(ErrorNumber.name(ErrorNumber.EAGAIN)).isEqualTo("EAGAIN");
    assertThat(ErrorNumber.text(ErrorNumber.ENODEV)).isEqualTo("No such device");
    assertThat(ErrorNumber.name(9_999)).isEqualTo("errno 9999");
  }
}
