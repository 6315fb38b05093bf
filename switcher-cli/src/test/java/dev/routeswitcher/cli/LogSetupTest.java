package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What reaches standard error, and that nobody waits for it. */
@Timeout(60)
class LogSetupTest {

  private static final Logger OURS = LoggerFactory.getLogger("dev.routeswitcher.any");
  private static final Logger OTHERS = LoggerFactory.getLogger("org.example");

  private final PrintStream realErr = System.err;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final LogSetup setup = new LogSetup();
  private LogForm form = LogForm.TEXT;

  @AfterEach
  void putBack() {
    released.countDown();
    setup.finish();
    System.setErr(realErr);
  }

  /** Standard error that stands still until it is released, as a full pipe does. */
  private final class StuckStream extends OutputStream {
    @Override
    public void write(int b) {
      stuck.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the flush at the end gives up on us
      }
      written.write(b);
    }
  }

  private List<String> lines() {
    return written.toString(UTF_8).lines().toList();
  }

  private void applyTo(OutputStream stream, Level level) {
    System.setErr(new PrintStream(stream, true, UTF_8));
    setup.apply(level, form);
  }

  @Test
  void a_line_has_time_and_zone_level_and_words() {
    applyTo(written, Level.INFO);
    OURS.info("failover to={}", "eth1");
    setup.finish();
    assertThat(lines())
        .singleElement()
        .asString()
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) INFO  failover"
                + " to=eth1");
  }

  @Test
  void a_line_for_the_journal_has_a_priority_on_each_of_its_lines_and_no_time() {
    form = LogForm.JOURNAL;
    applyTo(written, Level.DEBUG);
    OURS.error("a");
    OURS.warn("b", new IllegalStateException("c"));
    OURS.info("d\n<0>e");
    OURS.debug("f");
    setup.finish();
    assertThat(lines()).startsWith("<3>a", "<4>b", "<4>    java.lang.IllegalStateException: c");
    assertThat(lines()).endsWith("<6>d\\x0a<0>e", "<7>f");
    assertThat(lines()).allMatch(line -> line.matches("<[3467]>.*"));
  }

  @Test
  void a_line_of_json_is_an_object_whatever_it_quotes() {
    form = LogForm.JSON;
    applyTo(written, Level.INFO);
    OURS.warn("a\n\"{}\"", "b\u001b", new IllegalStateException("c"));
    setup.finish();
    JsonObject line = JsonParser.parseString(String.join("\n", lines())).getAsJsonObject();
    assertThat(lines()).hasSize(1);
    assertThat(Instant.parse(line.get("time").getAsString())).isBefore(Instant.now());
    assertThat(line.get("level").getAsString()).isEqualTo("warn");
    assertThat(line.get("message").getAsString()).isEqualTo("a\n\"b\u001b\"");
    assertThat(line.get("exception").getAsString()).contains("IllegalStateException: c");
  }

  @Test
  void the_journal_is_recognized_by_what_systemd_says_of_the_stream() throws IOException {
    Path stderr = Path.of("/proc/self/fd/2");
    String here =
        Files.getAttribute(stderr, "unix:dev") + ":" + Files.getAttribute(stderr, "unix:ino");
    assertThat(LogForm.of("text", name -> null)).isEqualTo(LogForm.TEXT);
    assertThat(LogForm.of("text", name -> "1:1")).isEqualTo(LogForm.TEXT);
    assertThat(LogForm.of("text", name -> name.equals("JOURNAL_STREAM") ? here : null))
        .isEqualTo(LogForm.JOURNAL);
    assertThat(LogForm.of("json", name -> here)).isEqualTo(LogForm.JSON);
  }

  @Test
  void what_a_line_quotes_neither_ends_it_nor_moves_the_cursor() {
    applyTo(written, Level.INFO);
    OURS.info("uplink interface={}", "a\n2026-01-01T00:00:00Z INFO  b\u001b[2J\u009b\u202e\u00e9");
    OURS.warn("event {}", "c", new IllegalStateException("d\n2026-01-01 WARN  e\u001b[2J"));
    setup.finish();
    assertThat(written.toString(UTF_8)).matches("[\\P{C}\n]*").doesNotContain("\n2026-01-01");
    assertThat(lines().get(0))
        .endsWith("interface=a\\x0a2026-01-01T00:00:00Z INFO  b\\x1b[2J\\x9b\\u202e\u00e9");
    assertThat(lines().subList(1, 5))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(" WARN  event c"),
            line -> assertThat(line).isEqualTo("    java.lang.IllegalStateException: d"),
            line -> assertThat(line).isEqualTo("    2026-01-01 WARN  e\\x1b[2J"),
            line -> assertThat(line).startsWith("        at dev.routeswitcher."));
  }

  @Test
  void the_level_is_for_this_project_others_are_heard_from_a_warning_on() {
    applyTo(written, Level.DEBUG);
    OURS.debug("ours");
    OTHERS.info("not heard");
    OTHERS.warn("heard");
    setup.finish();
    assertThat(lines())
        .hasSize(2)
        .allMatch(line -> line.endsWith("ours") || line.endsWith(" heard"));
  }

  @Test
  void below_the_level_nothing_is_written() {
    applyTo(written, Level.ERROR);
    OURS.warn("not heard");
    setup.finish();
    assertThat(lines()).isEmpty();
  }

  @Test
  void a_reader_who_stands_still_stops_nobody_who_logs_and_is_told_what_was_dropped()
      throws Exception {
    applyTo(new StuckStream(), Level.INFO);
    OURS.info("first");
    stuck.await();
    for (int i = 0; i < 5_000; i++) {
      OURS.info("line {}", i);
    }
    assertThat(released.getCount()).isEqualTo(1);
    released.countDown();
    while (!written.toString(UTF_8).contains("line 1000")) {
      Thread.onSpinWait();
    }
    OURS.info("later");
    setup.finish();
    assertThat(lines().get(lines().size() - 2)).contains("WARN", "log too slow: dropped_lines=");
    assertThat(lines().get(lines().size() - 1)).endsWith("later");
  }

  @Test
  void a_reader_who_stands_still_does_not_keep_the_program_from_ending() throws Exception {
    applyTo(new StuckStream(), Level.INFO);
    OURS.info("first");
    stuck.await();
    setup.finish();
    assertThat(released.getCount()).isEqualTo(1);
  }
}
