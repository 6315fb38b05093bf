package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.routeswitcher.runtime.ReloadResult;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.settings.Configuration;
import dev.routeswitcher.runtime.words.FaultWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProgramTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeSwitcher switcher = new FakeSwitcher();
  private final List<Runnable> stops = new ArrayList<>();

  @TempDir Path directory;
  private @Nullable IOException deafness;
  private @Nullable IOException startFailure;
  private @Nullable RouteSwitcherBuilder launched;
  private Runnable onceStarted = this::stop;
  private Runnable reloadRequest = () -> {};

  /** A switcher that ends when it is closed. */
  private static final class FakeSwitcher implements Program.Running {
    final CompletableFuture<Void> termination =
        new CompletableFuture<>() {
          @Override
          public Void get(long timeout, TimeUnit unit)
              throws InterruptedException, ExecutionException, TimeoutException {
            if (slow > 0) {
              slow--;
              throw new TimeoutException();
            }
            complete(null);
            return super.get(timeout, unit);
          }
        };

    /** How often it has not ended yet when it is waited for. */
    int slow;

    int closed;

    @Override
    public CompletableFuture<Void> termination() {
      return termination;
    }

    final List<Configuration> reloaded = new ArrayList<>();
    ReloadResult result = new ReloadResult(ImmutableList.of(), ImmutableList.of());
    Runnable onReload = () -> {};

    @Override
    public CompletableFuture<ReloadResult> reload(Configuration next, FaultWords words) {
      reloaded.add(next);
      onReload.run();
      return CompletableFuture.completedFuture(result);
    }

    @Override
    public void close() {
      closed++;
      if (slow == 0) {
        termination.complete(null);
      }
    }
  }

  private int run(String... arguments) {
    return new Program(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            name -> null,
            new LogSetup(),
            this::listen,
            this::launch)
        .run(arguments);
  }

  private Program.Hearing listen(Runnable stop, Runnable reload) throws IOException {
    if (deafness != null) {
      throw deafness;
    }
    stops.add(stop);
    reloadRequest = reload;
    return stops::clear;
  }

  private Program.Running launch(RouteSwitcherBuilder builder) throws IOException {
    launched = builder;
    if (startFailure != null) {
      throw startFailure;
    }
    onceStarted.run();
    return switcher;
  }

  private void stop() {
    stops.forEach(Runnable::run);
  }

  private List<String> errLines() {
    return err.toString(UTF_8).lines().toList();
  }

  // Help and version

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --primary-interface   | eth0
          --secondary-interface | eth1
          --primary-gateway     | that of the default route the kernel has on the interface
          --secondary-gateway   | that of the default route the kernel has on the interface
          --ping-target         | 8.8.8.8
          --primary-metric      | 10
          --secondary-metric    | 20
          --failover-metric     | 5
          --interval            | 1s
          --timeout             | 1s
          --quorum              | 1
          --failure-threshold   | 3
          --recovery-threshold  | 3
          --failback-delay      | 60s
          --max-failback-delay  | 15m
          --flap-window         | 10m
          --boot-window         | 10s
          --on-exit             | restore
          --log-level           | the variable ROUTE_SWITCHER_LOG, or info
          """)
  void the_help_says_each_options_default(String option, String fallback) {
    assertThat(run("--help")).isZero();
    String help = out.toString(UTF_8).replaceAll("\\s+", " ");
    int at = help.indexOf(" " + option + "=");
    assertThat(at).as("%s in the help", option).isPositive();
    int next = help.indexOf(" --", help.indexOf("(default:", at));
    assertThat(help.substring(at, next)).contains("(default: " + fallback + ")");
  }

  @ParameterizedTest
  @CsvSource({"--dry-run", "--help", "--version"})
  void the_help_lists_the_options_that_take_no_value(String option) {
    run("--help");
    assertThat(out.toString(UTF_8)).containsPattern("(?m)^ +(-h, )?" + option + " ");
  }

  @Test
  void the_help_goes_to_standard_output_fits_a_terminal_and_starts_nothing() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .allMatch(line -> line.length() <= 80)
        .hasSizeGreaterThan(50);
    assertThat(errLines()).isEmpty();
    assertThat(launched).isNull();
  }

  @Test
  void the_version_is_one_line_that_begins_with_the_programs_name() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("route-switcher ");
    assertThat(launched).isNull();
  }

  // Usage

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --no-such-option            | --no-such-option: there is no such option; --help lists all
          --intervall 1s              | --intervall: there is no such option; did you mean --interval?
          --intervall=1s              | --intervall: there is no such option; did you mean --interval?
          --dryrun --dry-run          | --dryrun: there is no such option; did you mean --dry-run?
          --gateway 192.0.2.1         | --gateway: there is no such option; did you mean --primary-gateway or --secondary-gateway?
          -i eth0                     | -i: there is no such option; --help lists all
          --interval                  | --interval: its value is missing; give --interval DURATION
          --interval --timeout 1s     | --interval: its value is missing; give --interval DURATION
          --interval --timeoutt 1s    | --interval: its value is missing; give --interval DURATION / --timeoutt: there is no such option; did you mean --timeout?
          --dry-run=yes               | --dry-run: unknown value 'yes'; use true or false
          --interval x                | --interval: 'x' is not a duration; give a number with ms, s, m or h
          --interval 10 ms            | 'ms' is not understood; a value is one word and stands behind its option: --interval 10ms
          eth0 eth1                   | 'eth0 eth1' is not understood; a value is one word and stands behind its option: --interval 10ms
          eth0 --dry-run eth1         | 'eth0' is not understood; a value is one word and stands behind its option: --interval 10ms / 'eth1' is not understood; a value is one word and stands behind its option: --interval 10ms
          month.trace                 | 'month.trace' is not understood; to replay a trace begin with: route-switcher replay FILE
          --log-level warn replay x   | 'replay x' is not understood; to replay a trace begin with: route-switcher replay FILE
          --record=                   | --record: '' is not the name of a file; give its path
          --ping-target=192.0.2.1,192.0.2.2 | --ping-target: '192.0.2.1,192.0.2.2' is not an IP address; give each address by itself
          """)
  void a_wrong_command_line_is_a_line_for_each_mistake_and_where_to_read_on(
      String arguments, String lines) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    List<String> expected = new ArrayList<>();
    Splitter.on(" / ").split(lines).forEach(line -> expected.add("route-switcher: " + line));
    expected.add("Try 'route-switcher --help'.");
    assertThat(errLines()).isEqualTo(expected);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(launched).isNull();
  }

  @Test
  void faults_of_syntax_and_of_values_are_reported_together_one_line_each() {
    assertThat(run("--wrong", "--timeout", "x", "--on-exit", "y", "--secondary-interface", "eth0"))
        .isEqualTo(2);
    assertThat(errLines()).hasSize(5);
  }

  @Test
  void of_an_option_given_twice_the_last_one_counts() {
    assertThat(run("--interval", "1s", "--interval", "2s")).isZero();
    assertThat(String.valueOf(launched)).contains("interval=2s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help", "--wrong -h", "help --wrong"})
  void the_help_is_shown_whatever_else_is_wrong(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();
    assertThat(out.toString(UTF_8)).contains("Options:");
    assertThat(errLines()).isEmpty();
  }

  @Test
  void a_value_may_look_like_anything_but_an_option() {
    assertThat(run("--interval", "-1s")).isEqualTo(2);
    assertThat(errLines().get(0)).contains("--interval: '-1s' is not a duration");
    err.reset();
    assertThat(run("--record=--help", "--primary-interface=-h", "--use=-h")).isZero();
    assertThat(String.valueOf(launched)).contains("primary=-h").contains("use=-h");
  }

  @Test
  void words_in_any_order_are_understood_or_reported_and_never_break_the_program() {
    List<String> words =
        List.of("--interval", "--use=--", "--dry-run", "-h", "--wrong", "1s", "--", "-", "", "-=");
    for (String first : words) {
      for (String second : words) {
        for (String third : words) {
          assertThat(run(first, second, third)).isBetween(0, 2);
        }
      }
    }
  }

  @Test
  void an_at_sign_is_no_file_to_read() {
    assertThat(run("--primary-gateway", "@/etc/hostname")).isEqualTo(2);
    assertThat(errLines().get(0)).contains("'@/etc/hostname' is not an IP address");
  }

  // Running

  @Test
  void a_wish_to_stop_ends_it_cleanly() {
    assertThat(run("--ping-target", "203.0.113.8")).isZero();
    assertThat(switcher.closed).isEqualTo(1);
    assertThat(String.valueOf(launched)).contains("targets=203.0.113.8");
  }

  @Test
  void the_wish_is_heard_from_before_the_start() {
    onceStarted = () -> assertThat(stops).hasSize(1);
    switcher.termination.complete(null);
    assertThat(run()).isZero();
  }

  @Test
  void a_failed_start_is_one_clear_line_and_status_1() {
    startFailure = new IOException("routes may not be changed (EPERM); run as root");
    assertThat(run()).isEqualTo(1);
    assertThat(errLines())
        .containsExactly(
            "route-switcher: cannot start: routes may not be changed (EPERM); run as root");
  }

  @Test
  void a_program_that_no_signal_could_stop_is_not_started() {
    deafness = new IOException("native code cannot be loaded");
    assertThat(run()).isEqualTo(1);
    assertThat(errLines())
        .containsExactly("route-switcher: cannot start: native code cannot be loaded");
    assertThat(launched).isNull();
  }

  @Test
  void signals_are_waited_for_until_the_switcher_has_ended() {
    assertThat(run()).isZero();
    assertThat(switcher.termination).isCompleted();
    assertThat(stops).isEmpty();
  }

  @Test
  void a_wish_to_reload_reads_the_file_again_and_what_was_typed_still_wins() throws IOException {
    Path file = Files.writeString(directory.resolve("a.toml"), "interval = \"2s\"\n");
    onceStarted =
        () -> {
          write(file, "interval = \"3s\"\ntimeout = \"4s\"\n");
          reloadRequest.run();
        };
    switcher.onReload = this::stop;
    assertThat(run("--config", file.toString(), "--timeout", "5s")).isZero();
    assertThat(switcher.reloaded).hasSize(1);
    assertThat(switcher.reloaded.get(0).engine().timing().interval()).hasSeconds(3);
    assertThat(switcher.reloaded.get(0).engine().timing().timeout()).hasSeconds(5);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_switcher_that_cannot_go_on_ends_the_program_with_status_1() {
    onceStarted =
        () -> switcher.termination.completeExceptionally(new IOException("watch broke off"));
    assertThat(run()).isEqualTo(1);
    assertThat(switcher.closed).isEqualTo(1);
  }

  @Test
  void a_stop_that_takes_its_time_is_waited_for_until_it_is_done() {
    switcher.slow = 3;
    assertThat(run()).isZero();
    assertThat(switcher.closed).isEqualTo(1);
    assertThat(switcher.slow).isZero();
  }
}
