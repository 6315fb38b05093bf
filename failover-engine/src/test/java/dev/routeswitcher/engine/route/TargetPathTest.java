package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of a route. */
class TargetPathTest {

  @Test
  void a_target_follows_the_default_also_by_one_of_its_halves() {
    assertThat(path("eth0", 0).followsDefault()).isTrue();
    assertThat(path("tun0", 1).followsDefault()).isTrue();
    assertThat(path("eth0", 24).followsDefault()).isFalse();
    assertThat(path("eth0", 0)).hasToString("203.0.113.8 by eth0");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.2, 24, 192.0.2.254, true",
    "192.0.2.2, 24, 192.0.3.1, false",
    "192.0.2.2, 31, 192.0.2.3, true",
    "192.0.2.2, 31, 192.0.2.1, false",
    "192.0.2.2, 32, 192.0.2.1, false",
    "192.0.2.2, 0, 203.0.113.1, true",
    "192.0.2.2, 24, 2001:db8::1, false",
    "2001:db8::2, 64, 2001:db8::ffff, true",
    "2001:db8::2, 64, 2001:db8:0:1::1, false"
  })
  void an_address_reaches_what_its_subnet_holds(
      String local, int prefixLength, String other, boolean reached) {
    InterfaceAddress address = InterfaceAddress.of(InetAddresses.forString(local), prefixLength);
    assertThat(address.reaches(InetAddresses.forString(other))).isEqualTo(reached);
  }

  @Test
  void a_peer_address_reaches_the_peer() {
    InterfaceAddress peer =
        new InterfaceAddress(
            InetAddresses.forString("192.0.2.2"), InetAddresses.forString("198.51.100.1"), 32);
    assertThat(peer.reaches(InetAddresses.forString("198.51.100.1"))).isTrue();
    assertThat(peer).hasToString("192.0.2.2 peer 198.51.100.1/32");
  }

  @Test
  void a_prefix_that_fits_no_address_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InterfaceAddress.of(InetAddresses.forString("192.0.2.2"), 33));
  }

  private static TargetPath path(String name, int prefixLength) {
    return new TargetPath(InetAddresses.forString("203.0.113.8"), name, prefixLength);
  }
}
