package dev.routeswitcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README shows of an example program is in it, and so compiles. */
class ReadmeExamplesTest {
  private static final Path EXAMPLES = Path.of("src/test/java/dev/routeswitcher/icmp/example");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LossWatch.java | ProbeStatistics statistics =       | Thread.sleep",
        "AlarmTest.java | ManualClock clock = new ManualClock | }",
      })
  void the_examples_are_the_compiled_ones(String file, String from, String to) throws IOException {
    String source = Files.readString(EXAMPLES.resolve(file));
    int begin = source.lastIndexOf('\n', source.indexOf(from)) + 1;
    int end = source.lastIndexOf('\n', source.indexOf(to, begin));
    assertThat(Files.readString(Path.of("README.md")))
        .contains(source.substring(begin, end).stripIndent().stripTrailing());
  }
}
