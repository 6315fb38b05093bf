package dev.routeswitcher.icmp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import jnr.constants.platform.Errno;
import org.junit.jupiter.api.Test;

/** Where the module works, and where it says that it does not. */
class LinuxSystemCallsTest {

  @Test
  void another_operating_system_is_refused_with_one_clear_message() {
    String real = System.getProperty("os.name");
    try {
      System.setProperty("os.name", "Plan 9");
      assertThatThrownBy(LinuxSystemCalls::load)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("needs 64-bit Linux")
          .hasMessageContaining("Plan 9");
    } finally {
      System.setProperty("os.name", real);
    }
  }

  @Test
  void a_failed_call_sets_its_error_number() {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    int noSuchFamily = 99;
    assertThat(calls.libc().socket(noSuchFamily, 1, 0)).isNegative();
    assertThat(calls.errno()).isEqualTo(Errno.EAFNOSUPPORT.intValue());
  }

  @Test
  void the_address_of_a_buffer_is_that_of_its_position() {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    ByteBuffer buffer = ByteBuffer.allocateDirect(16);
    long start = calls.address(buffer);
    assertThat(calls.address(buffer.position(8))).isEqualTo(start + 8);
  }
}
