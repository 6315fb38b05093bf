package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.common.collect.ImmutableList;
import dev.routeswitcher.operations.control.Controls.Reloaded;
import dev.routeswitcher.runtime.ReloadResult;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What a reload logs, and what it hands to the switcher. */
class ConfigurationReloadTest {

  @TempDir Path folder;

  private final Logger logger = (Logger) LoggerFactory.getLogger(ConfigurationReload.class);
  private final Logger all = (Logger) LoggerFactory.getLogger("dev.routeswitcher");
  private final Level levelBefore = all.getLevel();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final List<Configuration> handed = new ArrayList<>();
  private final List<Reloaded> told = new ArrayList<>();
  private final List<Boolean> phases = new ArrayList<>();
  private final List<String> order = new ArrayList<>();

  private final ConfigurationReload.Follower follower =
      new ConfigurationReload.Follower() {
        @Override
        public void isUnderWay(boolean now) {
          phases.add(now);
        }

        @Override
        public void came(Given given, Reloaded what) {
          told.add(what);
          order.add("came");
        }

        @Override
        public void answered(Given given, Reloaded what) {
          order.add("answered");
        }
      };

  private ReloadResult result = new ReloadResult(ImmutableList.of(), ImmutableList.of());

  private final Program.Running switcher =
      new Program.Running() {
        @Override
        public CompletableFuture<Void> termination() {
          return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<ReloadResult> reload(Configuration next, FaultWords words) {
          handed.add(next);
          return CompletableFuture.completedFuture(result);
        }

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    all.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void deafen() {
    logger.detachAppender(lines);
    all.setLevel(levelBefore);
  }

  private List<String> reload(String... arguments) {
    ConfigurationReload reload =
        new ConfigurationReload(
            Arguments.ofRun(arguments), name -> null, new LogSetup(), Runnable::run);
    reload.attach(switcher);
    reload.follow(follower);
    reload.request();
    return lines.list.stream()
        .map(line -> line.getLevel() + " " + line.getFormattedMessage())
        .toList();
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("a.toml"), text).toString();
  }

  @Test
  void without_a_file_there_is_nothing_to_read() {
    assertThat(reload("--interval", "2s"))
        .containsExactly("WARN not reloaded: no file was given; start with --config FILE");
    assertThat(handed).isEmpty();
    assertThat(phases).containsExactly(true, false);
  }

  @Test
  void a_file_that_is_gone_or_cannot_be_understood_changes_nothing() throws IOException {
    assertThat(reload("--config", folder.resolve("gone.toml").toString()))
        .singleElement()
        .asString()
        .startsWith("WARN not reloaded: " + folder.resolve("gone.toml"));
    lines.list.clear();
    String file = file("quorum = 1\ninterval = \n");
    assertThat(reload("--config", file))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("WARN not reloaded: " + file + ":2:"));
    assertThat(handed).isEmpty();
    assertThat(phases).containsExactly(true, false, true, false);
  }

  @Test
  void what_changed_is_one_line_and_so_is_that_nothing_did() throws IOException {
    String file = file("interval = \"2s\"\nlog-level = \"warn\"\n");
    assertThat(reload("--config", file)).containsExactly("INFO reloaded: unchanged");
    lines.list.clear();
    result =
        new ReloadResult(
            ImmutableList.of("interval=1s->2s", "log_level=debug->info"), ImmutableList.of());
    assertThat(reload("--config", file("interval = \"2s\"\n")))
        .containsExactly("INFO reloaded interval=1s->2s log_level=debug->info");
    assertThat(all.getLevel()).isEqualTo(Level.INFO);
    assertThat(handed).hasSize(2);
    assertThat(handed.get(0).engine().timing().interval()).hasSeconds(2);
    assertThat(told)
        .containsExactly(
            new Reloaded("unchanged", List.of()),
            new Reloaded("interval=1s->2s log_level=debug->info", List.of()));
    assertThat(phases).containsExactly(true, false, true, false);
  }

  @Test
  void several_requests_that_wait_are_one() throws IOException {
    List<Runnable> tasks = new ArrayList<>();
    Arguments words = Arguments.ofRun("--config", file(""));
    ConfigurationReload reload =
        new ConfigurationReload(words, name -> null, new LogSetup(), tasks::add);
    reload.attach(switcher);
    assertThat(reload.request()).isSameAs(reload.request());
    assertThat(tasks).hasSize(1);
    reload.follow(follower);
    reload.request().thenAccept(what -> order.add("answer"));
    tasks.remove(0).run();
    tasks.remove(0).run(); // the switcher has it
    assertThat(order).containsExactly("came", "answer", "answered");
    assertThat(reload.request()).isNotDone();
    assertThat(handed).hasSize(1);
  }

  @Test
  void each_fault_has_its_line_with_its_place() throws IOException {
    String file = file("dry-run = true\n");
    Given given = Given.by(Arguments.ofRun("--config", file), name -> null);
    result =
        new ReloadResult(
            ImmutableList.of(),
            ImmutableList.of(given.words().takesRestart("dry-run"), given.words().allNeverUsed()));
    assertThat(reload("--config", file))
        .containsExactly(
            "WARN not reloaded: "
                + file
                + ":1:1: dry-run: a reload cannot change it; restart the switcher",
            "WARN not reloaded: never-use: names every uplink; leave one to be used");
  }
}
