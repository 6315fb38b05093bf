package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that gets no further thread, as under a service manager's limit of tasks. Root has no
 * such limit, so the switcher is another's.
 */
class ThreadLimitIT {

  private static Background atTheLimit(Lab lab, OrdinaryUser user, String... options)
      throws IOException {
    // What a shell runs in the background ignores SIGINT, the build and all it starts included.
    List<String> words = new ArrayList<>(List.of("env", "--default-signal=INT"));
    words.addAll(user.switcher(options));
    Background switcher = lab.startOnHost(words);
    switcher.await("interface=eth1 health=responsive");
    List<String> limit = new ArrayList<>(user.runs());
    limit.addAll(List.of("prlimit", "--nproc=1", "--pid", "" + switcher.pid()));
    lab.host(limit.toArray(String[]::new));
    return switcher;
  }

  @ParameterizedTest
  @CsvSource({"TERM, restore, 0", "TERM, keep, 2", "INT, restore, 0"})
  void a_signal_stops_it_as_ever(String signal, String onExit, int routesLeft) throws IOException {
    try (OrdinaryUser user = new OrdinaryUser();
        Lab lab = Lab.up()) {
      Background switcher = atTheLimit(lab, user, "--on-exit", onExit);
      lab.host("kill", "-" + signal, "" + switcher.pid());
      assertThat(switcher.exitStatus()).isZero();
      assertThat(switcher.lines("INFO  stopped")).hasSize(1);
      assertThat(lab.defaults()).hasSize(routesLeft);
    }
  }

  @Test
  void a_failover_is_made_and_a_second_signal_ends_a_stop_that_hangs() throws IOException {
    try (OrdinaryUser user = new OrdinaryUser();
        Lab lab = Lab.up()) {
      Background switcher = atTheLimit(lab, user);
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      Background strace =
          lab.startOnHost(
              List.of(
                  "strace",
                  "-f",
                  "-e",
                  "trace=sendto",
                  "-e",
                  "inject=sendto:retval=1",
                  "-p",
                  String.valueOf(switcher.pid())));
      strace.await("attached");
      lab.host("kill", "-TERM", "" + switcher.pid());
      switcher.await("INFO  stopping");
      assertThat(switcher.terminate()).isEqualTo(128 + 15);
    }
  }
}
