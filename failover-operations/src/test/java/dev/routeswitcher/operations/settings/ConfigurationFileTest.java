package dev.routeswitcher.operations.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a file, and where its faults are said to be. */
class ConfigurationFileTest {

  private static final String UPLINKS =
      """
      [[uplink]]
      name = "fibre"
      interface = "eth0"

      [[uplink]]
      interface = "wwan0"
      gateway = ["198.51.100.1"]
      standby-interval = "30s"
      """;

  @TempDir Path folder;

  private static Configuration read(ConfigurationFile file) {
    Configuration configuration = new Configuration();
    file.readInto(configuration);
    return configuration;
  }

  private static List<String> faults(ConfigurationFile file) {
    FaultWords words = FaultWords.naming(SettingNames.PLAIN).placed(file::place);
    return read(file).faults(words).stream().map(SettingFault::sentence).toList();
  }

  private static List<String> faults(String text) {
    return faults(ConfigurationFile.of("lab.toml", text));
  }

  @Test
  void every_kind_of_value_reaches_the_configuration() {
    ConfigurationFile file =
        ConfigurationFile.of(
            "lab.toml",
            """
            ping-target = ["203.0.113.8", "203.0.113.9"]
            quorum = 2                       # a number
            failback-delay = "2m"
            boot-window = 3                  # seconds, as on a command line
            on-exit = "keep"
            dry-run = true
            flush-conntrack = false
            firewall-marks = "0x1000000/0xff000000"
            never-use = []
            """
                + UPLINKS);
    assertThat(faults("")).isEmpty();
    assertThat(faults(file)).isEmpty();
    assertThat(read(file))
        .hasToString(
            "uplink=fibre/eth0 uplink=wwan0/wwan0/198.51.100.1 targets=203.0.113.8,203.0.113.9"
                + " metrics=5,10,20 interval=1s timeout=1s failback_delay=2m quorum=2 boot_window=3s"
                + " wwan0_standby_interval=30s"
                + " firewall_marks=0x1000000/0xff000000 on_exit=keep dry_run=true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quorum = "x"          | lab.toml:1:1: quorum: 'x' is not a whole number; give one in digits
          interval = "5h"       | lab.toml:1:1: interval: 5h is out of range; give 50ms to 1h
          targets = ["a"]       | lab.toml:1:1: targets: there is no such setting; did you mean ping-target?
          intervall = "1s"      | lab.toml:1:1: intervall: there is no such setting; did you mean interval?
          colour = "red"        | lab.toml:1:1: colour: there is no such setting; route-switcher --help lists all
          quorum = [1, 2]       | lab.toml:1:1: quorum: is a list; give one value
          interval = 1979-05-27 | lab.toml:1:1: interval: is not text; put it into quotes
          interval = 1.5        | lab.toml:1:1: interval: is not text; put it into quotes
          record = true         | lab.toml:1:1: record: is not text; put it into quotes
          firewall-marks = 0x10 | lab.toml:1:1: firewall-marks: is not text; put it into quotes
          ping-target = [[1]]   | lab.toml:1:1: ping-target: is not text; put it into quotes
          interval.x = 1        | lab.toml:1:1: interval: is a table; write it as interval = ...
          [[quorum]]            | lab.toml:1:1: quorum: is a table; write it as quorum = ...
          uplink = "eth0"       | lab.toml:1:1: uplink: is no list of tables; write [[uplink]] above the parts of each
          [uplink]              | lab.toml:1:1: uplink: is no list of tables; write [[uplink]] above the parts of each
          [[uplinks]]           | lab.toml:1:1: uplinks: there is no such setting; did you mean [[uplink]]?
          [general]             | lab.toml:1:1: general: is a table; write settings above all tables; only uplinks have some, each [[uplink]]
          metric = 4            | lab.toml:1:1: metric: is a setting of an uplink; put it below its [[uplink]]
          primary-gateway = "a" | lab.toml:1:1: primary-gateway: is for the command line only; write it below [[uplink]], without 'primary-'
          "uplink x" = 1        | lab.toml:1:1: uplink x: there is no such setting; did you mean [[uplink]]?
          config = "x"          | lab.toml:1:1: config: there is no such setting; route-switcher --help lists all
          failback-delay = "20m" | lab.toml:1:1: max-failback-delay: 15m is less than failback-delay 20m; give at least as much
          dry-run = "perhaps"   | lab.toml:1:1: dry-run: unknown value 'perhaps'; use true or false
          return-at-loss = 3    | lab.toml:1:1: return-at-loss: is given without a rule; give leave-at-loss too
          ping-target = ["a"]   | lab.toml:1:1: ping-target: 'a' is not an IP address; write it in digits: 192.0.2.1
          use = "eth7"          | lab.toml:1:1: use: unknown uplink 'eth7'; name an uplink or its interface
          """)
  void a_fault_of_a_common_setting_says_where_it_is(String text, String fault) {
    assertThat(faults(text)).contains(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metric = "x"         | lab.toml:3:1: uplink: metric 'x' is not a whole number; give one in digits
          metric = 2           | lab.toml:3:1: uplink fibre: metric 2 is not above failover-metric 5; metrics must rise from failover-metric on, in the order of the uplinks
          gateway = ["::"]     | lab.toml:3:1: uplink fibre: gateway :: is not the address of a host; give the router's own address
          gateway = ["a"]      | lab.toml:3:1: uplink fibre: gateway 'a' is not an IP address; write it in digits: 192.0.2.1
          colour = "red"       | lab.toml:3:1: uplink: colour is no setting of an uplink; route-switcher --help lists all
          metric = [1]         | lab.toml:3:1: uplink: metric is a list; give one value
          standby-interval = 1.5 | lab.toml:3:1: uplink: standby-interval is not text; put it into quotes
          gatewy = "192.0.2.1" | lab.toml:3:1: uplink: gatewy is no setting of an uplink; did you mean gateway?
          failback-delay = "9s" | lab.toml:3:1: uplink: failback-delay is a setting of all uplinks; put it above the first [[uplink]]
          """)
  void a_fault_of_an_uplink_says_where_it_is(String part, String fault) {
    String second = "[[uplink]]\ninterface = \"eth1\"\n";
    assertThat(
            faults("[[uplink]]\nname = \"fibre\"\n" + part + "\ninterface = \"eth0\"\n" + second))
        .contains(fault);
  }

  @Test
  void names_and_interfaces_of_uplinks_are_judged_where_they_stand() {
    assertThat(faults("[[uplink]]\nname = \"a\"\n[[uplink]]\ninterface = \"eth1\"\n"))
        .contains("lab.toml:1:1: uplink: interface is missing; name one");
    assertThat(faults(UPLINKS + "[[uplink]]\nname = \"fibre\"\ninterface = \"eth2\"\n"))
        .containsExactly(
            "lab.toml:10:1: uplink fibre: another uplink is called that; give it a name of its own");
    assertThat(faults(UPLINKS.replace("fibre", "fi bre")))
        .containsExactly(
            "lab.toml:2:1: uplink: 'fi bre' cannot be a name; give 1 to 32 letters, digits, dots,"
                + " dashes or underscores");
    assertThat(faults("[[uplink]]\ninterface = \"eth0\"\n"))
        .containsExactly(
            "lab.toml:1:1: uplink: only one uplink is given; failover needs at least two");
  }

  @Test
  void the_first_two_may_be_called_primary_and_secondary() {
    String text = UPLINKS.replace("fibre", "primary");
    assertThat(faults(text)).isEmpty();
    assertThat(faults(text.replace("interface = \"eth0\"", "interface = \"eth0\"\nmetric = 1")))
        .containsExactly(
            "lab.toml:4:1: primary-metric: 1 is not above failover-metric 5;"
                + " metrics must rise: failover, primary, secondary");
  }

  @Test
  void all_faults_of_the_form_are_told_at_once() {
    ConfigurationFile file =
        ConfigurationFile.of("lab.toml", "interval = 1s\nquorum = 2\non-exit = \"keep\n");
    assertThat(file.faultsOfForm()).hasSize(2);
    assertThat(file.faultsOfForm().get(0)).startsWith("lab.toml:1:");
    assertThat(file.faultsOfForm().get(1)).startsWith("lab.toml:3:");
    assertThat(ConfigurationFile.of("a", "=\n".repeat(500)).faultsOfForm()).hasSizeBetween(1, 21);
  }

  @Test
  void what_cannot_be_a_file_of_settings_is_refused_in_one_line() throws IOException {
    Path file = folder.resolve("lab.toml");
    assertThatThrownBy(() -> ConfigurationFile.read(file))
        .hasMessage(file + " cannot be read: there is no such file; name a file of settings");
    assertThatThrownBy(() -> ConfigurationFile.read(folder))
        .hasMessage(folder + " cannot be read: Is a directory; name a file of settings");
    byte[] large = new byte[100_001];
    Arrays.fill(large, (byte) '#');
    Files.write(file, large);
    assertThatThrownBy(() -> ConfigurationFile.read(file))
        .hasMessage(file + " has more than 100 kB; name a file of settings");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> ConfigurationFile.read(file))
        .hasMessage(file + " is not text in UTF-8; name a file of settings");
    Files.write(file, new byte[100_000]);
    assertThat(ConfigurationFile.read(file).faultsOfForm()).isNotEmpty();
  }

