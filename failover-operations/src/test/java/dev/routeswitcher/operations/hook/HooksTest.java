package dev.routeswitcher.operations.hook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.LoggedLines;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class HooksTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(700);

  private static final Event SWITCH =
      new Event(
          Instant.parse("2026-11-30T10:00:00Z"),
          Kind.SWITCH,
          ImmutableMap.of("from_interface", "eth0", "to_interface", "eth1"));

  private final LoggedLines said = LoggedLines.of(Hooks.class);

  @TempDir Path folder;
  private Path directory;
  private Path seen;

  @BeforeEach
  void make() throws IOException {
    directory = Files.createDirectory(folder.resolve("hooks.d"));
    seen = folder.resolve("seen");
  }

  @AfterEach
  void listenNoMore() {
    said.close();
  }

  private Path hook(String name, String script) throws IOException {
    return hook(name, script, "rwxr-xr-x");
  }

  private Path hook(String name, String script, String permissions) throws IOException {
    // Complete before it is there, as hooks may be running.
    Path file = folder.resolve("new-" + name);
    Files.writeString(file, "#!/bin/sh\n" + script.replace("SEEN", seen.toString()) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return Files.move(file, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Publishes, and waits for the end of all hooks. */
  private void tell(Duration deadline, Event... events) {
    try (Hooks hooks = new Hooks(directory, deadline, 1024)) {
      for (Event event : events) {
        hooks.onEvent(event);
      }
    }
  }

  private List<String> seenLines() throws IOException {
    return Files.exists(seen) ? Files.readAllLines(seen) : List.of();
  }

  @Test
  void a_hook_gets_the_event_as_variables_and_as_a_line() throws IOException {
    hook(
        "notify",
        "echo \"$ROUTE_SWITCHER_EVENT $ROUTE_SWITCHER_FROM_INTERFACE\" >>SEEN; cat >>SEEN; pwd"
            + " >>SEEN");
    tell(LONG, SWITCH);
    assertThat(seenLines()).containsExactly("switch eth0", SWITCH.toLine(), "/");
    assertThat(said.at(Level.WARN)).isEmpty();
  }

  @Test
  void hooks_run_one_after_the_other_in_order_of_name() throws IOException {
    hook("20-second", "echo second >>SEEN");
    hook("10-first", "echo begin >>SEEN; sleep 0.2; echo end >>SEEN");
    hook("30-third.sh", "echo third >>SEEN");
    tell(LONG, SWITCH, SWITCH);
    assertThat(seenLines())
        .containsExactly("begin", "end", "second", "third", "begin", "end", "second", "third");
  }

  @Test
  void no_thread_is_there_before_the_first_event() {
    try (Hooks hooks = new Hooks(directory)) {
      assertThat(hooks).hasToString("the hooks in " + directory);
      assertThat(Thread.getAllStackTraces().keySet())
          .extracting(Thread::getName)
          .doesNotContain("route-switcher-hooks");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "plain,      rw-r--r--, it is not executable; chmod u+x it",
    "open,       rwxrwxr-x, others than its owner may write to it; chmod go-w it",
    "open-too,   rwxr-x-w-, others than its owner may write to it; chmod go-w it",
    "old.dpkg-old, rwxr-xr-x, its name is that of a leftover",
    ".hidden,    rwxr-xr-x, its name is that of a leftover"
  })
  void a_file_that_is_left_out_is_said_once(String name, String permissions, String why)
      throws IOException {
    Path file = hook(name, "echo run >>SEEN", permissions);
    tell(LONG, SWITCH, SWITCH);
    assertThat(seenLines()).isEmpty();
    assertThat(said.at(Level.WARN))
        .singleElement()
        .asString()
        .startsWith("no hook is run from " + file + ": " + why);
  }

  @Test
  void links_and_folders_are_left_out() throws IOException {
    hook("real", "echo run >>SEEN");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    Files.createDirectory(directory.resolve("folder"));
    tell(LONG, SWITCH);
    assertThat(seenLines()).containsExactly("run");
    assertThat(said.at(Level.WARN))
        .hasSize(2)
        .allMatch(line -> line.contains("not a regular file"));
  }

  @Test
  void nothing_is_run_from_a_directory_that_others_may_write_to() throws IOException {
    hook("real", "echo run >>SEEN");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    tell(LONG, SWITCH);
    assertThat(seenLines()).isEmpty();
    assertThat(said.at(Level.WARN)).singleElement().asString().contains("chmod go-w it");
  }

  @Test
  void a_hook_that_fails_is_said_once_with_its_last_words_and_run_again() throws IOException {
    hook("fails", "echo run >>SEEN; echo no route to host; exit 7");
    hook("works", "echo works >>SEEN");
    tell(LONG, SWITCH, SWITCH);
    assertThat(seenLines()).containsExactly("run", "works", "run", "works");
    assertThat(said.at(Level.WARN))
        .singleElement()
        .asString()
        .endsWith(
            "/fails failed on event=switch: exit status 7: no route to host; it is run for the next"
                + " event all the same");
    assertThat(said.at(Level.DEBUG)).contains("hook fails: no route to host");
  }

  @Test
  void a_hook_that_hangs_is_killed_and_the_next_one_runs() throws IOException {
    hook("10-hangs", "trap '' TERM INT HUP; sleep 1000");
    hook("20-works", "echo works >>SEEN");
    tell(SHORT, SWITCH);
    assertThat(seenLines()).containsExactly("works");
    assertThat(said.at(Level.WARN))
        .singleElement()
        .asString()
        .contains("10-hangs failed on event=switch: it did not end within 700ms and was killed");
  }

  /** By a double fork, in sessions of their own, and with the hook's output still open. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sleep 1000 &                                        | exit 0",
        "(setsid sh -c 'sleep 1000 & sleep 1000' &)          | exit 0",
        "(setsid sh -c 'sleep 1000 & sleep 1000' &)          | sleep 1000",
        "setsid setsid sh -c '(sleep 1000 >/dev/null 2>&1 &)'| exit 0"
      })
  void nothing_that_a_hook_starts_outlives_it(String start, String end) throws IOException {
    Path marked = folder.resolve("marked");
    hook("forks", "echo \"$ROUTE_SWITCHER_HOOK_RUN\" >" + marked + "\n" + start + "\n" + end);
    tell(SHORT, SWITCH);
    String mark = Files.readString(marked).strip();
    assertThat(mark).isNotEmpty();
    assertThat(new ProcessMark(mark).find()).isEmpty();
    assertThat(said.at(Level.WARN)).hasSize(end.equals("exit 0") ? 0 : 1);
  }

  /** The next test would be worth nothing if the mark found nobody. */
  @Test
  void a_mark_finds_those_that_bear_it() throws Exception {
    ProcessMark mark = new ProcessMark("of-this-test");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "(setsid sleep 1000 &); echo; read x");
    mark.putInto(builder.environment());
    Process shell = builder.start();
    assertThat(shell.getInputStream().read()).isEqualTo('\n');
    assertThat(mark.find()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(mark.killAll()).isTrue();
    assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(mark.find()).isEmpty();
  }

  @Test
  void a_hook_that_keeps_forking_is_ended() throws Exception {
    hook("forks", "while :; do sleep 1000 & done");
    try (Hooks hooks = new Hooks(directory, SHORT, QueueThread.CAPACITY)) {
      hooks.onEvent(SWITCH);
      said.await(Level.WARN); // which takes its time: there are thousands to kill
    }
    assertThat(said.at(Level.WARN)).singleElement().asString().contains("was killed");
  }

  @Test
  void a_gigabyte_of_output_is_read_and_forgotten() throws IOException {
    hook("writes", "head -c 1000000000 /dev/zero; echo; echo done >>SEEN");
    tell(LONG, SWITCH);
    assertThat(seenLines()).containsExactly("done");
    assertThat(said.at(Level.DEBUG)).contains("hook writes: output_bytes=1000000001");
    assertThat(said.at(Level.DEBUG)).allMatch(line -> line.length() < 5000);
  }

  @Test
  void a_hook_that_vanishes_or_cannot_be_started_fails() throws IOException {
    Path vanishing = hook("20-vanishes", "echo run >>SEEN");
    hook("10-deletes", "rm " + vanishing);
    Path bad = directory.resolve("30-bad");
    Files.writeString(bad, "#!/no/such/shell\n");
    Files.setPosixFilePermissions(bad, PosixFilePermissions.fromString("rwxr-xr-x"));
    hook("40-works", "echo works >>SEEN");
    tell(LONG, SWITCH);
    assertThat(seenLines()).containsExactly("works");
    assertThat(said.at(Level.WARN)).hasSize(2);
  }

  @Test
  void a_directory_that_is_not_there_is_said_once_and_may_come() throws Exception {
    directory = folder.resolve("later");
    try (Hooks hooks = new Hooks(directory)) {
      hooks.onEvent(SWITCH);
      hooks.onEvent(SWITCH);
      said.await(Level.WARN);
      Files.createDirectory(directory);
      hook("works", "echo works >>SEEN");
      hooks.onEvent(SWITCH);
    }
    assertThat(said.at(Level.WARN))
        .containsExactly(
            "no hook is run from "
                + directory
                + ": it cannot be read; make it, or name another directory");
    assertThat(seenLines()).contains("works");
  }

  /** Signals that the command's launcher ignores and blocks would reach no hook. */
  @Test
  void a_hook_can_be_ended_by_signals_and_has_no_terminal() throws IOException {
    hook(
        "looks",
        "grep -E '^Sig(Blk|Ign)' /proc/self/status >>SEEN;"
            + " [ \"$(cut -d' ' -f6 /proc/$$/stat)\" = $$ ] && echo leads its session >>SEEN");
    tell(LONG, SWITCH);
    assertThat(seenLines()).hasSize(3).last().isEqualTo("leads its session");
    // HUP, INT and TERM are the signals 1, 2 and 15.
    long interesting = 1L | 1L << 1 | 1L << 14;
    assertThat(seenLines().subList(0, 2))
        .allSatisfy(
            line ->
                assertThat(Long.parseUnsignedLong(line.substring(8).strip(), 16) & interesting)
                    .isZero());
  }

  @Test
  void ten_thousand_events_at_once_delay_nobody_and_are_all_accounted_for() throws IOException {
    hook("counts", "echo \"$ROUTE_SWITCHER_EVENT ${ROUTE_SWITCHER_COUNT-}\" >>SEEN");
    Events events = new Events(SettingNames.PLAIN, InstantSource.system());
    List<Event> told = new ArrayList<>();
    Hooks hooks = new Hooks(directory, LONG, 20);
    events.add(hooks);
    events.add(told::add);
    int published = 10_000;
    long begin = System.nanoTime();
    for (int i = 0; i < published; i++) {
      events.publish(Kind.SWITCH, ImmutableMap.of("number", (long) i));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(told).hasSize(published);
    hooks.close();
    long delivered = seenLines().stream().filter(line -> line.startsWith("switch")).count();
    long dropped =
        seenLines().stream()
            .filter(line -> line.startsWith("dropped"))
            .mapToLong(line -> Long.parseLong(line.substring(8)))
            .sum();
    long atTheEnd =
        said.at(Level.WARN).stream()
            .filter(line -> line.startsWith("hooks: not told at the end"))
            .mapToLong(line -> Long.parseLong(line.replaceAll(".*=", "")))
            .sum();
    long broken =
        said.at(Level.DEBUG).stream().filter(line -> line.equals("hooks is left alone")).count();
    assertThat(delivered + dropped + atTheEnd).isBetween(published - broken, (long) published);
    assertThat(dropped + atTheEnd).isPositive();
    assertThat(said.at(Level.WARN)).isNotEmpty();
  }

  @Test
  void the_end_is_told_and_a_hook_that_hangs_then_is_killed() throws IOException {
    Path marked = folder.resolve("marked");
    hook("hangs", "echo \"$ROUTE_SWITCHER_HOOK_RUN\" >" + marked + "; sleep 1000");
    long begin = System.nanoTime();
    tell(LONG, SWITCH, SWITCH);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(new ProcessMark(Files.readString(marked).strip()).find()).isEmpty();
    assertThat(said.at(Level.WARN)).contains("hooks: not told at the end: dropped_events=1");
  }

  /** The example of the package. */
  static void example(Events events) {
    Hooks hooks = new Hooks(Path.of("/etc/my-router/hooks.d"));
    events.add(hooks);
    hooks.close();
  }
}
