package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import dev.routeswitcher.lab.ShownCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands are typed as they stand there, and the manual's log lines come of them. */
class ReadmeIT {

  @TempDir Path folder;

  private final String manual = read("docs/operating.md");

  private static String read(String document) {
    try {
      return Files.readString(Lab.ROOT.resolve(document));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void all_commands_but_the_last_change_nothing_and_that_one_logs_the_lines_shown() {
    List<String> commands =
        ShownCommands.in(read("README.md")).stream()
            .map(ShownCommands.Shown::text)
            .filter(command -> command.startsWith("sudo bin/route-switcher "))
            .toList();
    assertThat(commands).hasSize(4);
    try (Lab lab = Lab.up("--defaults")) {
      List<String> before = rulesAndRoutes(lab);
      for (String command : commands.subList(0, 2)) {
        try (Background it = typed(lab, command)) {
          int status = it.exitStatus();
          assertThat(status).as(String.join("\n", it.lines())).isZero();
        }
      }
      try (Background trial = typed(lab, commands.get(2))) {
        trial.await("interface=eth1 health=responsive");
        assertThat(rulesAndRoutes(lab)).isEqualTo(before);
      }
      Background switcher = typed(lab, commands.get(3));
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      lab.heal("silent", "primary");
      switcher.await(" failback ");
      List<String> said = switcher.lines().stream().map(ReadmeIT::withoutFigures).toList();
      String sample = manual.substring(manual.indexOf("INFO  start "));
      sample
          .substring(0, sample.indexOf("```"))
          .lines()
          .map(ReadmeIT::withoutFigures)
          .forEach(line -> assertThat(said).anyMatch(real -> real.endsWith(line)));
    }
  }

  /** Only the folder of the file, the targets and the pace are others. */
  private Background typed(Lab lab, String command) {
    String words =
        command
            .replace("sudo ", "exec ")
            .replace("route-switcher.toml", folder.resolve("route-switcher.toml").toString());
    if (words.contains(" init ")) {
      words += " --ping-target " + Lab.TARGET + " --ping-target " + Lab.OTHER_TARGET;
    } else if (!words.contains(" doctor ")) {
      words += " --interval 200ms --timeout 200ms --failback-delay 2s";
    }
    return lab.startOnHost(List.of("bash", "-c", words));
  }

  private static List<String> rulesAndRoutes(Lab lab) {
    return Stream.of(lab.defaults(), lab.host("ip", "rule"), lab.host("ip", "-6", "rule"))
        .flatMap(List::stream)
        .toList();
  }

  private static String withoutFigures(String line) {
    return line.replaceAll("\\b\\d+(\\.\\d+)?(ms|s)?\\b", "N");
  }

  @Test
  void every_condition_and_alarm_is_explained() {
    Stream.concat(Stream.of(Condition.values()), Stream.of(Alarm.Kind.values()))
        .forEach(word -> assertThat(manual).contains("`" + word + "`"));
  }
}
