package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.ShownCommands;
import org.junit.jupiter.api.Test;

/** What the documents tell their readers to type does what they say. */
class ShownCommandsIT {

  @Test
  void theFirstLookAtTheLab() {
    try (ShownCommands commands = new ShownCommands("lab/README.md", "A first look", "demo")) {
      commands.all();
    }
  }

  @Test
  void theDebuggingSessionOfTheContributors() {
    try (ShownCommands commands = new ShownCommands("CONTRIBUTING.md", "Debug", "mine")) {
      commands.all();
    }
  }

  @Test
  void theFirstStepsOfTheCommand() {
    try (ShownCommands commands = new ShownCommands("switcher-cli/README.md", "Try it", "dry")) {
      Background help = commands.next();
      assertThat(help.lines()).anyMatch(line -> line.startsWith("Options:"));
      commands.next();
      Background dryRun = commands.next();
      dryRun.await(
          "dry-run family=ipv4 would=\"add default via 192.0.2.1 dev eth0 proto 157 metric 10\"");
      commands.all();
    }
  }
}
