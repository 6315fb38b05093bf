package dev.routeswitcher.operations.history;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.LoggedLines;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final Instant TIME = Instant.parse("2026-11-30T10:00:00Z");

  private final LoggedLines said = LoggedLines.of(Journal.class);

  @TempDir Path above;
  private Path directory;

  @BeforeEach
  void listen() {
    directory = above.resolve("state");
  }

  @AfterEach
  void listenNoMore() {
    said.close();
  }

  private Journal journal() {
    return new Journal(directory, SettingNames.OPTIONS);
  }

  private Journal journal(long mostBytes) {
    return new Journal(
        directory, SettingNames.OPTIONS, mostBytes, () -> Optional.of(new Uptime("b", 12.25)));
  }

  private static Event numbered(long number) {
    return new Event(TIME, Kind.SWITCH, ImmutableMap.of("number", number));
  }

  private static Event uplink(String before, String health) {
    return new Event(TIME, Kind.UPLINK, ImmutableMap.of("health", health, "health_before", before));
  }

  private List<Entry> kept() throws IOException {
    List<Entry> entries = new ArrayList<>();
    JournalFiles.read(directory, entries::clear, line -> entries.add(Entry.ofLine(line)));
    return entries;
  }

  private List<Object> numbers() throws IOException {
    return kept().stream().map(entry -> entry.event().figures().get("number")).toList();
  }

  @Test
  void an_event_is_a_line_with_its_place_in_the_time_of_the_kernel() throws IOException {
    try (Journal journal = journal(1000)) {
      journal.onEvent(numbered(1));
    }
    assertThat(directory.resolve("events.jsonl"))
        .hasContent(
            "{\"time\":\"2026-11-30T10:00:00Z\",\"event\":\"switch\",\"number\":1,"
                + "\"boot_id\":\"b\",\"uptime_seconds\":12.25}");
    assertThat(kept()).containsExactly(new Entry(numbered(1), new Uptime("b", 12.25)));
    assertThat(said.events()).isEmpty();
  }

  @Test
  void the_kernel_says_which_boot_it_is_and_since_when() throws IOException {
    Uptime now = Uptime.now().orElseThrow();
    assertThat(now.bootId()).matches("[0-9a-f-]{36}");
    assertThat(now.seconds()).isPositive();
    try (Journal journal = journal()) {
      journal.onEvent(numbered(1));
    }
    Uptime kept = kept().get(0).uptime();
    assertThat(kept).isNotNull();
    assertThat(kept.bootId()).isEqualTo(now.bootId());
    assertThat(kept.seconds()).isBetween(now.seconds(), now.seconds() + 60);
  }

  @Test
  void the_directory_and_its_files_are_not_for_others() throws IOException {
    try (Journal journal = journal()) {
      journal.onEvent(numbered(1));
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .endsWith("---");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("events.jsonl"))))
        .endsWith("---");
  }

  @Test
  void another_run_goes_on_behind_the_last_line() throws IOException {
    for (long run = 1; run <= 3; run++) {
      try (Journal journal = journal()) {
        journal.onEvent(numbered(run));
      }
    }
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void the_size_is_bounded_and_the_oldest_go_first() throws IOException {
    try (Journal journal = journal(1000)) {
      LongStream.rangeClosed(1, 200).forEach(number -> journal.onEvent(numbered(number)));
    }
    List<Object> numbers = numbers();
    assertThat(numbers).hasSizeBetween(20, 40);
    long first = (Long) numbers.get(0);
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(first, 200).boxed().toList());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.filter(file -> file.toString().endsWith(".jsonl")))
          .hasSize(JournalFiles.MOST_FILES)
          .allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(1000));
    }
  }

  @Test
  void a_rotation_that_was_broken_off_loses_nothing() throws IOException {
    try (Journal journal = journal(1000)) {
      LongStream.rangeClosed(1, 200).forEach(number -> journal.onEvent(numbered(number)));
    }
    List<Object> before = numbers();
    Files.move(directory.resolve("events.3.jsonl"), directory.resolve("events.9.jsonl"));
    Files.move(directory.resolve("events.2.jsonl"), directory.resolve("events.3.jsonl"));
    Files.move(directory.resolve("events.1.jsonl"), directory.resolve("events.2.jsonl"));
    try (Journal journal = journal(1000)) {
      journal.onEvent(numbered(201));
    }
    List<Object> after = numbers();
    assertThat(after).contains(201L);
    assertThat(before).containsAll(after.subList(0, after.size() - 1));
    assertThat(after).containsAll(before.subList(before.size() - 10, before.size()));
  }

  @Test
  void a_last_line_that_is_torn_is_dropped_and_said() throws IOException {
    try (Journal journal = journal()) {
      journal.onEvent(numbered(1));
    }
    Files.writeString(
        directory.resolve("events.jsonl"), "{\"time\":\"2026-", StandardOpenOption.APPEND);
    try (Journal journal = journal()) {
      journal.onEvent(numbered(2));
    }
    assertThat(numbers()).containsExactly(1L, 2L);
    assertThat(said.at(Level.INFO))
        .singleElement()
        .asString()
        .endsWith("events.jsonl was not written to its end and is dropped: bytes=14");
  }

  @Test
  void a_directory_that_cannot_be_is_said_once_and_tried_again() throws IOException {
    Files.createFile(directory);
    try (Journal journal = journal()) {
      journal.onEvent(numbered(1));
      journal.onEvent(numbered(2));
      assertThat(said.at(Level.WARN))
          .containsExactly(
              "history is not kept: "
                  + directory
                  + ": it is not a directory; mend that, or name another directory with"
                  + " --state-directory (none to do without); the switcher goes on");
      Files.delete(directory);
      journal.onEvent(numbered(3));
    }
    assertThat(kept())
        .extracting(entry -> entry.event().kind())
        .containsExactly(Kind.DROPPED, Kind.SWITCH);
    assertThat(kept().get(0).event().figures()).containsEntry("count", 2L);
    assertThat(said.at(Level.INFO)).singleElement().asString().contains("lost_events=2");
    assertThat(said.at(Level.WARN)).hasSize(1);
  }

  @Test
  void only_one_directory_is_made() {
    Path deep = above.resolve("a/b");
    try (Journal journal = new Journal(deep, SettingNames.OPTIONS)) {
      journal.onEvent(numbered(1));
    }
    assertThat(above.resolve("a")).doesNotExist();
    assertThat(said.at(Level.WARN)).singleElement().asString().contains("above it does not exist");
  }

  @Test
  void two_switchers_do_not_share_a_directory() throws IOException {
    try (Journal first = journal();
        Journal second = journal()) {
      first.onEvent(numbered(1));
      second.onEvent(numbered(2));
      assertThat(said.at(Level.WARN))
          .singleElement()
          .asString()
          .contains("another switcher keeps its history there");
    }
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void files_that_were_taken_away_are_made_anew() throws IOException {
    try (Journal journal = journal()) {
      journal.onEvent(numbered(1));
      Files.delete(directory.resolve("events.jsonl"));
      journal.onEvent(numbered(2));
    }
    assertThat(numbers()).containsExactly(2L);
  }

  /** As when an interrupt, which closes channels, meets it. */
  @Test
  void an_interrupt_costs_no_switch() throws IOException {
    try (Journal journal = journal()) {
      journal.onEvent(numbered(1));
      Thread.currentThread().interrupt();
      journal.onEvent(numbered(2));
      assertThat(Thread.interrupted()).isTrue();
      journal.onEvent(numbered(3));
    }
    assertThat(numbers()).contains(1L, 2L, 3L);
    assertThat(said.at(Level.WARN)).isEmpty();
  }

  @Test
  void an_uplink_that_fails_without_being_down_is_not_kept() throws IOException {
    try (Journal journal = journal()) {
      journal.onEvent(uplink("unknown", "responsive"));
      journal.onEvent(uplink("responsive", "failing"));
      journal.onEvent(uplink("failing", "responsive"));
      journal.onEvent(uplink("failing", "down"));
      journal.onEvent(uplink("down", "responsive"));
    }
    assertThat(kept()).hasSize(3);
  }
}
