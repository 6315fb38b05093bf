package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernel leaves a dead carrier by itself, the switcher follows. */
class KernelLinkdownIT {

  private static final String SETTING = "ignore_routes_with_linkdown";

  private final Lab lab = Lab.up();

  @AfterEach
  void takeLabDown() {
    lab.close();
  }

  private static String file(String family, String interfaceName) {
    return "/proc/sys/net/" + family + "/conf/" + interfaceName + "/" + SETTING;
  }

  /** Of eth0 and of eth1. */
  private List<String> values(String family) {
    return lab.host("cat", file(family, "eth0"), file(family, "eth1"));
  }

  private void set(String interfaceName, int value) {
    lab.host("sh", "-c", "echo " + value + " >" + file("ipv4", interfaceName));
  }

  @ParameterizedTest
  @ValueSource(strings = {"restore", "keep"})
  void the_setting_is_made_on_the_uplinks_and_put_back_at_a_clean_stop(String onExit) {
    set("eth1", 1);
    Background switcher = lab.startSwitcher("--kernel-linkdown", "--on-exit", onExit);
    switcher.await(" start family=ipv4 to=");
    assertThat(values("ipv4")).containsExactly("1", "1");
    assertThat(lab.host("cat", file("ipv4", "lo"))).containsExactly("0");

    assertThat(switcher.terminate()).isZero();
    assertThat(values("ipv4")).containsExactly("0", "1");
  }

  @Test
  void an_interface_that_is_made_anew_gets_it_again() {
    Background switcher = lab.startSwitcher("--kernel-linkdown");
    switcher.await(" start family=ipv4 to=");
    lab.inject("interface-deleted", "secondary");
    switcher.await(" uplink family=ipv4 .*interface=eth1 .*condition=no-interface");
    lab.heal("interface-deleted", "secondary");
    switcher.await("kernel-linkdown family=ipv4 interface=eth1 value=1", 2);
    assertThat(values("ipv4")).containsExactly("1", "1");
  }

  @Test
  void the_switcher_follows_the_kernel_and_the_traffic_returns_only_when_the_primary_is_stable() {
    Background switcher = lab.startSwitcher("--kernel-linkdown");
    switcher.await(" start family=ipv4 to=");
    Background lookups = lab.start("lookups", "--seconds", "60");
    lab.inject("carrier", "primary");
    assertThat(switcher.await(" failover "))
        .contains("from=primary/eth0 to=secondary/eth1 state=FALLBACK");
    lab.heal("carrier", "primary");
    assertThat(switcher.await(" failback ")).contains("from=secondary/eth1 to=primary/eth0");
    lookups.terminate();
    assertThat(Lab.figures(lookups)).containsEntry("refused", "0");
    assertThat(lab.defaults()).containsExactly(Lab.PRIMARY_BASE, Lab.SECONDARY_BASE);
  }

  @Test
  void of_ipv6_too() {
    try (Lab both = Lab.up("--ipv6")) {
      Background switcher =
          both.startSwitcherWith(
              "--primary-gateway",
              Lab.LINK_GATEWAY6,
              "--secondary-gateway",
              Lab.LINK_GATEWAY6,
              "--ping-target",
              Lab.TARGET6,
              "--kernel-linkdown");
      switcher.await("family=ipv6 .* interface=eth1 health=responsive");
      assertThat(both.host("cat", file("ipv6", "eth0"), file("ipv6", "eth1")))
          .containsExactly("1", "1");
      both.inject("carrier", "primary");
      switcher.await(" failover family=ipv6 from=primary/eth0 to=secondary/eth1");
      both.heal("carrier", "primary");
      switcher.await(" failback family=ipv6 from=secondary/eth1 to=primary/eth0");
      assertThat(switcher.terminate()).isZero();
      assertThat(both.host("cat", file("ipv6", "eth0"), file("ipv6", "eth1")))
          .containsExactly("0", "0");
    }
  }

  @Test
  void with_both_carriers_gone_it_recovers_by_itself() {
    Background switcher = lab.startSwitcher("--kernel-linkdown");
    switcher.await(" start family=ipv4 to=");
    lab.inject("carrier", "both");
    switcher.await("alarm=no-uplink");
    lab.heal("carrier", "both");
    switcher.await("cleared alarm=no-uplink");
    Background stream = lab.start("stream", "--seconds", "1");
    assertThat(Lab.figures(stream).get("answered")).isNotEqualTo("0");
  }

  @Test
  void nothing_is_set_by_a_dry_run_or_unless_it_is_wanted() {
    Background dry = lab.startSwitcher("--kernel-linkdown", "--dry-run");
    dry.await("dry-run family=ipv4 interface=eth0 would=\"set " + SETTING + "\"");
    assertThat(values("ipv4")).containsExactly("0", "0");
    dry.terminate();
    Background plain = lab.startSwitcher();
    plain.await(" start family=ipv4 to=");
    assertThat(values("ipv4")).containsExactly("0", "0");
  }
}
