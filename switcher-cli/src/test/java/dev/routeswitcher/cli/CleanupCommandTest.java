package dev.routeswitcher.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.runtime.Cleanup;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class CleanupCommandTest {

  private static final String ROUTE =
      "ipv4 route default via 192.0.2.1 dev eth0 proto 157 metric 10";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Cleanup.Result result, String... arguments) {
    return new CleanupCommand(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), () -> result)
        .run(arguments);
  }

  private static Cleanup.Result removed(String... lines) {
    return new Cleanup.Result(ImmutableList.copyOf(lines), ImmutableList.of(), ImmutableList.of());
  }

  @Test
  void what_is_taken_away_is_a_line_each() {
    assertThat(run(removed(ROUTE, "ipv4 rule pref 15700"))).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo("removed " + ROUTE + "\nremoved ipv4 rule pref 15700\n");
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void that_nothing_was_there_is_said() {
    assertThat(run(removed())).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo("there is nothing of route-switcher in the kernel's routing\n");
  }

  @Test
  void what_is_left_is_a_complaint_and_a_failure() {
    Cleanup.Result result =
        new Cleanup.Result(
            ImmutableList.of(ROUTE),
            ImmutableList.of("left behind: pref 15702: EPERM; remedy=\"ip rule del pref 15702\""),
            ImmutableList.of(IpFamily.IPV4));
    assertThat(run(result)).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "route-switcher cleanup: no default route of ipv4 remains\n"
                + "route-switcher cleanup: left behind: pref 15702: EPERM; remedy=\"ip rule del"
                + " pref 15702\"\n");
  }

  @Test
  void a_word_behind_it_takes_nothing_away() {
    assertThat(run(removed(ROUTE), "eth0")).isEqualTo(2);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).startsWith("route-switcher cleanup: 'eth0' is not understood");
  }

  @Test
  void its_help_takes_nothing_away() {
    assertThat(run(removed(ROUTE), "--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Takes away what a run").doesNotContain(ROUTE);
  }
}
