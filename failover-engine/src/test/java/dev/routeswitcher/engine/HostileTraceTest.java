package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Strings;
import dev.routeswitcher.engine.trace.Replay;
import dev.routeswitcher.engine.trace.TraceFormat;
import dev.routeswitcher.engine.trace.TraceFormatException;
import dev.routeswitcher.engine.trace.TraceLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Whatever a file holds, its replay ends: with a summary, or with one line about one of its own.
 */
class HostileTraceTest {

  private static final Pattern NUMBER = Pattern.compile("(?<=:)-?[0-9]+");
  private static final Pattern TEXT = Pattern.compile("(?<=:)\"[^\"]*\"");
  private static final Pattern MEMBER = Pattern.compile("\"[a-zA-Z]+\":[^\\[\\]{},]+,");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "99",
          "129",
          "65536",
          "4294967295",
          "4294967296",
          "4611686018427387903",
          "9223372036854775807",
          "-9223372036854775808");
  private static final List<String> TEXTS =
      List.of(
          "\"\"",
          "\"eth0\"",
          "\"eth7\"",
          "\"2001:db8::1\"",
          "\"0.0.0.0\"",
          "\"ipv6\"",
          "\"\\u001b[2J\"",
          '"' + Strings.repeat("x", 1000) + '"',
          "null");

  /** Of every kind of event; recorded once, spoilt often. */
  private static final List<String> TRACE = trace();

  private static final long START = ((TraceLine.Started) TraceFormat.read(TRACE.get(1))).start();

  private static List<String> trace() {
    World world = World.withUplinks(3);
    TraceRecorder recorder = new TraceRecorder();
    world.observe(recorder);
    world.start().runFor(8).silence("eth0").runFor(6).carrierLost("eth1").runFor(5);
    world.answer("eth0").linkUp("eth1").loses("eth2", 50).runFor(20);
    return recorder.lines();
  }

  @Property(tries = 400)
  @Tag("long")
  void a_spoilt_trace_is_replayed_or_refused_in_one_line(@ForAll Random random) {
    List<String> lines = new ArrayList<>(TRACE);
    for (int i = random.nextInt(4); i >= 0; i--) {
      spoil(lines, random);
    }
    Replay replay = new Replay(UnaryOperator.identity(), new Replay.Listener() {});
    try {
      lines.forEach(replay::take);
      assertThat(replay.end().steps()).isLessThanOrEqualTo(2L * TRACE.size());
    } catch (TraceFormatException e) {
      assertThat(e.getMessage())
          .isNotBlank()
          .hasSizeLessThanOrEqualTo(200)
          .doesNotContain("null pointer");
    }
  }

  private static void spoil(List<String> lines, Random random) {
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(8)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> lines.set(at, line.substring(0, random.nextInt(line.length())));
      case 3 -> lines.set(at, replaceOne(MEMBER, line, "", random));
      case 4, 5 -> lines.set(at, replaceOne(TEXT, line, any(TEXTS, random), random));
      default -> lines.set(at, replaceOne(NUMBER, line, any(NUMBERS, random), random));
    }
  }

  private static String any(List<String> texts, Random random) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static String replaceOne(Pattern pattern, String line, String by, Random random) {
    List<MatchResult> found = pattern.matcher(line).results().toList();
    if (found.isEmpty()) {
      return line;
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    return line.substring(0, one.start()) + by + line.substring(one.end());
  }

  private static void refuses(List<String> lines, String reason) {
    Replay replay = new Replay(UnaryOperator.identity(), new Replay.Listener() {});
    assertThatThrownBy(() -> lines.forEach(replay::take))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(reason);
  }

  private static List<String> with(String member, String value) {
    List<String> lines = new ArrayList<>(TRACE);
    for (int i = 0; i < lines.size(); i++) {
      Matcher found = Pattern.compile("\"" + member + "\":[^,}]+").matcher(lines.get(i));
      if (found.find()) {
        lines.set(i, found.replaceFirst('"' + member + "\":" + value));
        return lines;
      }
    }
    throw new AssertionError(member + " is in no line");
  }

  @Example
  void what_no_run_could_have_had_is_refused_by_name() {
    refuses(with("failureThreshold", "9223372036854775807"), "is out of range");
    refuses(with("failureThreshold", "1000000"), "failure-threshold");
    refuses(with("length", "99"), "99");
    refuses(with("prefixLength", "99"), "99");
    refuses(
        with("step", String.valueOf(START + Long.MAX_VALUE / 2 + 1)),
        "is no time after the step before");
    refuses(
        with("step", String.valueOf(START - 1)), START - 1 + " is no time after the step before");
  }

  @Example
  void a_step_is_bounded_as_a_line_is() {
    String event = "{\"event\":\"resumed\"" + Strings.repeat(" ", TraceFormat.LONGEST / 3) + '}';
    List<String> lines = new ArrayList<>(TRACE.subList(0, 3));
    assertThat(lines.get(2)).startsWith("{\"step\"");
    lines.addAll(List.of(event, event, event));
    refuses(lines, "a step of more than 4000000 characters");
  }
}
