package dev.routeswitcher.netlink.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

  @Test
  void an_address_without_a_length_is_a_host() {
    assertThat(IpPrefix.parse("192.0.2.1")).hasToString("192.0.2.1/32");
    assertThat(IpPrefix.parse("2001:db8::1")).hasToString("2001:db8::1/128");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"192.0.2.0/33", "::/129", "192.0.2.0/", "192.0.2.0/-1", "192.0.2.0/+1", "/8"})
  void what_is_no_prefix_is_refused(String text) {
    assertThatThrownBy(() -> IpPrefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void host_bits_are_kept_and_the_network_has_none() {
    IpPrefix prefix = IpPrefix.parse("192.0.2.77/26");

    assertThat(prefix).hasToString("192.0.2.77/26");
    assertThat(prefix.network()).hasToString("192.0.2.64/26");
    assertThat(IpPrefix.parse("2001:db8:ffff:ffff:ffff::/50").network())
        .hasToString("2001:db8:ffff:c000::/50");
  }

  @Test
  void a_prefix_contains_addresses_of_its_family_only() {
    assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("203.0.113.1"))).isTrue();
    assertThat(IpPrefix.parse("::/0").contains(IpAddress.parse("203.0.113.1"))).isFalse();
    assertThat(IpPrefix.parse("192.0.2.0/24").contains(IpAddress.parse("192.0.3.0"))).isFalse();
  }

  @Property
  void the_network_agrees_with_arithmetic(
      @ForAll long high, @ForAll long low, @ForAll @IntRange(max = 128) int length) {
    IpPrefix prefix = new IpPrefix(IpAddress.ipv6(high, low), length);
    BigInteger value = new BigInteger(1, prefix.address().toBytes());

    BigInteger network = value.shiftRight(128 - length).shiftLeft(128 - length);

    assertThat(new BigInteger(1, prefix.network().address().toBytes())).isEqualTo(network);
    assertThat(prefix.contains(prefix.network().address())).isTrue();
  }

  @Property
  void the_ipv4_network_agrees_with_arithmetic(
      @ForAll int bits, @ForAll @IntRange(max = 32) int length) {
    IpPrefix prefix = new IpPrefix(IpAddress.ipv4(bits), length);

    long network = Integer.toUnsignedLong(bits) >> (32 - length) << (32 - length);

    assertThat(prefix.network().address().low()).isEqualTo(network);
  }
}
