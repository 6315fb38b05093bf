package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.history.Journal;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryCommandTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int history(String... arguments) {
    return new HistoryCommand(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(arguments);
  }

  private List<String> errLines() {
    return err.toString(UTF_8).lines().toList();
  }

  private void keep(Event... events) {
    try (Journal journal = new Journal(directory, SettingNames.PLAIN)) {
      for (Event event : events) {
        journal.onEvent(event);
      }
    }
  }

  private static Event down(Instant time) {
    return new Event(
        time,
        Kind.UPLINK,
        ImmutableMap.of(
            "uplink", "fibre", "family", "ipv4", "health", "down", "condition", "no-reply"));
  }

  @Test
  void what_a_run_kept_is_shown_as_text_or_as_json() {
    keep(down(Instant.now()));
    assertThat(history("--state-directory", directory.toString())).isZero();
    assertThat(out.toString(UTF_8)).startsWith("From ").contains("fibre").contains("no-reply");
    out.reset();
    assertThat(history("--json", "--state-directory=" + directory)).isZero();
    JsonObject json = JsonParser.parseString(out.toString(UTF_8)).getAsJsonObject();
    assertThat(json.getAsJsonArray("outages")).hasSize(1);
    assertThat(errLines()).isEmpty();
  }

  @Test
  void the_directory_can_be_taken_from_the_file_of_the_run() throws IOException {
    keep(down(Instant.now()));
    Path file =
        Files.writeString(
            directory.resolve("lab.toml"), "state-directory = \"" + directory + "\"\n");
    assertThat(history("--config", file.toString())).isZero();
    assertThat(out.toString(UTF_8)).contains("fibre");
  }

  @Test
  void a_span_leaves_out_what_was_before() {
    keep(down(Instant.now()));
    assertThat(history("--until", "1h", "--json", "--state-directory=" + directory)).isZero();
    assertThat(out.toString(UTF_8)).contains("\"outages\":[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --since=soon            | 2 | --since: 'soon' is not a time; give 2026-11-30, 2026-11-30T18:00Z, 36h or 7d
          --state-directory=none  | 2 | state-directory is none: nothing is kept; name the directory of another run
          --state-directory=      | 2 | --state-directory: '' is not the name of a directory; give its path, or none
          --state-directory=/no/x | 1 | /no/x: it does not exist; name the directory of the run with --state-directory, and read it as the run's user
          --sinse=1h              | 2 | --sinse: there is no such option; did you mean --since?
          """)
  void what_is_wrong_is_a_line(String argument, int status, String line) {
    assertThat(history(argument)).isEqualTo(status);
    assertThat(errLines()).containsExactly("route-switcher history: " + line);
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void the_help_fits_a_terminal() {
    assertThat(history("--help")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .allMatch(line -> line.length() <= 80)
        .anyMatch(line -> line.contains("--since=T"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-30, 2026-11-29T23:00:00Z",
    "2026-07-01T12:00, 2026-07-01T10:00:00Z",
    "2026-11-30T10:00:00Z, 2026-11-30T10:00:00Z",
    "2026-11-30T10:00+02:00, 2026-11-30T08:00:00Z",
    "90m, 2026-11-30T10:30:00Z",
    "7d, 2026-11-23T12:00:00Z"
  })
  void a_time_is_typed_as_people_do(String text, Instant time) {
    assertThat(TimeText.parse(text, Instant.parse("2026-11-30T12:00:00Z"), BERLIN)).contains(time);
  }

  @ParameterizedTest
  @CsvSource({"''", "yesterday", "2026-13-01", "-1h", "7x"})
  void other_words_are_no_time(String text) {
    assertThat(TimeText.parse(text, Instant.EPOCH.plus(Duration.ofDays(1)), BERLIN)).isEmpty();
  }
}
