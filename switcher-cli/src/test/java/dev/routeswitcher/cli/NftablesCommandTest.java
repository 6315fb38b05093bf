package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Lab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class NftablesCommandTest {

  private static final String MARKS = "--firewall-marks=0x1000000/0xff000000";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new NftablesCommand(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), name -> null)
        .run(arguments);
  }

  @Test
  void the_rule_set_is_that_of_the_manual() throws IOException {
    assertThat(run(MARKS)).isZero();
    String printed = out.toString(UTF_8);
    assertThat(Files.readString(Lab.ROOT.resolve("docs/operating.md")))
        .contains(printed.substring(printed.indexOf("table inet route_switcher {")));
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void each_uplink_has_the_next_mark_whatever_its_interface_is_called() {
    assertThat(
            run(
                "--firewall-marks=0x10/0xf0",
                "--uplink=interface=wwan0",
                "--uplink=interface=br-lan.7",
                "--uplink=name=ppp,interface=ppp*"))
        .isZero();
    assertThat(out.toString(UTF_8))
        .contains("iifname map { \"wwan0\" : 0x10, \"br-lan.7\" : 0x20, \"ppp\\*\" : 0x30 }")
        .contains("ct mark & 0xf0");
  }

  @Test
  void what_is_wrong_is_one_line_each_and_nothing_is_printed() {
    assertThat(run()).isEqualTo(2);
    assertThat(run(MARKS, "--interval=never", "--frobnicate")).isEqualTo(2);
    assertThat(run(MARKS, "--secondary-interface=a\"b")).isEqualTo(2);
    assertThat(err.toString(UTF_8).lines().filter(line -> !line.startsWith("Try ")))
        .containsExactly(
            "route-switcher nftables: nothing is to be marked; give --firewall-marks"
                + " 0x1000000/0xff000000 and the rest",
            "route-switcher nftables: --frobnicate: there is no such option; --help lists all",
            "route-switcher nftables: --interval: 'never' is not a duration; give a number with"
                + " ms, s, m or h",
            "route-switcher nftables: nftables has no way to write 'a\"b'; rename the interface");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void help_shows_the_options_of_a_run() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8))
        .contains("route-switcher nftables [OPTION]...", "--firewall-marks", "--uplink");
  }
}
