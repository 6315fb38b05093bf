package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.trace.Replay;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.settings.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run is recorded to a file while it goes on. */
@Timeout(60)
class TraceFileTest {

  private static final LoopSettings SETTINGS = ModelSettings.restoring();
  private static final EngineConfig CONFIG = SETTINGS.engine();
  private static final Step EMPTY =
      new Step(new FailoverEngine(CONFIG).start(0), ImmutableList.of(), ImmutableList.of(), 0);

  @TempDir Path directory;

  private Path file() {
    return directory.resolve("a.trace");
  }

  private static Replay.Summary replay(Path file) throws IOException {
    Replay replay = new Replay(UnaryOperator.identity(), new Replay.Listener() {});
    Files.readAllLines(file).forEach(replay::take);
    return replay.end();
  }

  private void recordASecond() throws Exception {
    HostClock clock =
        new HostClock() {
          @Override
          public long nanoTime() {
            return System.nanoTime();
          }

          @Override
          public long suspendedNanos() {
            return 0;
          }
        };
    ModelHost host = new ModelHost(clock);
    CountDownLatch switched = new CountDownLatch(1);
    try (RouteSwitcher switcher =
        RouteSwitcher.start(
            DrivenSwitcher.open(
                SETTINGS,
                new Configuration(),
                host.ports(),
                notice -> switched.countDown(),
                file()))) {
      switched.await();
      assertThat(switcher.termination()).isNotDone();
    }
  }

  @Test
  void it_is_for_its_owner_alone() throws Exception {
    recordASecond();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_recorded_run_replays_to_the_same_decisions() throws Exception {
    recordASecond();
    Replay.Summary summary = replay(file());
    assertThat(summary.gaps()).isEmpty();
    assertThat(summary.differences()).isZero();
    assertThat(summary.decisions()).isGreaterThan(2);
  }

  @Test
  void the_next_run_goes_on_behind_the_last_one() throws Exception {
    recordASecond();
    long first = replay(file()).steps();
    Files.writeString(file(), Files.readString(file()) + "{\"cut");
    recordASecond();
    Replay.Summary both = replay(file());
    assertThat(both.gaps()).isEmpty();
    assertThat(both.differences()).isZero();
    assertThat(both.steps()).isGreaterThan(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "precious",
        "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/sbin/nologin\n",
        "\n",
        "{}\n",
        "{\"name\":\"left-pad\",\"trace\":1}\n",
        "{\"trace\":true}",
        "{\"start\":5,\"time\":\"2026-11-23T08:00:00Z\"}\n{\"cut",
        "notes\n{\"trace\":1,\"program\":\"route-switcher 1\"}\n"
      })
  void what_is_no_trace_is_neither_cut_nor_continued(String text) throws IOException {
    Files.writeString(file(), text);
    assertThatThrownBy(() -> new TraceFile(file(), CONFIG).open())
        .isInstanceOf(IOException.class)
        .hasMessage("that file is there already and holds no trace; name another file");
    assertThat(Files.readString(file())).isEqualTo(text);
  }

  @Test
  void a_trace_of_another_version_is_neither_cut_nor_continued() throws IOException {
    String text = "{\"trace\":9,\"program\":\"route-switcher 9\"}\n{\"cut";
    Files.writeString(file(), text);
    assertThatThrownBy(() -> new TraceFile(file(), CONFIG).open())
        .hasMessage(
            "the trace that is there already cannot be continued: version 9 of the format,"
                + " but only 6 can be read; name another file");
    assertThat(Files.readString(file())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{\"trace\":6,\"prog", "{\"trace\":6,\"program\":\"route-switcher 1\",\"conf"})
  void a_header_that_a_crash_cut_off_is_begun_anew(String text) throws Exception {
    Files.writeString(file(), text);
    recordASecond();
    assertThat(replay(file()).gaps()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_opened_fails_the_start_and_the_remedy_is_reported()
      throws IOException {
    Files.writeString(file(), "");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nobody"));
    Map<Path, String> words =
        Map.of(
            link,
            "that is a symbolic link; name the file itself",
            directory,
            "that is a directory; name a file",
            directory.resolve("none/a.trace"),
            "its directory is not there; make it, or name another file",
            file().resolve("b.trace"),
            "it cannot be opened: Not a directory; name another file");
    words.forEach(
        (path, line) -> {
          ModelHost host = new ModelHost(new ManualClock(0));
          assertThatThrownBy(
                  () ->
                      DrivenSwitcher.open(SETTINGS, new Configuration(), host.ports(), null, path))
              .isInstanceOf(StartException.class)
              .hasMessage("record " + path + ": " + line);
          assertThat(host.deeds()).noneMatch(deed -> deed.contains("add "));
        });
  }

  @Test
  void steps_that_cannot_be_written_in_time_are_counted() throws Exception {
    TraceFile trace = new TraceFile(file(), CONFIG);
    trace.open();
    trace.started(0);
    int steps = 5000;
    for (int i = 0; i < steps; i++) {
      trace.stepped(i, List.of(new EngineEvent.Resumed()), EMPTY);
    }
    trace.start();
    trace.close(20_000);
    Replay.Summary summary = replay(file());
    assertThat(summary.gaps()).singleElement().asString().contains(" steps are missing ");
    assertThat(summary.steps()).isPositive().isLessThan(steps);
  }

  @Test
  void what_is_written_late_has_its_end_all_the_same() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    TraceFile trace = new TraceFile(file(), CONFIG);
    trace.open();
    trace.start();
    trace.started(0);
    trace.queue.offer(
        () -> {
          stuck.countDown();
          Uninterruptibles.awaitUninterruptibly(released);
        });
    trace.stepped(0, List.of(), EMPTY);
    stuck.await();
    trace.close(1);
    assertThat(file()).as("nothing is written before the step is whole").isEmptyFile();
    released.countDown();
    trace.close(20_000);
    assertThat(replay(file()).gaps()).isEmpty();
  }

  @Test
  void a_disk_that_is_full_ends_the_trace_and_nothing_else() throws Exception {
    Path full = Path.of("/dev/full");
    TraceFile trace = new TraceFile(full, CONFIG);
    trace.open();
    trace.start();
    trace.stepped(0, List.of(), EMPTY);
    trace.stepped(1, List.of(), EMPTY);
    trace.close(20_000);
    assertThat(Files.size(full)).isZero();
  }
}
