package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.ShownCommands;
import org.junit.jupiter.api.Test;

/** What the documents tell their readers to type does what they say. */
class ShownCommandsIT {

  @Test
  void the_first_look_at_the_lab() {
    try (ShownCommands commands = new ShownCommands("lab/README.md", "A first look", "demo")) {
      commands.all();
    }
  }

  @Test
  void the_debugging_session_of_the_contributors() {
    try (ShownCommands commands = new ShownCommands("CONTRIBUTING.md", "Debug", "mine")) {
      commands.all();
    }
  }

  @Test
  void the_first_steps_of_the_command() {
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
