package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

class CompletionsTest {

  @TempDir Path directory;

  /** What bash offers in place of the last word. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    Path script = Files.writeString(directory.resolve("completion"), Completions.bash());
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-uc",
                "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1));"
                    + " _route_switcher; ((${#COMPREPLY[@]} == 0)) || printf '%s\\n'"
                    + " \"${COMPREPLY[@]}\"",
                "bash",
                script.toString(),
                "route-switcher"));
    command.addAll(List.of(words));
    Process bash =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    List<String> lines = new String(bash.getInputStream().readAllBytes(), UTF_8).lines().toList();
    assertThat(bash.waitFor()).as("%s", lines).isZero();
    return lines;
  }

  @Test
  void the_first_word_is_a_command_or_an_option_of_the_run() throws Exception {
    assertThat(offered("re")).containsExactly("reload", "replay");
    assertThat(offered("--on")).containsExactly("--on-exit");
    assertThat(offered("")).contains("run", "cleanup", "status", "--config");
  }

  @Test
  void a_command_has_its_own_options() throws Exception {
    assertThat(offered("status", "--"))
        .containsExactly("--control", "--help", "--json", "--watch", "--check");
    assertThat(offered("use", "")).contains("any");
    assertThat(offered("run", "--never")).containsExactly("--never-use");
    assertThat(offered("--dry-run", "--never")).containsExactly("--never-use");
  }

  @Test
  void an_option_has_its_own_values() throws Exception {
    assertThat(offered("--failback", "")).containsExactly("automatic", "manual");
    assertThat(offered("--failback", "=", "m")).containsExactly("manual");
    assertThat(offered("--primary-interface", "l")).contains("lo");
    assertThat(offered("--interval", "")).isEmpty();
    assertThat(offered("--control", "")).contains("none", "completion");
    assertThat(offered("check", "comp")).containsExactly("completion");
  }

  @Test
  void zsh_and_fish_know_every_command_and_option() {
    assertThat(Commands.all().entrySet())
        .filteredOn(command -> !command.getKey().isEmpty())
        .allSatisfy(
            command -> {
              assertThat(Completions.zsh()).contains("    " + command.getKey() + ") shift words");
              assertThat(command.getValue().options())
                  .extracting(OptionSpec::longestName)
                  .allSatisfy(
                      option -> {
                        assertThat(Completions.zsh()).contains("'*" + option + "[");
                        assertThat(Completions.fish())
                            .contains(
                                "-n '__fish_seen_subcommand_from "
                                    + command.getKey()
                                    + "' -l "
                                    + option.substring(2)
                                    + " ");
                      });
            });
    assertThat(Completions.zsh()).contains(":restore|keep:(restore keep)'");
    assertThat(Completions.fish()).contains(" -l on-exit -x -a 'restore keep' -d ");
  }
}
