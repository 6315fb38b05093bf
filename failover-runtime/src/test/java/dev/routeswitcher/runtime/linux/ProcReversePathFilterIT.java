package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of a namespace other than that of the process. */
class ProcReversePathFilterIT {

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final ProcReversePathFilter filter = new ProcReversePathFilter();

  @AfterEach
  void close() {
    namespace.close();
  }

  private void set(String scope, int value) {
    Path file = Path.of("/proc/sys/net/ipv4/conf", scope, "rp_filter");
    namespace.call(() -> Files.writeString(file, value + "\n"));
  }

  private boolean isStrict(String interfaceName) {
    return namespace.call(() -> filter.isStrict(interfaceName));
  }

  @ParameterizedTest
  @CsvSource({"0,0,false", "0,1,true", "1,0,true", "1,1,true", "1,2,false", "2,1,false"})
  void the_larger_of_the_value_for_all_and_the_interfaces_own_counts(
      int all, int own, boolean strict) {
    set("all", all);
    set("eth1", own);
    assertThat(isStrict("eth1")).isEqualTo(strict);
  }

  @Test
  void a_dot_in_the_interfaces_name_is_a_dot() {
    namespace.ip("link add eth1.100 type bridge");
    set("all", 0);
    set("eth1", 0);
    set("eth1.100", 1);
    assertThat(isStrict("eth1.100")).isTrue();
    assertThat(isStrict("eth1")).isFalse();
  }

  @Test
  void of_an_interface_that_is_not_there_it_cannot_be_read() {
    Throwable failure = namespace.call(() -> catchThrowable(() -> filter.isStrict("eth9")));
    assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("eth9");
  }
}
