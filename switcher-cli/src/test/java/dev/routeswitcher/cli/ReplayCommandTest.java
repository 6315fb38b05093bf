package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ObjectArrays;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void allFaultsOfTheCommandLineAreReportedTogether() {
    assertThat(
            run(
                "--failure-threshold",
                "many",
                "--failback-delay",
                "soon",
                "--interval",
                "1s",
                "--failback",
                "never",
                "--leave-at-rtt",
                "long",
                "--return-at-loss",
                "5"))
        .isEqualTo(Program.USAGE);
    assertThat(said())
        .contains("--failure-threshold: 'many' is not a whole number")
        .contains("--failback-delay: 'soon' is not a duration")
        .contains(
            "--interval: belongs to a run and cannot be changed in a replay of it; leave it out")
        .contains("--failback: unknown value 'never'; use automatic or manual")
        .contains("--leave-at-rtt: 'long' is not a duration")
        .contains("--return-at-loss: is given without a rule; give --leave-at-loss too")
        .contains("Try 'route-switcher replay --help'.");
  }

  @Test
  void oneFileIsReplayed() {
    assertThat(run()).isEqualTo(Program.USAGE);
    assertThat(said()).contains("no file is given; name the one that --record has written");
    err.reset();
    assertThat(run("a.trace", "b.trace")).isEqualTo(Program.USAGE);
    assertThat(said()).contains("'a.trace b.trace' is more than one file; name one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a.trace --interval 1s        | --interval: belongs to a run and cannot be changed in a replay of it; leave it out
          --timeout=1s a.trace         | --timeout: belongs to a run and cannot be changed in a replay of it; leave it out
          a.trace --failbak-delay 1s   | --failbak-delay: there is no such option; did you mean --failback-delay?
          --verbose a.trace            | --verbose: there is no such option; --help lists all
          a.trace --quorum             | --quorum: its value is missing; give --quorum N
          """)
  void aMistakeIsOneLine(String arguments, String line) {
    assertThat(run(arguments.split(" "))).isEqualTo(Program.USAGE);
    assertThat(said().lines())
        .containsExactly("route-switcher replay: " + line, "Try 'route-switcher replay --help'.");
  }

  @Test
  void wordsInAnyOrderAreUnderstoodOrReportedAndNeverBreakTheProgram() {
    List<String> words =
        List.of("--quorum", "--quorum=--", "--wrong", "-1", "--", "-", "", "=", "-=", "x=y", "@x");
    for (String first : words) {
      for (String second : words) {
        for (String third : words) {
          assertThat(run(first, second, third)).isBetween(1, 2);
        }
      }
    }
    err.reset();
    assertThat(run("--", "none.trace")).isEqualTo(Program.FAILED);
    assertThat(said()).contains("none.trace cannot be read");
  }

  @Test
  void aFileThatIsNotThereIsAFailure() {
    assertThat(run(directory.resolve("none").toString())).isEqualTo(Program.FAILED);
    assertThat(said())
        .contains("none cannot be read: there is no such file; name one that --record has written");
    err.reset();
    assertThat(run(directory.toString())).isEqualTo(Program.FAILED);
    assertThat(said()).contains(directory + " cannot be read: Is a directory; name one");
  }

  @Test
  void aFileThatIsNoTraceAtAllIsSaidToBeNone() throws IOException {
    for (String text : List.of("", "root:x:0:0:root:/root:/bin/sh\n", "\n", "{\"end\":1}\n")) {
      err.reset();
      Path file = Files.writeString(directory.resolve("other"), text);
      assertThat(run(file.toString())).isEqualTo(Program.FAILED);
      assertThat(said().lines())
          .containsExactly(
              "route-switcher replay: "
                  + file
                  + " is not a trace that --record has written; name one");
    }
    err.reset();
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
    assertThat(run(binary.toString())).isEqualTo(Program.FAILED);
    assertThat(said()).contains("is not a trace that --record has written");
  }

  @Test
  void aTraceOfAnotherVersionIsReportedWithTheLine() throws IOException {
    Path file = Files.writeString(directory.resolve("new.trace"), "{\"trace\":7}\n");
    assertThat(run(file.toString())).isEqualTo(Program.FAILED);
    assertThat(said())
        .contains("new.trace, line 1: version 7 of the format, but only 6 can be read");
  }

  @Test
  void whatIsNoLineOfATraceIsReportedWithItsNumber() throws IOException {
    Path file = Path.of(trace());
    Files.writeString(file, Files.readString(file) + "{\"end\":1\n");
    assertThat(run(file.toString())).isEqualTo(Program.FAILED);
    assertThat(said()).contains("quiet.trace, line 4: ");
  }

  /** A trace of a run in which nothing happened. */
  private String trace() throws IOException {
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4,
            ImmutableList.of(
                new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
            ImmutableList.of(InetAddresses.forString("203.0.113.8")),
            5);
    EngineConfig config = new EngineConfig(ImmutableList.of(family), Timing.defaults());
    List<String> lines =
        Stream.of(
                new TraceLine.Header(TraceFormat.VERSION, "a test", config),
                new TraceLine.Started(0, "2026-11-23T08:00:00Z"),
                new TraceLine.Ended(0))
            .map(TraceFormat::write)
            .toList();
    return Files.write(directory.resolve("quiet.trace"), lines).toString();
  }

  @Test
  void otherThresholdsPoliciesAndRulesOfQualityMayBeGiven() throws IOException {
    List<String[]> all =
        List.of(
            new String[] {"--failure-threshold", "5"},
            new String[] {"--failback", "manual"},
            new String[] {"--leave-at-loss", "20", "--quality-window", "30s"},
            new String[] {"--leave-at-rtt", "300ms", "--return-at-rtt", "100ms"});
    for (String[] options : all) {
      out.reset();
      assertThat(run(ObjectArrays.concat(trace(), options))).as(said()).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .as(String.join(" ", options))
          .contains("switches: recorded 0, otherwise 0");
    }
  }

  @Test
  void whatCannotBeDecidedByIsRefused() throws IOException {
    assertThat(run(trace(), "--leave-at-loss", "200")).isEqualTo(Program.USAGE);
    assertThat(said()).contains("--leave-at-loss: 200 is out of range");
  }
}
