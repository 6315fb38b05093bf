package dev.routeswitcher.icmp.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.icmp.example.PingOnce;
import dev.routeswitcher.netlink.TestNamespace;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's example is the one that is compiled, and it runs. */
class ReadmeIT {
  private static final Path EXAMPLE =
      Path.of("src/test/java/dev/routeswitcher/icmp/example/PingOnce.java");

  @Test
  void the_example_is_the_compiled_one() throws Exception {
    String source = Files.readString(EXAMPLE);
    String shown = source.substring(source.indexOf("    InetAddress target"));
    shown = shown.substring(0, shown.indexOf("  }\n\n  static"));
    assertThat(Files.readString(Path.of("README.md")))
        .contains(shown.stripTrailing().stripIndent());
  }

  @Test
  void the_example_runs() {
    assertThat(outputOf("lo", "127.0.0.1")).startsWith("reply after ").contains("ttl 64");
    assertThat(outputOf("nope", "127.0.0.1")).startsWith("not sent: ").contains("ENODEV");
  }

  private static String outputOf(String... arguments) {
    PrintStream console = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (TestNamespace namespace = TestNamespace.create()) {
      System.setOut(new PrintStream(output, true, UTF_8));
      namespace.call(
          () -> {
            PingOnce.main(arguments);
            return null;
          });
    } finally {
      System.setOut(console);
    }
    return output.toString(UTF_8);
  }
}
