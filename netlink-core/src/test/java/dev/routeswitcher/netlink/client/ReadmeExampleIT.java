package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.TestNamespace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadmeExampleIT {

  @Test
  void the_example_does_what_it_says() {
    try (TestNamespace namespace = TestNamespace.create()) {
      namespace.run(
          "ip link add eth0 index 3 type veth peer name far index 21",
          "ip link set eth0 up",
          "ip link set far up",
          "ip addr add 192.0.2.2/24 dev eth0");

      assertThat(namespace.call(ReadmeExampleIT::run))
          .isEqualTo(
              List.of(
                  "default via 192.0.2.1 dev if3 proto 157 metric 5",
                  "192.0.2.1",
                  "NEW default via 192.0.2.1 dev if3 proto 157 metric 5"));
      assertThat(namespace.call(ReadmeExampleIT::run))
          .containsExactly("there is such a route already");
      namespace.run("ip link del eth0");
      assertThat(namespace.call(ReadmeExampleIT::run)).containsExactly("get link eth0: ENODEV");
    }
  }

  private static List<String> run() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ReadmeExample.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void the_readme_has_the_example_word_for_word() throws Exception {
    String source =
        Files.readString(
            Path.of("src/test/java/dev/routeswitcher/netlink/client/ReadmeExample.java"));
    String example =
        source.substring(source.indexOf("// begin\n") + 9, source.indexOf("    // end"));

    assertThat(Files.readString(Path.of("README.md")))
        .contains(example.stripTrailing().stripIndent());
  }
}