  @Test
  void brackets_without_end_are_refused() throws IOException {
    Path file = folder.resolve("lab.toml");
    Files.writeString(file, "a = " + "[".repeat(90_000), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ConfigurationFile.read(file))
        .hasMessage(file + " has brackets in brackets without end; name a file of settings");
    Files.writeString(file, "a = " + "[".repeat(100), StandardCharsets.UTF_8);
    assertThat(ConfigurationFile.read(file).faultsOfForm()).isNotEmpty();
    Files.writeString(file, UPLINKS + "# " + "[".repeat(1000), StandardCharsets.UTF_8);
    assertThat(faults(ConfigurationFile.read(file))).isEmpty();
  }

  @Test
  void a_table_in_place_of_the_list_of_uplinks_breaks_nothing_else() {
    assertThat(faults("failover-metric = 15\nprimary-gateway = \"a\"\n[uplink]\nname = \"a\"\n"))
        .containsExactly(
            "lab.toml:2:1: primary-gateway: is for the command line only;"
                + " write it below [[uplink]], without 'primary-'",
            "lab.toml:3:1: uplink: is no list of tables; write [[uplink]] above the parts of each");
  }

  @Test
  void while_one_uplink_cannot_be_read_the_others_are_not_judged_by_their_places() {
    String third = "[[uplink]]\ninterface = \"eth2\"\nmetric = 20\n";
    assertThat(faults(UPLINKS.replace("name = \"fibre\"", "metric = \"x\"") + third))
        .containsExactly(
            "lab.toml:2:1: uplink: metric 'x' is not a whole number; give one in digits");
    assertThat(faults(UPLINKS.replace("\"eth0\"", "[]")))
        .containsExactly("lab.toml:3:1: uplink: interface is a list; give one value");
  }

  @Test
  void of_very_many_faults_the_first_are_told() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append("k").append(i).append(" = 1\n");
    }
    assertThat(faults(text.toString())).hasSize(20);
    assertThat(faults("use = \"" + "x".repeat(5000) + "\"\n"))
        .containsExactly("lab.toml:1:1: use: has 5000 characters; give what it is to be");
  }

  @Test
  void a_byte_order_mark_and_carriage_returns_are_no_faults() {
    String text = "\ufeffinterval = \"9h\"\r\n" + UPLINKS.replace("\n", "\r\n");
    ConfigurationFile file = ConfigurationFile.of("lab.toml", text);
    assertThat(file.faultsOfForm()).isEmpty();
    assertThat(faults(file))
        .containsExactly("lab.toml:1:1: interval: 9h is out of range; give 50ms to 1h");
  }
}
