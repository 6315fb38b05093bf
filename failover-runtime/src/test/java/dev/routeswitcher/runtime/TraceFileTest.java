package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineConfig;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.trace.Replay;
import dev.routeswitcher.runtime.loop.LoopSettings;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.port.HostClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run is recorded to a file while it goes on. */
@Timeout(60)
class TraceFileTest {

  private static final LoopSettings SETTINGS = ModelSettings.restoring();
  private static final EngineConfig CONFIG = SETTINGS.engine();

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
        RouteSwitcher.start(SETTINGS, host.ports(), notice -> switched.countDown(), file())) {
      switched.await();
      assertThat(switcher.termination()).isNotDone();
    }
  }

  @Test
  void aRecordedRunReplaysToTheSameDecisions() throws Exception {
    recordASecond();
    Replay.Summary summary = replay(file());
    assertThat(summary.gaps()).isEmpty();
    assertThat(summary.differences()).isZero();
    assertThat(summary.decisions()).isGreaterThan(2);
  }

  @Test
  void theNextRunGoesOnBehindTheLastOne() throws Exception {
    recordASecond();
    long first = replay(file()).steps();
    Files.writeString(file(), Files.readString(file()) + "{\"cut");
    recordASecond();
    Replay.Summary both = replay(file());
    assertThat(both.gaps()).isEmpty();
    assertThat(both.differences()).isZero();
    assertThat(both.steps()).isGreaterThan(first);
  }

  @Test
  void whatIsNoTraceIsNotOverwritten() throws IOException {
    Files.writeString(file(), "precious");
    assertThatThrownBy(() -> new TraceFile(file(), CONFIG).open())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no trace");
    assertThat(file()).hasContent("precious");
  }

  @Test
  void aFileThatCannotBeOpenedFailsTheStart() {
    ModelHost host = new ModelHost(new ManualClock(0));
    assertThatThrownBy(() -> RouteSwitcher.start(SETTINGS, host.ports(), null, directory))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("the trace cannot be written");
  }

  @Test
  void stepsThatCannotBeWrittenInTimeAreCounted() throws Exception {
    TraceFile trace = new TraceFile(file(), CONFIG);
    trace.open();
    trace.started(0);
    int steps = 5000;
    for (int i = 0; i < steps; i++) {
      trace.stepped(i, List.of(new EngineEvent.Resumed()), List.of());
    }
    trace.start();
    trace.close(20_000);
    Replay.Summary summary = replay(file());
    assertThat(summary.gaps()).singleElement().asString().contains(" steps are missing ");
    assertThat(summary.steps()).isPositive().isLessThan(steps);
  }

  @Test
  void whatIsWrittenLateHasItsEndAllTheSame() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    List<Decision> slow =
        new AbstractList<>() {
          @Override
          public Decision get(int index) {
            throw new IndexOutOfBoundsException(index);
          }

          @Override
          public int size() {
            stuck.countDown();
            Uninterruptibles.awaitUninterruptibly(released);
            return 0;
          }
        };
    TraceFile trace = new TraceFile(file(), CONFIG);
    trace.open();
    trace.start();
    trace.started(0);
    trace.stepped(0, List.of(), slow);
    stuck.await();
    trace.close(1);
    assertThat(file()).as("nothing is written before the step is whole").isEmptyFile();
    released.countDown();
    trace.close(20_000);
    assertThat(replay(file()).gaps()).isEmpty();
  }

  @Test
  void aDiskThatIsFullEndsTheTraceAndNothingElse() throws Exception {
    Path full = Path.of("/dev/full");
    TraceFile trace = new TraceFile(full, CONFIG);
    trace.open();
    trace.start();
    trace.stepped(0, List.of(), List.of());
    trace.stepped(1, List.of(), List.of());
    trace.close(20_000);
    assertThat(Files.size(full)).isZero();
  }
}
