package dev.routeswitcher.engine.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.MainRoutes;
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

  @Test
  void an_address_and_its_peer_are_of_one_family() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new InterfaceAddress(
                    InetAddresses.forString("192.0.2.2"),
                    InetAddresses.forString("2001:db8::1"),
                    32))
        .withMessageContaining("different families");
  }

  @Test
  void a_multipath_route_is_told_with_all_its_ways() {
    Route route =
        MainRoutes.mainDefault(
            IpFamily.IPV4,
            100,
            16,
            ImmutableList.of(
                new Hop("eth0", InetAddresses.forString("192.0.2.1"), false),
                new Hop("ppp0", null, false)),
            InetAddresses.forString("192.0.2.2"),
            ImmutableSortedMap.of());
    assertThat(route)
        .hasToString(
            "default nexthop via 192.0.2.1 dev eth0 nexthop dev ppp0 proto 16 src 192.0.2.2"
                + " metric 100");
  }

  @Test
  void a_failure_is_told_with_what_was_asked_and_the_words_of_the_kernel() {
    RoutingOperation add = RoutingOperation.add(RoutePlanTest.ours(0, 10));
    assertThat(new OperationResult(add, OperationResult.Outcome.REFUSED, "EINVAL: no").failure())
        .isEqualTo("add default via 192.0.2.1 dev eth0 proto 157 metric 10: EINVAL: no");
  }

  private static TargetPath path(String name, int prefixLength) {
    return new TargetPath(InetAddresses.forString("203.0.113.8"), name, prefixLength);
  }
}
