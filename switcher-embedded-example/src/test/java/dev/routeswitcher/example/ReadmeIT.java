package dev.routeswitcher.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import dev.routeswitcher.lab.ShownCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the READMEs show runs as it stands there and says what they say. */
class ReadmeIT {

  private static final String README = "switcher-embedded-example/README.md";

  @Test
  void the_commands_make_the_program_say_the_lines_shown() throws IOException {
    try (ShownCommands commands = new ShownCommands(README, "See it", "example")) {
      commands.next();
      Background program = commands.next();
      program.await("full speed on eth0: eth0 answers at start");
      // It uploads already before it knows its uplink.
      program.await("uploaded everything", program.lines("uploaded everything").size() + 2);
      commands.next(); // the primary fails
      program.await("uploaded what is urgent");
      commands.next(); // it is healed
      program.await("full speed on eth0: stable for");
      commands.all();
      assertThat(withoutFigures(program.lines())).containsSubsequence(sample());
    }
  }

  private static List<String> sample() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String sample = readme.substring(readme.indexOf("```\nfull speed") + 4);
    return withoutFigures(sample.substring(0, sample.indexOf("```")).lines().toList());
  }

  private static List<String> withoutFigures(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("\\b\\d+(\\.\\d+)?(ms|s)?\\b", "N")).toList();
  }

  @Test
  void the_snippet_for_embedding_starts_a_switcher() {
    try (Lab lab = Lab.up()) {
      Background program =
          lab.startOnHost(
              List.of(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  ReadmeSnippet.class.getName()));
      program.await("start family=ipv4 to=primary/eth0 .*eth0 answers at start");
      assertThat(lab.defaults()).containsExactly(Lab.PRIMARY_BASE, Lab.SECONDARY_BASE);
    }
  }
}
