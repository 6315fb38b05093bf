package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `route-switcher replay` says and how it ends, short of replaying a real run. */
class ReplayCommandTest {

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new ReplayCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itsHelpSaysWhatItIsGoodFor() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Replays what `route-switcher --record FILE` recorded.")
        .contains("route-switcher replay FILE [OPTION]...")
        .contains("--failure-threshold=N");
  }

  @Test
  void allFaultsOfTheCommandLineAreToldTogether() {
    assertThat(run("--failure-threshold", "many", "--failback-delay", "soon", "--interval", "1s"))
        .isEqualTo(Program.USAGE);
    assertThat(said())
        .contains("--failure-threshold: 'many' is no whole number")
        .contains("--failback-delay: 'soon' is no duration")
        .contains("--interval")
        .contains("Try 'route-switcher replay --help'.");
  }

  @Test
  void oneFileIsReplayed() {
    assertThat(run()).isEqualTo(Program.USAGE);
    assertThat(said()).contains("give one file to replay");
  }

  @Test
  void aFileThatIsNotThereIsAFailure() {
    assertThat(run(directory.resolve("none").toString())).isEqualTo(Program.FAILED);
    assertThat(said()).contains("none cannot be read");
  }

  @Test
  void aFileThatIsNoTraceIsToldWithTheLine() throws IOException {
    Path file = Files.writeString(directory.resolve("no.trace"), "{\"end\":1\n");
    assertThat(run(file.toString())).isEqualTo(Program.FAILED);
    assertThat(said()).contains("no.trace, line 1: ");
  }
}
