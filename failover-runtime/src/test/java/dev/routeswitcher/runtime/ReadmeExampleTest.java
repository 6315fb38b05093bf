package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.runtime.words.NoticeText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The example of README.md: it compiles, it runs, and it is the one that is printed there. */
class ReadmeExampleTest {

  private static final String BEGIN = "  // README begins\n";
  private static final String END = "  // README ends\n";

  // README begins
  static String serve(RouteSwitcherBuilder builder, Callable<String> server) throws Exception {
    builder
        .primary("eth0", "192.0.2.1")
        .secondary("eth1", "198.51.100.1")
        .pingTarget("203.0.113.8")
        .onExit(ExitPolicy.KEEP)
        .listener(
            notice -> {
              if (notice instanceof Notice.SwitchInForce) {
                System.out.println(NoticeText.of(notice));
              }
            });
    try (RouteSwitcher switcher = builder.start()) {
      return server.call() + " by " + switcher.activeInterface(IpFamily.IPV4).orElse("none");
    }
  }

  static void drive(RouteSwitcherBuilder builder, BooleanSupplier serving) throws Exception {
    try (DrivenSwitcher switcher = builder.open()) {
      while (serving.getAsBoolean()) {
        switcher.turn(Duration.ofMillis(100)); // waits until something happens or is due
      }
    }
  }

  // README ends

  @Test
  void the_example_passes_a_valid_configuration_and_fails_only_where_a_start_must() {
    RouteSwitcherBuilder builder = RouteSwitcher.builder();
    assertThatThrownBy(() -> serve(builder.metrics(3, 2, 1), () -> "served"))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> drive(builder, () -> false)).isInstanceOf(ConfigException.class);
    assertThat(builder.metrics(5, 10, 20).faults()).isEmpty();
  }

  @Test
  void the_readme_prints_this_very_example() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/routeswitcher/runtime/ReadmeExampleTest.java"));
    // The first mention of the marks is in the constants, the example follows its mark.
    int from = source.indexOf("\n" + BEGIN) + 1 + BEGIN.length();
    String example = source.substring(from, source.indexOf("\n" + END));
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + example + "```\n");
  }
}
