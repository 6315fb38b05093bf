package dev.routeswitcher.operations.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Past;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.SwitchCounts;
import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the next switcher of the same boot learns of the switches there were. */
class PastFileTest {

  private static final long SECOND = 1_000_000_000L;

  @TempDir Path directory;

  private Uptime now = new Uptime("boot", 1000.25);

  private PastFile file() {
    return new PastFile(directory, () -> Optional.of(now));
  }

  /** Left for the second time 30 s ago, with a hold of two minutes. */
  private static Past past(long nowNanos) {
    return new Past(
        IpFamily.IPV4,
        new SwitchCounts(2, 1, 0, 0),
        nowNanos - 30 * SECOND,
        nowNanos - 90 * SECOND,
        ImmutableList.of(
            new Past.Uplink(
                "fibre",
                "eth0",
                Past.Use.LEFT,
                120 * SECOND,
                nowNanos - 30 * SECOND,
                nowNanos - 90 * SECOND,
                500,
                12),
            new Past.Uplink("lte", "wwan0", Past.Use.ACTIVE, 0, null, null, 480, 0)));
  }

  private static Snapshot seen(long nowNanos) {
    return new Snapshot(
        nowNanos,
        Stream.of(past(nowNanos), Past.none(IpFamily.IPV6))
            .map(
                past ->
                    new Snapshot.Family(
                        past.family(),
                        FailoverState.BOOT,
                        null,
                        null,
                        ImmutableList.of(),
                        ImmutableList.of(),
                        ManualOverride.NONE,
                        past.counts(),
                        ImmutableSet.of(),
                        null,
                        null,
                        past))
            .collect(ImmutableList.toImmutableList()));
  }

  @Test
  void is_read_again_with_what_went_by_meanwhile() throws IOException {
    file().write(seen(77 * SECOND));
    now = new Uptime("boot", 1012.75);
    assertThat(file().read())
        .containsExactly(past(-12 * SECOND - SECOND / 2), Past.none(IpFamily.IPV6));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void is_replaced_as_a_whole() throws IOException {
    file().write(seen(0));
    Files.writeString(directory.resolve("past.jsonl.next"), "cut o");
    now = new Uptime("boot", 1001.25);
    file().write(seen(0));
    assertThat(file().read()).containsExactly(past(0), Past.none(IpFamily.IPV6));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(path());
    }
  }

  @Test
  void counts_only_within_the_same_boot() throws IOException {
    file().write(seen(0));
    now = new Uptime("another boot", 2000);
    assertThat(file().read()).isEmpty();
    now = new Uptime("boot", 999);
    assertThat(file().read()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "{\"boot_id\":\"boot\"",
        "{}",
        "[]",
        "{\"boot_id\":\"boot\",\"uptime_seconds\":1000}\n{\"event\":\"past-rec",
        "{\"boot_id\":\"boot\",\"uptime_seconds\":1000}\n{\"end\":3}",
        "\u0000\u0000\u0000\u0000"
      })
  void what_cannot_be_understood_is_as_if_it_were_not_there(String text) throws IOException {
    Files.writeString(path(), text);
    assertThat(file().read()).isEmpty();
  }

  @Test
  void neither_a_huge_file_nor_a_directory_nor_none_is_read() throws IOException {
    assertThat(file().read()).isEmpty();
    Files.write(path(), new byte[10_000_000]);
    assertThat(file().read()).isEmpty();
    Files.delete(path());
    Files.createDirectory(path());
    assertThat(file().read()).isEmpty();
  }

  @Test
  void is_kept_anew_with_each_event_as_soon_as_there_is_a_switcher() throws IOException {
    Snapshot[] switcher = new Snapshot[1];
    PastKeeper keeper = new PastKeeper(file(), () -> Optional.ofNullable(switcher[0]));
    Event event = new Event(Instant.EPOCH, Kind.STARTED, ImmutableMap.of());
    keeper.onEvent(event);
    assertThat(path()).doesNotExist();
    switcher[0] = seen(5);
    keeper.onEvent(event);
    assertThat(file().read()).hasSize(2);
    Files.delete(path());
    Files.delete(directory);
    keeper.onEvent(event);
    Files.createDirectory(directory);
    keeper.onEvent(event);
    assertThat(file().read()).hasSize(2);
  }

  private Path path() {
    return directory.resolve("past.jsonl");
  }
}
