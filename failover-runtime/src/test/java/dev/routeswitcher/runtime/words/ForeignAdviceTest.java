package dev.routeswitcher.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.runtime.model.MainRoutes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignAdviceTest {

  private static String advice(int protocol, boolean ipv6) {
    IpFamily family = ipv6 ? IpFamily.IPV6 : IpFamily.IPV4;
    Route route =
        MainRoutes.mainDefault(
            family,
            0,
            protocol,
            ImmutableList.of(new Hop("eth0.7", null, false)),
            null,
            ImmutableSortedMap.of());
    return ForeignAdvice.whereTheMetricIsSet(route, family);
  }

  @Test
  void who_made_the_route_decides_where_its_metric_is_set() {
    assertThat(advice(16, false))
        .contains("RouteMetric= in [DHCPv4]", "ipv4.route-metric", "dhcpcd: metric");
    assertThat(advice(9, true))
        .contains("net.ipv6.conf.eth0/7.ra_defrtr_metric", "[IPv6AcceptRA]", "ipv6.route-metric");
    assertThat(advice(3, false)).contains("ifupdown", "dhclient", "pppd: defaultroute-metric");
    assertThat(advice(4, false)).contains("Metric= in [Route]", "ipv4.route-metric");
    assertThat(advice(4, true)).contains("ipv6.route-metric");
  }

  @ParameterizedTest
  @CsvSource({
    "3, 'a script, or by hand (proto boot)'",
    "4, an administrator (proto static)",
    "9, router advertisements",
    "11, 'zebra, of FRR or Quagga'",
    "16, a DHCP client",
    "77, the program that uses route protocol 77",
    "157, Route-Switcher"
  })
  void who_made_a_route_has_a_name(int protocol, String writer) {
    assertThat(ForeignAdvice.writer(protocol)).isEqualTo(writer);
  }

  @ParameterizedTest
  @CsvSource({
    "11, zebra",
    "12, bird",
    "18, keepalived",
    "42, babeld",
    "186, BGP",
    "188, OSPF",
    "189, RIP",
    "77, route protocol 77",
    "0, route protocol 0"
  })
  void a_program_whose_settings_are_not_known_is_named(int protocol, String name) {
    assertThat(advice(protocol, false)).startsWith("it is made by ").contains(name);
  }
}
