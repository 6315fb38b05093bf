package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a host that has nothing of ours to a running switcher, by four commands and no editing. */
class FourCommandsIT {

  @TempDir Path folder;

  @Test
  void init_check_doctor_and_run_are_all_it_takes() throws IOException {
    try (Lab lab = Lab.up("--defaults", "--ipv6")) {
      goThrough(lab, Lab.TARGET, Lab.TARGET6);
    }
  }

  @Test
  void a_default_route_without_a_metric_is_no_obstacle() throws IOException {
    try (Lab lab = Lab.up("--defaults")) {
      lab.ip("route replace default via 192.0.2.1 dev eth0");
      goThrough(lab, Lab.TARGET, Lab.OTHER_TARGET);
      assertThat(Files.readString(file())).contains("\noverride-foreign-defaults = true\n");
    }
  }

  @Test
  void with_one_uplink_there_is_no_file_but_what_to_do() {
    try (Lab lab = Lab.up("--defaults")) {
      lab.ip("route del default dev eth1");
      Background init = lab.startOnHost(List.of("bin/route-switcher", "init"));
      assertThat(init.exitStatus()).isEqualTo(1);
      assertThat(init.lines())
          .containsExactly(
              "route-switcher init: only eth0 has a default route; failover takes two: bring the"
                  + " uplinks up with one each, whatever its metric, and run init again");
    }
  }

  /** The manual shows the four with the same file. */
  @Test
  void the_manual_shows_these_four() throws IOException {
    String manual = Files.readString(Lab.ROOT.resolve("docs/operating.md"));
    assertThat(manual)
        .containsSubsequence(
            "\nroute-switcher init > route-switcher.toml ",
            "\nroute-switcher check route-switcher.toml ",
            "\nroute-switcher doctor --config route-switcher.toml ",
            "\nroute-switcher run --config route-switcher.toml ");
  }

  private Path file() {
    return folder.resolve("route-switcher.toml");
  }

  private void goThrough(Lab lab, String... targets) throws IOException {
    List<String> init = new ArrayList<>(List.of("init"));
    for (String target : targets) {
      init.addAll(List.of("--ping-target", target));
    }
    Files.write(file(), succeeding(lab, init));
    String file = file().toString();
    assertThat(succeeding(lab, List.of("check", file)))
        .singleElement()
        .asString()
        .startsWith(file + ": nothing is wrong: uplink=eth0/eth0 uplink=eth1/eth1 ");
    List<String> found = succeeding(lab, List.of("doctor", "--config", file));
    assertThat(found).filteredOn(line -> line.startsWith("ok      target ")).hasSize(4);
    assertThat(found.get(found.size() - 1)).startsWith("0 faults, ");
    assertThat(found).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    Background switcher = lab.startOnHost(List.of("bin/route-switcher", "run", "--config", file));
    switcher.await(" start family=ipv4 to=eth0/eth0");
    switcher.await("name=eth1 interface=eth1 health=responsive");
    assertThat(succeeding(lab, List.of("doctor", "--config", file)))
        .as("beside the switcher that runs")
        .anyMatch(line -> line.startsWith("0 faults, 0 advice, "));
    assertThat(switcher.terminate()).isZero();
  }

  private static List<String> succeeding(Lab lab, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("bin/route-switcher"));
    words.addAll(arguments);
    Background command = lab.startOnHost(words);
    int status = command.exitStatus();
    assertThat(status).as(String.join("\n", command.lines())).isZero();
    return command.lines();
  }
}
