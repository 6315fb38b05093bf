package dev.routeswitcher.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings of a namespace other than that of the process. */
class ProcLinkdownRoutingIT {

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final ProcLinkdownRouting routing = new ProcLinkdownRouting();

  @AfterEach
  void close() {
    namespace.close();
  }

  private String value(String family, String name) {
    Path file = Path.of("/proc/sys/net", family, "conf", name, "ignore_routes_with_linkdown");
    return namespace.call(() -> Files.readString(file).strip());
  }

  private void passOver(UplinkKey uplink, boolean without) {
    namespace.call(
        () -> {
          routing.passOver(uplink, without);
          return 0;
        });
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void it_is_set_for_one_family_of_one_interface(IpFamily family) {
    String own = family == IpFamily.IPV4 ? "ipv4" : "ipv6";
    String other = family == IpFamily.IPV4 ? "ipv6" : "ipv4";
    UplinkKey eth1 = new UplinkKey(family, "eth1");
    passOver(eth1, false);
    assertThat(namespace.<Boolean>call(() -> routing.isPassedOver(eth1))).isFalse();
    String before = value(other, "eth1");

    passOver(eth1, true);

    assertThat(value(own, "eth1")).isEqualTo("1");
    assertThat(value(other, "eth1")).isEqualTo(before);
    assertThat(value(own, "all")).isEqualTo("0");
    assertThat(namespace.<Boolean>call(() -> routing.isPassedOver(eth1))).isTrue();
    passOver(eth1, false);
    assertThat(value(own, "eth1")).isEqualTo("0");
  }

  /** The way of a packet to an address beyond both uplinks. */
  private String way(IpFamily family) {
    boolean ipv4 = family == IpFamily.IPV4;
    return namespace.ip(ipv4 ? "route get 203.0.113.8" : "-6 route get 2001:db8:ffff::8");
  }

  /** Waits until the kernel has taken note of the carrier. */
  private void awaitDefaults(IpFamily family, boolean linkdown) {
    String command = (family == IpFamily.IPV4 ? "-4" : "-6") + " route show default";
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (namespace.ip(command).contains("linkdown") != linkdown) {
      assertThat(System.nanoTime()).as(namespace.ip(command)).isLessThan(deadline);
    }
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void the_kernel_leaves_a_link_without_a_carrier_and_comes_back_with_it(IpFamily family) {
    for (int i = 0; i < 2; i++) {
      namespace.ip("address add 2001:db8:%d::2/64 dev eth%d nodad".formatted(i, i));
      namespace.ip("-6 route add default via 2001:db8:%d::1 metric %d".formatted(i, 10 + i));
    }
    namespace.ip("route add default via 192.0.2.1 metric 10");
    namespace.ip("route add default via 198.51.100.1 metric 20");
    UplinkKey eth0 = new UplinkKey(family, "eth0");
    passOver(eth0, false);
    namespace.beyond("link set peer0 down");
    awaitDefaults(family, true);
    assertThat(way(family)).contains("dev eth0");

    passOver(eth0, true);
    assertThat(way(family)).contains("dev eth1");
    namespace.beyond("link set peer0 up");
    awaitDefaults(family, false);
    assertThat(way(family)).contains("dev eth0");
  }

  @Test
  void of_an_interface_that_is_not_there_it_can_neither_be_read_nor_set() {
    UplinkKey eth9 = new UplinkKey(IpFamily.IPV4, "eth9");
    Throwable reported = namespace.call(() -> catchThrowable(() -> routing.isPassedOver(eth9)));
    Throwable set = namespace.call(() -> catchThrowable(() -> routing.passOver(eth9, true)));
    assertThat(reported).isInstanceOf(IOException.class).hasMessageContaining("eth9");
    assertThat(set).isInstanceOf(IOException.class).hasMessageContaining("eth9");
  }
}
