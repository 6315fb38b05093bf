package dev.routeswitcher.operations.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.operations.history.Outage.End;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

  private static final Instant BOOT = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path directory;

  private Instant clock = BOOT;
  private Uptime uptime = new Uptime("boot-1", 0);
  private Journal journal = opened();

  private Journal opened() {
    return new Journal(
        Path.of("/nowhere/at/all"), SettingNames.PLAIN, 1 << 20, () -> Optional.of(uptime));
  }

  private void tell(Kind kind, String... figures) {
    if (journal.toString().contains("nowhere")) {
      journal = new Journal(directory, SettingNames.PLAIN, 1 << 20, () -> Optional.of(uptime));
    }
    ImmutableMap.Builder<String, Object> values = ImmutableMap.builder();
    for (int i = 0; i < figures.length; i += 2) {
      values.put(figures[i], figures[i + 1]);
    }
    journal.onEvent(new Event(clock, kind, values.buildOrThrow()));
  }

  private void uplink(String name, String health, String condition) {
    tell(
        Kind.UPLINK,
        "family",
        "ipv4",
        "uplink",
        name,
        "health",
        health,
        "health_before",
        "unknown",
        "condition",
        condition);
  }

  private void pass(Duration time) {
    clock = clock.plus(time);
    uptime = new Uptime(uptime.bootId(), uptime.seconds() + time.toMillis() / 1e3);
  }

  private History history() throws IOException {
    return History.read(directory, BOOT, clock);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  /** Ten hours, of which fibre was down for one. */
  private void tenHours() {
    tell(Kind.STARTED);
    uplink("fibre", "responsive", "answering");
    uplink("lte", "responsive", "answering");
    pass(Duration.ofHours(4));
    uplink("fibre", "down", "no-carrier");
    tell(
        Kind.SWITCH,
        "family",
        "ipv4",
        "kind",
        "failover",
        "from",
        "fibre",
        "to",
        "lte",
        "cause",
        "no-carrier");
    pass(Duration.ofMinutes(30));
    uplink("fibre", "down", "no-reply");
    pass(Duration.ofMinutes(30));
    uplink("fibre", "responsive", "answering");
    pass(Duration.ofHours(5));
    tell(Kind.STOPPED);
  }

  @Test
  void an_outage_has_its_begin_its_cause_and_its_duration() throws IOException {
    tenHours();
    assertThat(history().outages())
        .containsExactly(
            new Outage(
                "fibre",
                "ipv4",
                BOOT.plus(Duration.ofHours(4)),
                BOOT.plus(Duration.ofHours(5)),
                "no-carrier",
                End.OVER));
    assertThat(history().switches())
        .containsExactly(
            new Switch(
                BOOT.plus(Duration.ofHours(4)),
                "ipv4",
                "failover",
                "fibre",
                "lte",
                "no-carrier",
                Duration.ZERO));
  }

  @Test
  void availability_is_the_share_of_the_time_that_is_known() throws IOException {
    tenHours();
    pass(Duration.ofDays(3)); // nobody looked
    assertThat(history().uplinks())
        .containsExactly(
            new UplinkTime(
                "fibre", "ipv4", Duration.ofHours(10), Duration.ofHours(1), 1, Duration.ofHours(1)),
            new UplinkTime("lte", "ipv4", Duration.ofHours(10), Duration.ZERO, 0, Duration.ZERO));
    assertThat(history().uplinks().get(0).availability().orElseThrow())
        .isCloseTo(0.9, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 4, 4, 0",
    "4, 5, 1, 60",
    "3, 5, 2, 60",
    "4, 10, 6, 60",
    "6, 10, 4, 0",
    "9, 90, 1, 0"
  })
  void any_span_can_be_asked_for(int from, int to, int known, int down) throws IOException {
    tenHours();
    UplinkTime fibre =
        History.read(directory, BOOT.plus(Duration.ofHours(from)), BOOT.plus(Duration.ofHours(to)))
            .uplinks()
            .get(0);
    assertThat(fibre.known()).hasHours(known);
    assertThat(fibre.down()).hasMinutes(down);
  }

  @Test
  void a_clock_that_is_set_changes_no_duration() throws IOException {
    clock = Instant.EPOCH;
    tell(Kind.STARTED);
    uplink("fibre", "down", "no-reply");
    pass(Duration.ofMinutes(5));
    clock = BOOT.plus(Duration.ofMinutes(5)); // by NTP
    uplink("fibre", "responsive", "answering");
    tell(Kind.STOPPED);
    assertThat(history().outages())
        .containsExactly(
            new Outage(
                "fibre", "ipv4", BOOT, BOOT.plus(Duration.ofMinutes(5)), "no-reply", End.OVER));
  }

  @Test
  void a_switcher_that_was_killed_is_taken_to_have_been_started_again_at_once() throws IOException {
    tell(Kind.STARTED);
    uplink("fibre", "responsive", "answering");
    pass(Duration.ofHours(2));
    tell(Kind.STARTED);
    uplink("fibre", "responsive", "answering");
    pass(Duration.ofHours(1));
    tell(Kind.STOPPED);
    assertThat(history().uplinks().get(0).known()).hasHours(3);
  }

  @Test
  void what_is_known_before_a_power_cut_ends_with_the_last_event() throws IOException {
    tell(Kind.STARTED);
    uplink("fibre", "responsive", "answering");
    pass(Duration.ofHours(2));
    uplink("fibre", "down", "no-reply");
    pass(Duration.ofMinutes(3));
    tell(Kind.ALARM);
    clock = clock.plus(Duration.ofDays(2));
    uptime = new Uptime("boot-2", 30);
    tell(Kind.STARTED);
    uplink("fibre", "responsive", "answering");
    tell(Kind.STOPPED);
    assertThat(history().uplinks().get(0).known()).isEqualTo(Duration.ofMinutes(123));
    assertThat(history().outages())
        .singleElement()
        .satisfies(it -> assertThat(it.end()).isEqualTo(End.UNKNOWN))
        .satisfies(it -> assertThat(it.lasted()).hasMinutes(3));
  }

  /** This process is there still; another kernel's is not. */
  @Test
  void an_outage_goes_on_while_the_switcher_that_saw_it_runs() throws IOException {
    Uptime now = Uptime.now().orElseThrow();
    clock = Instant.now();
    uptime = now;
    journal = new Journal(directory, SettingNames.PLAIN, 1 << 20, () -> Optional.of(uptime));
    journal.onEvent(
        new Event(clock, Kind.STARTED, ImmutableMap.of("pid", ProcessHandle.current().pid())));
    uplink("fibre", "down", "no-reply");
    Instant later = clock.plus(Duration.ofHours(1));
    assertThat(History.read(directory, BOOT, later).outages())
        .singleElement()
        .satisfies(it -> assertThat(it.end()).isEqualTo(End.GOES_ON))
        .satisfies(it -> assertThat(it.to()).isEqualTo(later));
    uptime = new Uptime("another", 5);
    journal.onEvent(
        new Event(clock, Kind.STARTED, ImmutableMap.of("pid", ProcessHandle.current().pid())));
    uplink("fibre", "down", "no-reply");
    assertThat(History.read(directory, BOOT, later).outages())
        .extracting(Outage::end)
        .containsExactly(End.UNKNOWN, End.UNKNOWN);
  }

  @Test
  void text_fits_80_columns_whatever_the_names_are() throws IOException {
    tenHours();
    tell(Kind.STARTED);
    String name = "\u001b[31ma-very-long-name-of-an-uplink";
    uplink(name, "down", "route-refused");
    tell(
        Kind.SWITCH,
        "family",
        "ipv6",
        "kind",
        "adoption",
        "from",
        name,
        "to",
        name,
        "cause",
        "boot-window-over");
    pass(Duration.ofDays(400));
    tell(Kind.STOPPED);
    String text = history().toText(ZoneOffset.UTC);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(8);
    assertThat(text).doesNotContain("\u001b");
  }

  @Test
  void text_says_what_happened() throws IOException {
    tenHours();
    assertThat(history().toText(ZoneId.of("Europe/Berlin")))
        .isEqualTo(
            """
            From 2026-11-01 01:00:00 +01:00 to 2026-11-01 11:00:00 +01:00

            UPLINK                     AVAILABILITY  OUTAGES      DOWN   LONGEST     KNOWN
            fibre               ipv4       90.000 %        1        1h        1h       10h
            lte                 ipv4      100.000 %        0         -         -       10h

            OUTAGE                                                   LASTED  CAUSE
            2026-11-01 05:00:00 +01:00  fibre               ipv4         1h  no-carrier

            SWITCH
            2026-11-01 05:00:00 +01:00 ipv4 fibre -> lte failover no-carrier
            """);
  }

  @Test
  void a_program_reads_json() throws IOException {
    tenHours();
    JsonObject json = history().toJson();
    assertThat(json.getAsJsonArray("outages").get(0).toString())
        .isEqualTo(
            "{\"uplink\":\"fibre\",\"family\":\"ipv4\",\"from\":\"2026-11-01T04:00:00Z\","
                + "\"to\":\"2026-11-01T05:00:00Z\",\"seconds\":3600.0,"
                + "\"cause\":\"no-carrier\",\"end\":\"over\"}");
    assertThat(
            json.getAsJsonArray("uplinks")
                .get(0)
                .getAsJsonObject()
                .get("availability")
                .getAsDouble())
        .isCloseTo(0.9, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.85S, 850ms",
    "PT45.27S, 45.2s",
    "PT59.999S, 59.9s",
    "PT12M5S, 12m 5s",
    "PT40M, 40m",
    "PT23H59M59S, 23h 59m",
    "P3DT4H, 3d 4h"
  })
  void durations_are_in_two_units_and_never_rounded_up(Duration duration, String text) {
    assertThat(HistoryText.words(duration)).isEqualTo(text);
  }

  @Test
  void what_cannot_be_read_is_counted_or_said() throws IOException {
    tenHours();
    Files.writeString(
        directory.resolve("events.jsonl"), "rubbish\n{\"time\":1}\n", StandardOpenOption.APPEND);
    assertThat(history().unreadable()).isEqualTo(2);
    assertThat(history().outages()).hasSize(1);
    assertThatThrownBy(() -> History.read(directory.resolve("none"), BOOT, clock))
        .isInstanceOf(IOException.class)
        .hasMessage("it does not exist");
  }

  /** The example of the package. */
  static void example(Events events) throws IOException {
    Journal journal = new Journal(Path.of("/var/lib/my-router"), SettingNames.PLAIN);
    events.add(journal);
    History history = History.read(Path.of("/var/lib/my-router"), Instant.MIN, Instant.now());
    history
        .outages()
        .forEach(outage -> System.out.println(outage.uplink() + " " + outage.lasted()));
  }

  @Test
  void an_empty_journal_is_an_empty_history() throws IOException {
    Events events = new Events(SettingNames.PLAIN, InstantSource.system());
    events.add(journal);
    assertThat(history().toText(ZoneOffset.UTC)).contains("Nothing is known of any uplink.");
  }
}
