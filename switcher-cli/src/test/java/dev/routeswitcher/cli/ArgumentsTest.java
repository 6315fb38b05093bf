package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.google.common.collect.ObjectArrays;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.words.SettingFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static final String[] NEVER_A_AND_B = {"--never-use", "a", "--never-use", "b"};

  /** What is read of a command line. */
  private record Reading(Configuration builder) {
    List<SettingFault> faults() {
      return builder.faults(Arguments.WORDS);
    }

    Level logLevel() {
      return Level.valueOf(builder.common().get(Settings.LOG_LEVEL));
    }
  }

  private static Reading read(String... arguments) {
    return read(Map.of(), arguments);
  }

  private static Reading read(Map<String, String> environment, String... arguments) {
    Arguments words = Arguments.ofRun(arguments);
    assertThat(words.mistakes()).isEmpty();
    return new Reading(Given.by(words, environment::get).configuration());
  }

  private static List<String> faults(String... arguments) {
    return read(arguments).faults().stream().map(SettingFault::sentence).toList();
  }

  @Test
  void without_options_everything_has_its_default() {
    Reading reading = read();
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.logLevel()).isEqualTo(Level.INFO);
    assertThat(reading.builder())
        .hasToString(
            "primary=eth0 secondary=eth1 targets=8.8.8.8,2001:4860:4860::8888 implied=ipv6"
                + " metrics=5,10,20 interval=1s timeout=1s failback_delay=60s on_exit=restore");
  }

  @Test
  void every_value_reaches_the_switcher() {
    Reading reading =
        read(
            "--primary-interface",
            "wan0",
            "--secondary-interface",
            "lte0",
            "--primary-gateway",
            "192.0.2.1",
            "--secondary-gateway",
            "198.51.100.1",
            "--ping-target",
            "203.0.113.8",
            "--ping-target",
            "203.0.113.9",
            "--primary-metric",
            "100",
            "--secondary-metric",
            "200",
            "--failover-metric",
            "50",
            "--interval",
            "100ms",
            "--timeout",
            "2s",
            "--quorum",
            "2",
            "--failure-threshold",
            "4",
            "--recovery-threshold",
            "5",
            "--failback-delay",
            "2m",
            "--max-failback-delay",
            "1h",
            "--flap-window",
            "5m",
            "--boot-window",
            "3",
            "--on-exit",
            "keep",
            "--flush-conntrack",
            "--kernel-linkdown",
            "--dry-run",
            "--log-level",
            "debug");
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.logLevel()).isEqualTo(Level.DEBUG);
    assertThat(reading.builder())
        .hasToString(
            "primary=wan0/192.0.2.1 secondary=lte0/198.51.100.1 targets=203.0.113.8,203.0.113.9"
                + " metrics=50,100,200 interval=100ms timeout=2s failback_delay=2m quorum=2"
                + " failure_threshold=4 recovery_threshold=5 max_failback_delay=1h flap_window=5m"
                + " boot_window=3s on_exit=keep flush_conntrack=true kernel_linkdown=true dry_run=true");
  }

  @Test
  void tables_and_rules_are_as_the_options_say() {
    assertThat(
            read(
                    "--probe-routing",
                    "main",
                    "--probe-table",
                    "300",
                    "--probe-rule-preference",
                    "900",
                    "--override-foreign-defaults")
                .builder()
                .toString())
        .contains(
            " probe_routing=main probe_table=300 probe_rule_preference=900"
                + " override_foreign_defaults=true ");
    assertThat(read("--probe-routing", "table").builder().toString()).doesNotContain("probe_");
    assertThat(
            faults("--probe-routing", "none", "--probe-table", "x", "--probe-rule-preference", "0"))
        .containsExactly(
            "--probe-routing: unknown value 'none'; use table or main",
            "--probe-table: 'x' is not a whole number; give one in digits",
            "--probe-rule-preference: 0 is out of range; give 1 to 32761");
    assertThat(faults("--probe-table", "252"))
        .containsExactly(
            "--probe-table: the tables from 252 on include the kernel's own, 253 to 255;"
                + " give 256 or more");
    assertThat(faults("--probe-table", "" + Long.MAX_VALUE))
        .containsExactly(
            "--probe-table: 9223372036854775807 is out of range; give 1 to 4294967293");
    assertThat(faults("--probe-rule-preference", "" + Long.MAX_VALUE)).hasSize(1);
    assertThat(faults("--probe-rule-preference", "32762")).hasSize(1);
    assertThat(faults("--probe-rule-preference", "32761")).isEmpty();
  }

  @Test
  void marks_have_a_mask_with_room_for_every_uplink() {
    assertThat(read("--firewall-marks", "0x100/0xff00").builder().toString())
        .contains(" firewall_marks=0x100/0xff00");
    assertThat(read("--firewall-marks", "256/65280").builder().engine().tables().markOf(1))
        .hasToString("0x200/0xff00");
    for (String text :
        List.of("0x100", "0x100/", "/", "-1/3", "0x1/0x100000000", "1/2/3", "0xg/1")) {
      assertThat(faults("--firewall-marks", text))
          .containsExactly(
              "--firewall-marks: '"
                  + text
                  + "' is not a mark and its mask; write it as 0x1000000/0xff000000");
    }
    assertThat(faults("--firewall-marks", "0x100/0xff"))
        .containsExactly(
            "--firewall-marks: 0x100/0xff has no bit of its mask, or others; write it as"
                + " 0x1000000/0xff000000");
    assertThat(faults("--firewall-marks", "0x200/0x300")).isEmpty();
    assertThat(faults("--firewall-marks", "0x300/0x300"))
        .containsExactly(
            "--firewall-marks: 0x300/0x300 has no room for a mark for each uplink; give a lower"
                + " mark or a wider mask");
    assertThat(faults("--firewall-marks", "1/3", "--probe-routing", "main"))
        .containsExactly(
            "--firewall-marks: marks lead to tables, and there are none; leave out --probe-routing"
                + " main");
  }

  @Test
  void a_value_may_follow_an_equals_sign() {
    assertThat(read("--interval=100ms").builder().toString()).contains("interval=100ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --primary-interface   | a/b          | --primary-interface: 'a/b' cannot be the name of an interface; give 1 to 127 characters without '/', ':' or blanks
          --primary-interface   | eth0@if5     | --primary-interface: 'eth0@if5' is an interface as ip link lists it; give eth0
          --uplink              | interface=a,b,gateway=192.0.2.1 | --uplink: a comma ends the name of an interface; call 'a,b' otherwise: ip link property add dev 'a,b' altname NAME
          --secondary-interface | eth0         | --secondary-interface: 'eth0' is given twice; every uplink needs an interface of its own
          --primary-gateway     | gw.example   | --primary-gateway: 'gw.example' is not an IP address; write it in digits: 192.0.2.1
          --secondary-gateway   | fe80::1%eth1 | --secondary-gateway: 'fe80::1%eth1' is not an IP address; leave out what follows '%', the uplink's interface is meant anyway
          --secondary-gateway   | ff02::2      | --secondary-gateway: ff02::2 is not the address of a host; give the router's own address
          --secondary-gateway   | 224.0.0.1    | --secondary-gateway: 224.0.0.1 is not the address of a host; give the router's own address
          --ping-target         | dns.example  | --ping-target: 'dns.example' is not an IP address; write it in digits: 192.0.2.1
          --ping-target         | 192.0.2.1,192.0.2.2 | --ping-target: '192.0.2.1,192.0.2.2' is not an IP address; give each address by itself
          --ping-target         | fe80::1      | --ping-target: fe80::1 is a link-local address; give a host beyond the provider
          --ping-target         | 0.0.0.0      | --ping-target: 0.0.0.0 is not the address of a host; give a host that answers
          --primary-metric      | ten          | --primary-metric: 'ten' is not a whole number; give one in digits
          --primary-metric      | 5            | --primary-metric: 5 is not above failover-metric 5; metrics must rise: failover, primary, secondary
          --secondary-metric    | 4294967296   | --secondary-metric: 4294967296 is out of range; give 1 to 4294967295
          --failover-metric     | 0            | --failover-metric: 0 is out of range; give 1 to 4294967295
          --failover-metric     | -3           | --failover-metric: -3 is out of range; give 1 to 4294967295
          --interval            | fast         | --interval: 'fast' is not a duration; give a number with ms, s, m or h
          --interval            | 49ms         | --interval: 49ms is out of range; give 50ms to 1h
          --timeout             | 61m          | --timeout: 61m is out of range; give 50ms to 1h
          --quorum              | 0            | --quorum: 0 is out of range; give 1 to 16
          --failure-threshold   | 1001         | --failure-threshold: 1001 is out of range; give 1 to 1000
          --recovery-threshold  | 99999999999  | --recovery-threshold: 2147483647 is out of range; give 1 to 1000
          --failback-delay      | 2h           | --failback-delay: 2h is out of range; give 0s to 1h
          --max-failback-delay  | 59s          | --max-failback-delay: 59s is less than failback-delay 60s; give at least as much
          --flap-window         | 25h          | --flap-window: 25h is out of range; give 0s to 24h
          --boot-window         | -1s          | --boot-window: '-1s' is not a duration; give a number with ms, s, m or h
          --on-exit             | delete       | --on-exit: unknown value 'delete'; use restore or keep
          --log-level           | loud         | --log-level: unknown value 'loud'; use error, warn, info or debug
          """)
  void a_faulty_value_is_one_line_that_names_option_and_remedy(
      String option, String value, String line) {
    List<String> faults = faults(option, value);
    assertThat(faults).contains(line);
    if (!line.contains("2h is out")) {
      assertThat(faults).hasSize(1);
    }
  }

  @Test
  void all_faults_are_reported_together() {
    assertThat(
            read(
                    "--interval", "x",
                    "--primary-gateway", "y",
                    "--quorum", "z",
                    "--secondary-interface", "eth0",
                    "--on-exit", "never")
                .faults())
        .extracting(SettingFault::setting)
        .containsExactlyInAnyOrder(
            "interval", "primary-gateway", "quorum", "secondary-interface", "on-exit");
  }

  @Test
  void two_gateways_of_one_family_are_one_too_many() {
    assertThat(faults("--primary-gateway", "192.0.2.1", "--primary-gateway", "192.0.2.254"))
        .containsExactly("--primary-gateway: is given 2 times; give one gateway per family");
  }

  @Test
  void a_quorum_of_more_than_the_targets_names_each_family_that_lacks_some() {
    assertThat(faults("--quorum", "2"))
        .containsExactly(
            "--quorum: 2 is more than the 1 target of IPv4; lower it or give more targets",
            "--quorum: 2 is more than the 1 target of IPv6; lower it or give more targets");
    assertThat(faults("--quorum", "2", "--ping-target", "203.0.113.8"))
        .containsExactly("--quorum: 2 is more than the 1 target; lower it or give more targets");
  }

  @Test
  void a_gateway_may_be_given_for_each_family() {
    assertThat(
            read("--primary-gateway", "192.0.2.1", "--primary-gateway", "fe80::1")
                .builder()
                .toString())
        .startsWith(
            "primary=eth0/192.0.2.1/fe80::1 secondary=eth1"
                + " targets=8.8.8.8,2001:4860:4860::8888 metrics=");
  }

  @Test
  void any_number_of_uplinks_is_described_one_by_one_in_priority_order() {
    Reading reading =
        read(
            "--uplink",
            "name=fibre,interface=eth0,gateway=192.0.2.1,gateway=fe80::1,metric=100",
            "--uplink=interface=eth1,metric=200",
            "--uplink",
            "interface=wwan0,name=lte,metric=300,standby-interval=30s",
            "--ping-target",
            "203.0.113.8",
            "--use",
            "lte",
            "--never-use",
            "eth1");
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.builder())
        .hasToString(
            "uplink=fibre/eth0/192.0.2.1/fe80::1 uplink=eth1/eth1 uplink=lte/wwan0"
                + " targets=203.0.113.8,2001:4860:4860::8888 metrics=5,100,200,300 interval=1s"
                + " timeout=1s failback_delay=60s lte_standby_interval=30s use=lte never_use=eth1"
                + " on_exit=restore");
  }

  @Test
  void an_uplinks_metric_follows_from_its_place_unless_it_is_given() {
    assertThat(
            read("--uplink", "interface=a", "--uplink", "interface=b", "--uplink", "interface=c")
                .builder()
                .toString())
        .contains(" metrics=5,10,20,30 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name=fibre                         | --uplink: 'name=fibre' names no interface; write it as name=fibre,interface=eth0,gateway=192.0.2.1,metric=10,standby-interval=30s
          interface=eth0,speed=9             | --uplink: 'speed=9' is not a part of an uplink; write it as name=fibre,interface=eth0,gateway=192.0.2.1,metric=10,standby-interval=30s
          eth0                               | --uplink: 'eth0' is not a part of an uplink; write it as name=fibre,interface=eth0,gateway=192.0.2.1,metric=10,standby-interval=30s
          interface=eth0,interface=eth1      | --uplink: interface is given 2 times; give it once for each --uplink
          interface=eth0,metric=ten          | --uplink: metric 'ten' is not a whole number; give one in digits
          interface=eth0,standby-interval=x  | --uplink: standby-interval 'x' is not a duration; give a number with ms, s, m or h
          interface=eth0,name=a b            | --uplink: 'a b' cannot be a name; give 1 to 32 letters, digits, dots, dashes or underscores
          interface=eth0,name=eth7           | --uplink eth7: another uplink is called that; give it a name of its own
          interface=eth0,name=primary        | --uplink: the name 'primary' is reserved for the uplink of --primary-interface; choose another name
          interface=eth0,name=f,metric=5     | --uplink f: metric 5 is not above failover-metric 5; metrics must rise from --failover-metric on, in the order of the uplinks
          interface=eth0,name=f,metric=20    | --uplink eth7: metric 20 is not above f's 20; metrics must rise from --failover-metric on, in the order of the uplinks
          interface=eth0,name=f,gateway=gw   | --uplink f: gateway 'gw' is not an IP address; write it in digits: 192.0.2.1
          interface=eth7,name=f              | --uplink eth7: interface 'eth7' is given twice; every uplink needs an interface of its own
          """)
  void a_faulty_uplink_is_reported_by_its_name(String described, String line) {
    assertThat(faults("--uplink", described, "--uplink", "interface=eth7")).contains(line);
  }

  @Test
  void an_uplink_that_cannot_be_read_is_not_missed_elsewhere() {
    assertThat(
            faults(
                "--uplink",
                "name=fibre,interface=eth0,metric=ten",
                "--uplink",
                "interface=eth1",
                "--use",
                "fibre"))
        .containsExactly("--uplink: metric 'ten' is not a whole number; give one in digits");
  }

  @Test
  void one_uplink_is_not_enough() {
    assertThat(faults("--uplink", "interface=eth0"))
        .containsExactly("--uplink: only one uplink is given; failover needs at least two");
  }

  @Test
  void uplinks_are_described_by_one_form_or_the_other() {
    assertThat(
            faults(
                "--uplink",
                "interface=eth0",
                "--uplink",
                "interface=eth1",
                "--primary-metric",
                "7"))
        .containsExactly(
            "--uplink: is given beside what describes the primary or the secondary; describe all"
                + " by --uplink");
  }

  @Test
  void more_targets_than_a_family_may_have_are_refused() {
    String[] arguments = new String[34];
    for (int i = 0; i < 17; i++) {
      arguments[2 * i] = "--ping-target";
      arguments[2 * i + 1] = "203.0.113." + (i + 1);
    }
    assertThat(faults(arguments))
        .containsExactly("--ping-target: 17 targets are given; give 1 to 16");
  }

  @Test
  void a_quorum_is_not_judged_while_a_target_cannot_be_read() {
    assertThat(
            read("--ping-target", "203.0.113.8", "--ping-target", "dns.example", "--quorum", "2")
                .faults())
        .extracting(SettingFault::setting)
        .containsExactly("ping-target");
  }

  @ParameterizedTest
  @CsvSource({"error,ERROR", "WARN,WARN", "info,INFO", "Debug,DEBUG"})
  void the_log_level_may_come_from_the_environment(String text, String level) {
    assertThat(read(Map.of("ROUTE_SWITCHER_LOG", text)).logLevel()).hasToString(level);
  }

  @Test
  void the_option_wins_over_the_environment_even_over_a_faulty_one() {
    Reading reading = read(Map.of("ROUTE_SWITCHER_LOG", "loud"), "--log-level", "warn");
    assertThat(reading.logLevel()).isEqualTo(Level.WARN);
    assertThat(reading.faults()).isEmpty();
  }

  @Test
  void a_faulty_variable_is_named() {
    assertThat(read(Map.of("ROUTE_SWITCHER_LOG", "loud")).faults())
        .singleElement()
        .extracting(SettingFault::sentence)
        .isEqualTo(
            "--log-level: unknown value 'loud' (from the variable ROUTE_SWITCHER_LOG);"
                + " use error, warn, info or debug");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "info"})
  void an_empty_variable_is_none(String text) {
    assertThat(read(Map.of("ROUTE_SWITCHER_LOG", text)).logLevel()).isEqualTo(Level.INFO);
  }

  @Test
  void the_rules_besides_silence_reach_the_switcher() {
    Reading reading =
        read(
            "--deadline",
            "fixed",
            "--failure-interval",
            "200ms",
            "--primary-standby-interval",
            "2s",
            "--secondary-standby-interval",
            "30s",
            "--failback",
            "manual",
            "--use",
            "eth1",
            "--never-use",
            "eth0",
            "--leave-at-loss",
            "20",
            "--leave-at-rtt",
            "300ms",
            "--quality-window",
            "30s");
    assertThat(reading.faults()).isEmpty();
    assertThat(reading.builder().toString())
        .contains(
            " deadline=fixed failure_interval=200ms primary_standby_interval=2s"
                + " secondary_standby_interval=30s failback=manual quality_window=30s"
                + " leave_at_loss=20 return_at_loss=5 leave_at_rtt=300ms return_at_rtt=150ms"
                + " use=eth1 never_use=eth0 ");
  }

  @Test
  void faults_of_those_rules_are_reported_together() {
    assertThat(
            faults(
                "--deadline",
                "soon",
                "--failback",
                "never",
                "--failure-interval",
                "2s",
                "--secondary-standby-interval",
                "100ms",
                "--use",
                "eth7",
                "--never-use",
                "eth8",
                "--return-at-loss",
                "5",
                "--leave-at-rtt",
                "long",
                "--quality-window",
                "1s"))
        .containsExactlyInAnyOrder(
            "--deadline: unknown value 'soon'; use adaptive or fixed",
            "--failback: unknown value 'never'; use automatic or manual",
            "--failure-interval: 2s is out of range; give 50ms to 1s",
            "--secondary-standby-interval: 100ms is out of range; give 1s to 1h",
            "--use: unknown uplink 'eth7'; name an uplink or its interface",
            "--never-use: unknown uplink 'eth8'; name an uplink or its interface",
            "--return-at-loss: is given without a rule; give --leave-at-loss too",
            "--leave-at-rtt: 'long' is not a duration; give a number with ms, s, m or h");
  }

  @Test
  void several_uplinks_may_be_never_used_but_not_all_and_none_twice() {
    String[] three = {
      "--uplink=interface=a,name=fibre", "--uplink=interface=b", "--uplink=interface=c"
    };
    assertThat(read(ObjectArrays.concat(three, NEVER_A_AND_B, String.class)).builder().toString())
        .contains(" never_use=a,b ");
    assertThat(faults(ObjectArrays.concat(NEVER_A_AND_B, three, String.class))).isEmpty();
    assertThat(faults("--never-use", "eth1", "--never-use", "secondary"))
        .containsExactly("--never-use: 'secondary' is given twice; give it once");
    assertThat(faults("--never-use", "eth0", "--never-use", "eth1"))
        .containsExactly("--never-use: names every uplink; leave one to be used");
    assertThat(faults("--never-use", "eth0", "--never-use", "eth1", "--use", "secondary"))
        .containsExactly("--never-use: 'secondary' is to be used too; give one of both");
  }

  @Test
  void an_uplink_is_not_both_used_and_never_used() {
    assertThat(faults("--use", "eth1", "--never-use", "eth1"))
        .containsExactly("--never-use: 'eth1' is to be used too; give one of both");
  }

  @Test
  void a_lower_limit_lies_below_its_upper_one() {
    assertThat(faults("--leave-at-loss", "20", "--return-at-loss", "20"))
        .containsExactly("--return-at-loss: 20 is out of range; give 0 to 19 percent");
    assertThat(faults("--leave-at-rtt", "100ms", "--return-at-rtt", "100ms"))
        .containsExactly("--return-at-rtt: 100ms is out of range; give 1ms to 99ms");
  }
}
