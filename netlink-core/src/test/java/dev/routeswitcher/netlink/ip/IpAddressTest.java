package dev.routeswitcher.netlink.ip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "255.255.255.255", "::", "::1", "2001:db8::1:0"})
  void a_literal_reads_back_as_it_was_written(String literal) {
    assertThat(IpAddress.parse(literal)).hasToString(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "192.0.2",
        "192.0.2.256",
        "fe80::1%eth0",
        "[::1]",
        "١٩٢.0.2.1",
        " ::"
      })
  void what_is_no_literal_is_refused_without_asking_a_name_server(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_mapped_address_stays_ipv6_in_every_conversion() throws Exception {
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.1");

    assertThat(mapped.isIpv6()).isTrue();
    assertThat(mapped).hasToString("::ffff:192.0.2.1").isNotEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(mapped.toInetAddress()).isInstanceOf(Inet6Address.class);
    assertThat(IpAddress.of(mapped.toInetAddress())).isEqualTo(mapped);
    assertThat(IpAddress.of(mapped.toBytes())).isEqualTo(mapped);
  }

  @Test
  void an_address_with_a_scope_is_refused_because_the_scope_would_be_lost() throws Exception {
    InetAddress scoped = Inet6Address.getByAddress(null, IpAddress.parse("fe80::1").toBytes(), 3);

    assertThatThrownBy(() -> IpAddress.of(scoped)).hasMessageContaining("scope");
  }

  @Test
  void four_or_sixteen_bytes_are_an_address_and_nothing_else_is() {
    assertThat(IpAddress.of(new byte[] {(byte) 192, 0, 2, 1})).hasToString("192.0.2.1");
    assertThatThrownBy(() -> IpAddress.of(new byte[12])).hasMessageContaining("12");
    assertThatThrownBy(() -> new IpAddress(AddressFamily.INET, 0, 1L << 32))
        .hasMessageContaining("32 bits");
    assertThatThrownBy(() -> new IpAddress(AddressFamily.MPLS, 0, 0)).hasMessageContaining("mpls");
  }

  @Test
  void addresses_are_ordered_by_family_and_unsigned_value() {
    assertThat(IpAddress.parse("9.0.0.0")).isLessThan(IpAddress.parse("200.0.0.0"));
    assertThat(IpAddress.parse("255.255.255.255")).isLessThan(IpAddress.parse("::"));
    assertThat(IpAddress.parse("2001:db8::")).isLessThan(IpAddress.parse("fe80::"));
  }

  @Property
  void every_ipv6_address_survives_text_bytes_and_inet_address(
      @ForAll long high, @ForAll long low) {
    IpAddress address = IpAddress.ipv6(high, low);

    assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    assertThat(IpAddress.of(address.toBytes())).isEqualTo(address);
    assertThat(IpAddress.of(address.toInetAddress())).isEqualTo(address);
  }

  @Property
  void every_ipv4_address_survives_text_bytes_and_inet_address(@ForAll int bits) {
    IpAddress address = IpAddress.ipv4(bits);

    assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    assertThat(IpAddress.of(address.toBytes())).isEqualTo(address);
    assertThat(IpAddress.of(address.toInetAddress())).isEqualTo(address);
  }
}
