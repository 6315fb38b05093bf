package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
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
}
