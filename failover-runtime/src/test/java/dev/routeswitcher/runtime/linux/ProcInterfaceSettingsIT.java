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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The settings of a namespace other than that of the process. */
class ProcInterfaceSettingsIT {

  private final NetworkNamespace namespace = NetworkNamespace.create();
  private final ProcInterfaceSettings settings = new ProcInterfaceSettings();

  @AfterEach
  void close() {
    namespace.close();
  }

  private String linkdown(String family, String name) {
    Path file = Path.of("/proc/sys/net", family, "conf", name, "ignore_routes_with_linkdown");
    return namespace.call(() -> Files.readString(file).strip());
  }

  private void ignoreLinkdown(UplinkKey uplink, boolean ignored) {
    namespace.call(
        () -> {
          settings.setLinkdownIgnored(uplink, ignored);
          return 0;
        });
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void linkdown_is_ignored_for_one_family_of_one_interface(IpFamily family) {
    String own = family == IpFamily.IPV4 ? "ipv4" : "ipv6";
    String other = family == IpFamily.IPV4 ? "ipv6" : "ipv4";
    UplinkKey eth1 = new UplinkKey(family, "eth1");
    ignoreLinkdown(eth1, false);
    assertThat(namespace.<Boolean>call(() -> settings.ignoresLinkdown(eth1))).isFalse();
    String before = linkdown(other, "eth1");

    ignoreLinkdown(eth1, true);

    assertThat(linkdown(own, "eth1")).isEqualTo("1");
    assertThat(linkdown(other, "eth1")).isEqualTo(before);
    assertThat(linkdown(own, "all")).isEqualTo("0");
    assertThat(namespace.<Boolean>call(() -> settings.ignoresLinkdown(eth1))).isTrue();
    ignoreLinkdown(eth1, false);
    assertThat(linkdown(own, "eth1")).isEqualTo("0");
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
    ignoreLinkdown(eth0, false);
    namespace.beyond("link set peer0 down");
    awaitDefaults(family, true);
    assertThat(way(family)).contains("dev eth0");

    ignoreLinkdown(eth0, true);
    assertThat(way(family)).contains("dev eth1");
    namespace.beyond("link set peer0 up");
    awaitDefaults(family, false);
    assertThat(way(family)).contains("dev eth0");
  }

  @Test
  void of_an_interface_that_is_not_there_linkdown_can_neither_be_read_nor_set() {
    UplinkKey eth9 = new UplinkKey(IpFamily.IPV4, "eth9");
    Throwable reported = namespace.call(() -> catchThrowable(() -> settings.ignoresLinkdown(eth9)));
    Throwable set =
        namespace.call(() -> catchThrowable(() -> settings.setLinkdownIgnored(eth9, true)));
    assertThat(reported).isInstanceOf(IOException.class).hasMessageContaining("eth9");
    assertThat(set).isInstanceOf(IOException.class).hasMessageContaining("eth9");
  }

  // The reverse path filter

  private void setFilter(String scope, int value) {
    set(scope, "rp_filter", value);
  }

  private void set(String scope, String setting, int value) {
    Path file = Path.of("/proc/sys/net/ipv4/conf", scope, setting);
    namespace.call(() -> Files.writeString(file, value + "\n"));
  }

  private boolean isStrict(String interfaceName) {
    return namespace.call(() -> settings.filtersStrictly(interfaceName));
  }

  @ParameterizedTest
  @CsvSource({"0,0,false", "0,1,true", "1,0,true", "1,1,true", "1,2,false", "2,1,false"})
  void the_larger_of_the_value_for_all_and_the_interfaces_own_counts(
      int all, int own, boolean strict) {
    setFilter("all", all);
    setFilter("eth1", own);
    assertThat(isStrict("eth1")).isEqualTo(strict);
  }

  @ParameterizedTest
  @CsvSource({"0,0,false", "0,1,true", "1,0,true", "1,1,true"})
  void the_filter_goes_by_marks_if_that_is_set_for_all_or_for_the_interface(
      int all, int own, boolean byMark) {
    set("all", "src_valid_mark", all);
    set("eth1", "src_valid_mark", own);
    assertThat(namespace.<Boolean>call(() -> settings.filtersByMark("eth1"))).isEqualTo(byMark);
  }

  @Test
  void a_dot_in_the_interfaces_name_is_a_dot() {
    namespace.ip("link add eth1.100 type bridge");
    setFilter("all", 0);
    setFilter("eth1", 0);
    setFilter("eth1.100", 1);
    assertThat(isStrict("eth1.100")).isTrue();
    assertThat(isStrict("eth1")).isFalse();
  }

  @Test
  void of_an_interface_that_is_not_there_the_filter_cannot_be_read() {
    Throwable failure =
        namespace.call(() -> catchThrowable(() -> settings.filtersStrictly("eth9")));
    assertThat(failure).isInstanceOf(IOException.class).hasMessageContaining("eth9");
  }
}
