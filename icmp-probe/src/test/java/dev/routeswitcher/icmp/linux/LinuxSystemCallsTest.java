package dev.routeswitcher.icmp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import jnr.constants.platform.Errno;
import org.junit.jupiter.api.Test;

/** Where the module works, and where it says that it does not. */
class LinuxSystemCallsTest {

  @Test
  void anotherOperatingSystemIsRefusedWithOneClearMessage() {
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
  void aFailedCallSetsItsErrorNumber() {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    int noSuchFamily = 99;
    assertThat(calls.libc().socket(noSuchFamily, 1, 0)).isNegative();
    assertThat(calls.errno()).isEqualTo(Errno.EAFNOSUPPORT.intValue());
  }

  @Test
  void theAddressOfABufferIsThatOfItsPosition() {
    LinuxSystemCalls calls = LinuxSystemCalls.load();
    ByteBuffer buffer = ByteBuffer.allocateDirect(16);
    long start = calls.address(buffer);
    assertThat(calls.address(buffer.position(8))).isEqualTo(start + 8);
  }
}
