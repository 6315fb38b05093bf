package dev.routeswitcher.operations.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.event.Event.Kind;
import dev.routeswitcher.operations.event.Events;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is killed while it writes its journal: whatever it told of is there.
 *
 * <p>{@code -Djournal.kills=200} is the long form, {@code -Djournal.seed=...} repeats one.
 */
class JournalKillTest {

  private static final int KILLS = Integer.getInteger("journal.kills", 8);

  /** So small that files change several times in a run. */
  private static final long MOST_BYTES = 40_000;

  private static final String LONG = "x".repeat(300);

  @TempDir Path directory;

  /** The program: publishes switches until it is killed, and prints each that was announced. */
  static final class Switching {
    private Switching() {}

    public static void main(String[] arguments) {
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      Events events = new Events(SettingNames.PLAIN, InstantSource.system());
      events.add(new Journal(Path.of(arguments[0]), SettingNames.PLAIN, MOST_BYTES, Uptime::now));
      events.add(event -> out.println(event.figures().get("number")));
      for (long number = Long.parseLong(arguments[1]); ; number++) {
        events.publish(Kind.SWITCH, ImmutableMap.of("number", number, "text", LONG));
      }
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void every_switch_that_was_announced_is_in_the_journal() throws Exception {
    long seed = Long.getLong("journal.seed", System.nanoTime());
    Random random = new Random(seed);
    long next = 1;
    long told = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      List<Long> announced = announcedUntilKilled(next, random.nextInt(700), random.nextInt(3000));
      List<Long> kept = kept();
      assertThat(kept).as("seed %d kill %d", seed, kill).isNotEmpty();
      // Each in its place, up to what was killed before it was announced.
      long last = announced.isEmpty() ? next - 1 : announced.get(announced.size() - 1);
      assertThat(kept.get(kept.size() - 1))
          .as("seed %d kill %d", seed, kill)
          .isBetween(last, last + 1);
      for (int i = 1; i < kept.size(); i++) {
        assertThat(kept.get(i)).as("seed %d kill %d", seed, kill).isEqualTo(kept.get(i - 1) + 1);
      }
      // Only what no longer has room is gone: all files but the newest are full.
      assertThat(kept.size())
          .as("seed %d kill %d", seed, kill)
          .isGreaterThanOrEqualTo((int) Math.min(last, 2 * MOST_BYTES / 500));
      told += announced.size();
      next = kept.get(kept.size() - 1) + 1;
    }
    assertThat(told).isGreaterThan(KILLS);
  }

  private List<Long> announcedUntilKilled(long first, int lines, int micros) throws Exception {
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Switching.class.getName(),
                directory.toString(),
                String.valueOf(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Long> announced = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(program.getInputStream(), UTF_8))) {
      String line = out.readLine();
      while (line != null && announced.size() < lines) {
        announced.add(Long.valueOf(line));
        line = out.readLine();
      }
      long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      program.toHandle().destroyForcibly(); // unlike the process's own, it closes no stream
      while (line != null) {
        if (line.matches("\\d+")) {
          announced.add(Long.valueOf(line));
        }
        line = out.readLine();
      }
    } finally {
      program.waitFor();
    }
    return withoutTornEnd(announced);
  }

  /** A number may be cut at its end, as 123 of 1234. */
  private static List<Long> withoutTornEnd(List<Long> numbers) {
    int last = numbers.size() - 1;
    return last > 0 && numbers.get(last) < numbers.get(last - 1)
        ? numbers.subList(0, last)
        : numbers;
  }

  private List<Long> kept() throws IOException {
    List<Long> numbers = new ArrayList<>();
    // As a start finds it: a torn line is cut off.
    JournalFiles.open(directory, MOST_BYTES).close();
    JournalFiles.read(
        directory,
        numbers::clear,
        line -> numbers.add((Long) Entry.ofLine(line).event().figures().get("number")));
    return numbers;
  }
}
