package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Lab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --config}, {@code check} and {@code show-config}. */
class ConfigurationFileCommandsTest {

  private static final String TEXT =
      """
      interval = "2s"
      ping-target = ["203.0.113.8"]
      log-level = "warn"

      [[uplink]]
      name = "fibre"
      interface = "eth7"

      [[uplink]]
      name = "lte"
      interface = "wwan0"
      gateway = ["198.51.100.1", "2001:db8::1"]
      """;

  @TempDir Path folder;
  private Path file;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Map<String, String> environment = Map.of();

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("lab.toml");
    Files.writeString(file, TEXT);
  }

  private Given given(String... options) {
    return Given.by(Arguments.ofRun(options), environment::get);
  }

  private int check(String... arguments) {
    return new CheckCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(arguments);
  }

  private int show(String... arguments) {
    return new ShowConfigCommand(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment::get)
        .run(arguments);
  }

  @Test
  void an_option_wins_over_a_variable_and_that_over_the_file() {
    String config = "--config=" + file;
    assertThat(given(config).faults()).isEmpty();
    assertThat(given(config).configuration())
        .hasToString(
            "uplink=fibre/eth7 uplink=lte/wwan0/198.51.100.1/2001:db8::1 targets=203.0.113.8,"
                + "2001:4860:4860::8888 metrics=5,10,20 interval=2s timeout=1s failback_delay=60s"
                + " on_exit=restore");
    assertThat(show(config, "--interval=3s")).isZero();
    assertThat(out.toString(UTF_8)).contains("interval = \"3s\"").contains("log-level = \"warn\"");
    environment = Map.of("ROUTE_SWITCHER_LOG", "debug");
    assertThat(show(config)).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("log-level = \"debug\" +# variable ROUTE_SWITCHER_LOG\n");
    assertThat(show(config, "--log-level=error")).isZero();
    assertThat(out.toString(UTF_8)).containsPattern("log-level = \"error\" +# command line\n");
  }

  @Test
  void targets_and_uplinks_that_are_typed_stand_in_place_of_those_of_the_file() {
    assertThat(
            given(
                    "--config=" + file,
                    "--ping-target=203.0.113.9",
                    "--uplink=interface=eth0",
                    "--uplink=interface=eth1")
                .configuration()
                .toString())
        .startsWith("uplink=eth0/eth0 uplink=eth1/eth1 targets=203.0.113.9 ");
    assertThat(given("--config=" + file, "--primary-interface=eth0").configuration().toString())
        .startsWith("primary=eth0 secondary=eth1 targets=203.0.113.8 ");
  }

  @Test
  void a_fault_says_where_its_setting_was_given() throws IOException {
    Files.writeString(file, TEXT.replace("2s", "9h").replace("198.51.100.1", "198.51.100.x"));
    assertThat(given("--config", file.toString(), "--quorum=0").faults())
        .containsExactlyInAnyOrder(
            file + ":1:1: interval: 9h is out of range; give 50ms to 1h",
            file
                + ":12:1: uplink lte: gateway '198.51.100.x' is not an IP address;"
                + " write it in digits: 192.0.2.1",
            "--quorum: 0 is out of range; give 1 to 16");
    assertThat(given("--config", file.toString(), "--interval=8h").faults())
        .contains("--interval: 8h is out of range; give 50ms to 1h");
  }

  @Test
  void a_check_tells_all_faults_and_starts_nothing() throws IOException {
    assertThat(check(file.toString())).isZero();
    assertThat(out.toString(UTF_8)).startsWith(file + ": nothing is wrong: uplink=fibre/eth7 ");
    Files.writeString(file, TEXT.replace("2s", "9h") + "metric = 5\n");
    assertThat(check(file.toString())).isEqualTo(2);
    Files.writeString(file, "interval = 2s\n");
    assertThat(check(file.toString())).isEqualTo(2);
    assertThat(check(file.toString(), "other.toml")).isEqualTo(2);
    assertThat(check(folder.resolve("none").toString())).isEqualTo(2);
    assertThat(check("--interval=2s")).isEqualTo(2);
    assertThat(check("--config", file.toString(), "--foo")).isEqualTo(2);
    List<String> lines = err.toString(UTF_8).lines().toList();
    assertThat(lines.subList(0, 2))
        .containsExactlyInAnyOrder(
            "route-switcher check: " + file + ":1:1: interval: 9h is out of range; give 50ms to 1h",
            "route-switcher check: "
                + file
                + ":13:1: uplink lte: metric 5 is not above fibre's 10; metrics must rise from"
                + " failover-metric on, in the order of the uplinks");
    assertThat(lines.get(2)).startsWith("route-switcher check: " + file + ":1:13: ");
    assertThat(lines.subList(3, 5))
        .containsExactly(
            "route-switcher check: '" + file + " other.toml' is more than one file; name one",
            "route-switcher check: "
                + folder.resolve("none")
                + " cannot be read: there is no such file; name a file of settings");
    assertThat(lines.get(5)).startsWith("route-switcher check: --interval: ");
    assertThat(lines.subList(6, lines.size()))
        .containsExactly("route-switcher check: --foo: there is no such option; --help lists all");
  }

  @Test
  void while_the_file_cannot_be_read_what_is_wrong_with_options_is_told_all_the_same() {
    assertThat(given("--config=" + folder.resolve("none"), "--interval=9h", "--use=a").faults())
        .containsExactly(
            folder.resolve("none")
                + " cannot be read: there is no such file; name a file of settings",
            "--interval: 9h is out of range; give 50ms to 1h");
  }

  @Test
  void a_fault_of_a_variable_or_of_typed_uplinks_is_not_said_to_be_in_the_file()
      throws IOException {
    Files.writeString(file, "failover-metric = 15\n" + TEXT.replace("fibre", "primary"));
    environment = Map.of("ROUTE_SWITCHER_LOG", "loud");
    assertThat(given("--config=" + file, "--primary-interface=eth5").faults())
        .containsExactly(
            "--log-level: unknown value 'loud' (from the variable ROUTE_SWITCHER_LOG);"
                + " use error, warn, info or debug",
            file
                + ":1:1: --primary-metric: 10 is not above failover-metric 15;"
                + " metrics must rise: failover, primary, secondary");
  }

  @Test
  void what_a_file_turns_on_can_be_turned_off() throws IOException {
    Files.writeString(file, "dry-run = true\n" + TEXT);
    assertThat(given("--config=" + file).configuration().toString()).contains("dry_run=true");
    assertThat(given("--config=" + file, "--dry-run=false").configuration().toString())
        .doesNotContain("dry_run");
  }

  @Test
  void only_what_was_typed_is_said_to_come_from_the_command_line() {
    assertThat(show("--primary-interface=eth5")).isZero();
    assertThat(out.toString(UTF_8))
        .containsPattern("interface = \"eth5\" +# command line\n")
        .containsPattern("name = \"primary\" +# default\n")
        .containsPattern("name = \"secondary\" +# default\n");
  }

  @Test
  void what_is_shown_is_a_file_that_says_the_same() throws IOException {
    String[] options = {
      "--config=" + file, "--leave-at-loss=20", "--never-use=lte", "--firewall-marks=0x10/0xf0"
    };
    assertThat(show(options)).isZero();
    String shown = out.toString(UTF_8);
    assertThat(shown)
        .containsPattern("interval = \"2s\" +# " + Pattern.quote(file + ":1:1") + "\n")
        .containsPattern("leave-at-loss = 20 +# command line\n")
        .containsPattern("return-at-loss = 5 +# default\n")
        .containsPattern("# use = ... +# not set\n")
        .containsPattern("# leave-at-rtt = ... +# not set: never\n")
        .containsPattern("metric = 20 +# default\n")
        .contains("gateway = [\"198.51.100.1\", \"2001:db8::1\"]");
    String before = given(options).configuration().toString();
    Files.writeString(file, shown);
    assertThat(given("--config=" + file).faults()).isEmpty();
    assertThat(given("--config=" + file).configuration()).hasToString(before);
  }

  @Test
  void the_file_of_the_manual_can_be_used() throws IOException {
    String manual = Files.readString(Lab.ROOT.resolve("docs/operating.md"));
    Matcher shown = Pattern.compile("(?s)```toml\n(.*?)```").matcher(manual);
    assertThat(shown.find()).isTrue();
    Files.writeString(file, shown.group(1));
    assertThat(check(file.toString())).as(err.toString(UTF_8)).isZero();
  }
}
