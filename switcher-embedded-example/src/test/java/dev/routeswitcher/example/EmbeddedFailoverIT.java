package dev.routeswitcher.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example in the lab, over a failover and back. */
class EmbeddedFailoverIT {

  private static final String JAVA = System.getProperty("java.home") + "/bin/java";

  @Test
  void the_service_saves_volume_while_the_traffic_goes_by_the_backup() {
    try (Lab lab = Lab.up()) {
      Background example = start(lab, Lab.PRIMARY_GATEWAY, Lab.SECONDARY_GATEWAY, Lab.TARGET);
      example.await("full speed on eth0: eth0 answers at start");
      example.await("uploaded everything", 2);
      lab.inject("silent", "primary");
      example.await("saving volume on eth1: 3 rounds failed in a row");
      example.await("uploaded what is urgent, kept the rest", 2);
      lab.heal("silent", "primary");
      example.await("full speed on eth0: stable for");
      assertThat(lab.defaults()).containsExactly(Lab.PRIMARY_BASE, Lab.SECONDARY_BASE);
      example.terminate();
      assertThat(lab.defaults()).isEmpty();
    }
  }

  @Test
  void a_faulty_argument_is_told_in_a_line() {
    try (Lab lab = Lab.up()) {
      Background example = start(lab, "gateway", Lab.SECONDARY_GATEWAY, Lab.TARGET);
      assertThat(example.exitStatus()).isEqualTo(2);
      assertThat(example.lines())
          .containsExactly(
              "primary-gateway: 'gateway' is not an IP address; write it in digits: 192.0.2.1");
    }
  }

  private static Background start(Lab lab, String... arguments) {
    List<String> words = new ArrayList<>(List.of(JAVA, "-jar", jar().toString()));
    words.addAll(List.of(arguments));
    return lab.startOnHost(words);
  }

  private static Path jar() {
    Path target = Lab.ROOT.resolve("switcher-embedded-example/target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().matches(".*-(SNAPSHOT|[0-9.]+)\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
