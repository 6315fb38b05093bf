package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.ConfigField;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.runtime.words.SettingFault;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteSwitcherBuilderTest {

  private static RouteSwitcherBuilder good() {
    return RouteSwitcher.builder()
        .primary("eth0", "192.0.2.1")
        .secondary("eth1", "198.51.100.1")
        .pingTarget("203.0.113.8");
  }

  private static List<String> settings(RouteSwitcherBuilder builder) {
    return builder.faults().stream().map(SettingFault::setting).toList();
  }

  @Test
  void a_good_configuration_has_no_faults() {
    assertThat(good().faults()).isEmpty();
  }

  @Test
  void all_faults_are_collected() {
    RouteSwitcherBuilder builder =
        RouteSwitcher.builder()
            .primary("eth0", "gateway.example")
            .secondary("eth0")
            .pingTarget("203.0.113.8")
            .metrics(20, 10, 30);
    assertThat(settings(builder))
        .containsExactly("primary-gateway", "secondary-interface", "primary-metric");
  }

  @Test
  void a_configuration_with_faults_is_not_started_and_all_are_named() {
    assertThatThrownBy(() -> good().secondary("eth0").metrics(0, 10, 20).start())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("secondary-interface")
        .hasMessageContaining("failover-metric");
  }

  @Test
  void an_unreadable_target_is_one_fault_whatever_it_makes_of_the_number_of_targets() {
    RouteSwitcherBuilder builder =
        RouteSwitcher.builder().primary("eth0").secondary("eth1").pingTarget("host.example");
    assertThat(settings(builder)).containsExactly("ping-target");
  }

  @Test
  void without_a_target_the_usual_ones_are_pinged_and_ipv6_is_managed_where_it_exists() {
    assertThat(RouteSwitcher.builder().faults()).isEmpty();
    assertThat(RouteSwitcher.builder().toString())
        .contains(" targets=8.8.8.8,2001:4860:4860::8888 implied=ipv6 ");
    assertThat(RouteSwitcher.builder().primary("eth0", "192.0.2.1").toString())
        .contains(" targets=8.8.8.8,2001:4860:4860::8888 implied=ipv6 ");
  }

  @Test
  void a_gateway_asks_for_its_family_by_name() {
    assertThat(RouteSwitcher.builder().primary("eth0", "192.0.2.1", "fe80::1").toString())
        .contains(" targets=8.8.8.8,2001:4860:4860::8888 metrics=");
    assertThat(RouteSwitcher.builder().secondary("eth1", "fe80::1").toString())
        .contains(" targets=8.8.8.8,2001:4860:4860::8888 implied=ipv4 ");
    assertThat(good().primary("eth0", "fe80::1").toString())
        .contains(" targets=203.0.113.8,2001:4860:4860::8888 metrics=");
  }

  @Test
  void a_family_without_target_and_gateway_is_not_managed_when_the_other_has_a_target() {
    assertThat(good().toString()).contains(" targets=203.0.113.8 metrics=");
    assertThat(RouteSwitcher.builder().pingTarget("2001:db8::8").toString())
        .contains(" targets=2001:db8::8 metrics=");
  }

  @Test
  void uplinks_are_described_by_one_form_or_the_other() {
    RouteSwitcherBuilder both =
        good().uplink(Uplink.on("eth2")).uplink(Uplink.on("eth3").named("lte"));
    assertThat(settings(both)).containsExactly("uplink");
  }

  @Test
  void any_number_of_uplinks_may_be_described() {
    RouteSwitcherBuilder three =
        RouteSwitcher.builder()
            .uplink(Uplink.on("eth0").named("fibre").gateway("192.0.2.1").gateway("fe80::1"))
            .uplink(Uplink.on("eth1").metric(25))
            .uplink(Uplink.on("wwan0").named("lte").standbyInterval(Duration.ofSeconds(30)))
            .use("lte");
    assertThat(three.faults()).isEmpty();
    assertThat(three.toString())
        .startsWith("uplink=fibre/eth0/192.0.2.1/fe80::1 uplink=eth1/eth1 uplink=lte/wwan0 ")
        .contains(" metrics=5,10,25,30 ", " lte_standby_interval=30s use=lte ");
  }

  @Test
  void a_fault_is_a_sentence_that_names_settings_and_a_code_for_programs() {
    SettingFault fault = good().metrics(10, 10, 20).faults().get(0);
    assertThat(fault.sentence())
        .isEqualTo(
            "primary-metric: 10 is not above failover-metric 10;"
                + " metrics must rise: failover, primary, secondary");
    assertThat(fault.code())
        .isEqualTo(
            new ConfigFault.TooSmall(
                ConfigField.METRIC, "primary", 10L, ConfigField.FAILOVER_METRIC, null, 10L));
  }

  @Test
  void no_sentence_names_an_option_of_a_command() {
    RouteSwitcherBuilder builder =
        RouteSwitcher.builder()
            .primary("eth0")
            .uplink(Uplink.on("eth0").metric(1))
            .uplink(Uplink.on("eth0").named("fibre").gateway("192.0.2.1,192.0.2.2"))
            .policy(new Policy(Failback.AUTOMATIC, new QualityRules(d(60), null, null)))
            .use("eth7")
            .neverUse("eth0");
    assertThat(builder.faults())
        .hasSize(7)
        .allSatisfy(fault -> assertThat(fault.sentence()).doesNotContain("--", "option"));
  }

  private static Duration d(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void no_name_is_ever_looked_up() {
    assertThat(good().pingTarget("localhost").faults())
        .extracting(SettingFault::sentence)
        .containsExactly(
            "ping-target: 'localhost' is not an IP address; write it in digits: 192.0.2.1");
  }

  @Test
  void an_interface_given_without_a_gateway_takes_back_the_one_given_before() {
    assertThat(good().primary("wan0"))
        .hasToString(good().toString().replace("eth0/192.0.2.1", "wan0"));
  }

  @Test
  void the_configuration_in_one_line_names_what_is_always_asked_for() {
    assertThat(good())
        .hasToString(
            "primary=eth0/192.0.2.1 secondary=eth1/198.51.100.1 targets=203.0.113.8"
                + " metrics=5,10,20 interval=1s timeout=1s failback_delay=60s on_exit=restore");
  }

  @Test
  void and_every_other_value_that_differs_from_its_default() {
    Timing timing =
        Timing.defaults().toBuilder()
            .quorum(2)
            .failureThreshold(4)
            .recoveryThreshold(5)
            .maxFailbackDelay(Duration.ofMinutes(20))
            .flapWindow(Duration.ofMinutes(30))
            .bootWindow(Duration.ofSeconds(7))
            .addressGrace(Duration.ofMillis(500))
            .build();
    assertThat(good().timing(timing).toString())
        .contains(
            " failback_delay=60s quorum=2 failure_threshold=4 recovery_threshold=5"
                + " max_failback_delay=20m flap_window=30m boot_window=7s address_grace=500ms"
                + " on_exit=restore");
  }
}
