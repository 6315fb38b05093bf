package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on the real kernel is recorded and replayed. */
class TraceIT {

  @TempDir Path directory;

  private final Lab lab = Lab.up("--ipv6");

  @AfterEach
  void takeLabDown() {
    lab.close();
  }

  private List<String> replay(Path trace, String... options) {
    List<String> command = new ArrayList<>(List.of("bin/route-switcher", "replay", "" + trace));
    command.addAll(List.of(options));
    try (Background replay = Background.start(Lab.ROOT, command)) {
      int status = replay.exitStatus();
      assertThat(status).as(String.join("\n", replay.lines())).isZero();
      return replay.lines();
    }
  }

  @Test
  void a_recorded_failover_replays_byte_for_byte_and_shows_what_other_thresholds_had_done() {
    Path trace = directory.resolve("lab.trace");
    Background switcher = lab.startSwitcher("--record", trace.toString());
    switcher.await("interface=eth1 health=responsive");
    lab.inject("silent", "primary");
    switcher.await(" failover ");
    lab.heal("silent", "primary");
    switcher.await(" failback ");
    lab.inject("carrier", "primary");
    switcher.await("reason=\"carrier lost\"");
    switcher.terminate();
    switcher.exitStatus();

    assertThat(replay(trace))
        .contains("this program decides what was recorded, byte for byte")
        .filteredOn(line -> line.contains("Z recorded "))
        .hasSize(4);
    List<String> patient = replay(trace, "--failure-threshold", "1000");
    assertThat(patient).filteredOn(line -> line.contains("Z otherwise ")).hasSize(2);
    assertThat(patient).contains("switches: recorded 4, otherwise 2");
  }

  @Test
  void a_run_of_both_families_over_named_uplinks_replays_byte_for_byte() {
    Path trace = directory.resolve("both.trace");
    lab.on("inet", "ip", "address", "add", "8.8.8.8/32", "dev", "lo");
    lab.on("inet", "ip", "address", "add", "2001:4860:4860::8888/128", "dev", "lo");
    Background switcher =
        lab.startSwitcherWith(
            "--uplink=name=fibre,interface=eth0,gateway=192.0.2.1",
            "--uplink=name=cable,interface=eth1,gateway=198.51.100.1",
            "--record=" + trace);
    switcher.await("family=ipv4 name=cable interface=eth1 health=responsive");
    lab.run("advertise", "primary");
    lab.run("advertise", "secondary");
    switcher.await("family=ipv6 name=cable interface=eth1 health=responsive");
    lab.inject("silent", "primary", "ipv6");
    switcher.await(" failover family=ipv6 ");
    switcher.terminate();
    assertThat(replay(trace))
        .contains("this program decides what was recorded, byte for byte")
        .anyMatch(line -> line.contains("recorded failover from=eth0/ipv6 to=eth1/ipv6"));
  }

  /** In the little memory that the command gives itself. */
  @Test
  void a_file_that_no_run_has_written_is_refused_in_one_line_however_large_it_is()
      throws IOException {
    Path trace = directory.resolve("lab.trace");
    Background switcher = lab.startSwitcher("--record", trace.toString());
    switcher.await("interface=eth1 health=responsive");
    switcher.terminate();
    List<String> recorded = Files.readAllLines(trace);
    String header = recorded.get(0);
    String start = recorded.get(1);
    String uplink = header.replaceFirst(".*\"uplinks\":\\[(\\{[^}]*\\}).*", "$1");
    String manyUplinks =
        header.replaceFirst("\\{\"name\"", Strings.repeat(uplink + ",", 30_000) + "{\"name\"");
    String step = "{\"step\":" + start.replaceFirst(".*\"start\":(-?\\d+).*", "$1") + '}';
    String event = "{\"event\":\"resumed\",\"a\":\"" + "x".repeat(999_000) + "\"}";
    String nested = "{\"event\":[" + Strings.repeat("[[[[[]]]]],", 49_000) + "0]}";

    assertRefused("line 2: a line of more than 4000000 characters", header, "x".repeat(80_000_000));
    assertRefused("line 1: unusable configuration: [OutOfRange[field=uplink", manyUplinks);
    assertRefused(
        "line 1: ", header.replaceFirst("\"name\"", "\"name\":\"" + "x".repeat(3_900_000)));
    assertRefused("line 2: more than 200000 values", header, nested);
    assertRefused("line 8: a step of more", header, start, step, event, event, event, event, event);
    assertRefused("line 2: no whole number", header, "\u001b[2J");
    assertRefused("line 2: not a line of a trace: \"\\u001b", header, "\"\\u001b[2J\"");
  }

  private void assertRefused(String reason, String... lines) throws IOException {
    Path file = Files.write(directory.resolve("hostile.trace"), List.of(lines));
    try (Background replay =
        Background.start(Lab.ROOT, List.of("bin/route-switcher", "replay", file.toString()))) {
      int status = replay.exitStatus();
      List<String> said =
          replay.lines().stream().filter(line -> !line.endsWith("Z start")).toList();
      assertThat(said).singleElement().asString().contains(reason).hasSizeLessThan(500);
      assertThat(status).isEqualTo(1);
    }
  }
}
