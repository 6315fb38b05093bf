package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubnetTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.77, 24, 192.0.2.0/24",
    "192.0.2.77, 30, 192.0.2.76/30",
    "192.0.2.77, 32, 192.0.2.77",
    "203.0.113.255, 1, 128.0.0.0/1",
    "192.0.2.77, 0, default",
    "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::/64",
    "2001:db8:ffff::1, 47, 2001:db8:fffe::/47",
    "2001:db8::1, 128, 2001:db8::1",
    "fe80::1234:5678:9abc:def0, 10, fe80::/10"
  })
  void an_address_and_its_neighbours_are_in_the_same_one(String address, int length, String text) {
    assertThat(new Subnet(InetAddresses.forString(address), length)).hasToString(text);
  }

  @Test
  void it_is_what_is_on_the_link_of_an_interface() {
    assertThat(
            Subnet.of(
                new InterfaceAddress(
                    InetAddresses.forString("192.0.2.1"),
                    InetAddresses.forString("198.51.100.9"),
                    30)))
        .hasToString("198.51.100.8/30");
  }

  @Test
  void a_length_that_does_not_fit_is_refused() {
    assertThatThrownBy(() -> new Subnet(InetAddresses.forString("192.0.2.1"), 33))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("33");
  }

  @Test
  void each_family_has_a_subnet_of_everything() {
    assertThat(Subnet.all(IpFamily.IPV4).address()).isEqualTo(InetAddresses.forString("0.0.0.0"));
    assertThat(Subnet.all(IpFamily.IPV6).address()).isEqualTo(InetAddresses.forString("::"));
  }
}
