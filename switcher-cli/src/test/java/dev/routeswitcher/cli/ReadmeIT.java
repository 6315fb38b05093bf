package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's command is run as it stands there, and its log lines are the ones that come. */
class ReadmeIT {

  private final String readme = read();

  private static String read() {
    try {
      return Files.readString(Lab.ROOT.resolve("README.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_command_runs_and_logs_the_lines_shown() {
    String shown = readme.substring(readme.indexOf("sudo bin/route-switcher"));
    String command = shown.substring("sudo ".length(), shown.indexOf("```"));
    List<String> words =
        new ArrayList<>(Splitter.onPattern("[\\s\\\\]+").omitEmptyStrings().splitToList(command));
    // A later option overrules: only the pace is another.
    words.addAll(List.of("--interval", "200ms", "--timeout", "200ms", "--failback-delay", "2s"));
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = lab.defaults();
      List<String> dry = new ArrayList<>(words);
      dry.add(1, "--dry-run");
      assertThat(readme.replaceAll(" +", " ")).contains(String.join(" ", dry.subList(0, 6)));
      try (Background trial = lab.startOnHost(dry)) {
        trial.await("interface=eth1 health=responsive");
        assertThat(lab.defaults()).isEqualTo(before);
      }
      Background switcher = lab.startOnHost(words);
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      lab.heal("silent", "primary");
      switcher.await(" failback ");
      List<String> said = switcher.lines().stream().map(ReadmeIT::withoutFigures).toList();
      String sample = readme.substring(readme.indexOf("INFO  start "));
      sample
          .substring(0, sample.indexOf("```"))
          .lines()
          .map(ReadmeIT::withoutFigures)
          .forEach(line -> assertThat(said).anyMatch(real -> real.endsWith(line)));
    }
  }

  private static String withoutFigures(String line) {
    return line.replaceAll("\\b\\d+(\\.\\d+)?(ms|s)?\\b", "N");
  }

  @Test
  void every_condition_and_alarm_is_explained() {
    Stream.concat(Stream.of(Condition.values()), Stream.of(Alarm.Kind.values()))
        .forEach(word -> assertThat(readme).contains("`" + word + "`"));
  }
}
