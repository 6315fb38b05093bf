package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is set up by a file alone. */
class ConfigurationFileIT {

  @TempDir Path folder;

  @Test
  void what_the_file_says_fails_over_and_back() throws IOException {
    Path file = Files.writeString(folder.resolve("lab.toml"), LabFile.TWO_UPLINKS);
    try (Lab lab = Lab.up()) {
      Background switcher =
          lab.startOnHost(List.of("bin/route-switcher", "--config", file.toString()));
      switcher.await(" start family=ipv4 to=fibre/eth0");
      switcher.await("name=lte interface=eth1 health=responsive");
      lab.inject("carrier", "primary");
      switcher.await(" failover family=ipv4 from=fibre/eth0 to=lte/eth1");
      lab.heal("carrier", "primary");
      switcher.await(" failback family=ipv4 from=lte/eth1 to=fibre/eth0");
      assertThat(switcher.terminate()).isZero();
    }
  }

  @Test
  void a_faulty_file_is_said_and_nothing_is_started() throws IOException {
    String text = LabFile.TWO_UPLINKS.replace("failback-delay", "failback-dealy");
    Path file = Files.writeString(folder.resolve("lab.toml"), text);
    try (Lab lab = Lab.up()) {
      List<String> before = lab.defaults();
      Background switcher =
          lab.startOnHost(List.of("bin/route-switcher", "--config", file.toString()));
      assertThat(switcher.exitStatus()).isEqualTo(2);
      assertThat(switcher.lines())
          .containsExactly(
              "route-switcher: "
                  + file
                  + ":4:1: failback-dealy: there is no such setting; did you mean failback-delay?",
              "Try 'route-switcher --help'.");
      assertThat(lab.defaults()).isEqualTo(before);
    }
  }
}
