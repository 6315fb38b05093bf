package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves the host, and what the process does, as captures and system calls show it. */
class ProbesIT {

  private static final String FROM_PRIMARY = " 192.0.2.2 203.0.113.8 echo-request";
  private static final String FROM_SECONDARY = " 198.51.100.2 203.0.113.8 echo-request";
  private static final String FROM_PRIMARY6 = " 2001:db8:1::2 2001:db8:ff::8 echo-request";
  private static final String FROM_SECONDARY6 = " 2001:db8:2::2 2001:db8:ff::8 echo-request";

  /** With the range open the kernel's unprivileged ICMP sockets serve, else raw ones. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_probe_leaves_by_its_own_interface_in_every_state(boolean openPing) {
    try (Lab lab = openPing ? Lab.up("--ipv6", "--open-ping") : Lab.up("--ipv6")) {
      Background primaryLink = lab.start("capture", "primary");
      Background secondaryLink = lab.start("capture", "secondary");
      Background switcher =
          lab.startSwitcher(
              "--primary-gateway", Lab.LINK_GATEWAY6,
              "--secondary-gateway", Lab.LINK_GATEWAY6,
              "--ping-target", Lab.TARGET6);
      awaitOfBoth(switcher, " start family=%s to=primary");
      awaitProbes(primaryLink, secondaryLink);
      lab.inject("silent", "primary");
      awaitOfBoth(switcher, " failover family=%s ");
      awaitProbes(primaryLink, secondaryLink);
      lab.inject("silent", "secondary");
      awaitOfBoth(switcher, "alarm=no-uplink family=%s ");
      awaitProbes(primaryLink, secondaryLink);
      lab.healAll();
      awaitOfBoth(switcher, " family=%s from=secondary/eth1 to=primary/eth0 ");
      awaitProbes(primaryLink, secondaryLink);
      switcher.terminate();
      assertThat(primaryLink.lines("from-host .* echo-request"))
          .allMatch(line -> line.contains(FROM_PRIMARY) || line.contains(FROM_PRIMARY6));
      assertThat(secondaryLink.lines("from-host .* echo-request"))
          .allMatch(line -> line.contains(FROM_SECONDARY) || line.contains(FROM_SECONDARY6));
    }
  }

  @Test
  void a_target_that_becomes_an_address_of_the_host_keeps_no_dead_uplink_alive() {
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher("--ping-target", Lab.OTHER_TARGET);
      switcher.await("interface=eth1 health=responsive");
      lab.ip("address add " + Lab.OTHER_TARGET + "/32 dev lo");
      switcher.await("alarm=target-local .*" + Lab.OTHER_TARGET);
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      lab.ip("address del " + Lab.OTHER_TARGET + "/32 dev lo");
      switcher.await("cleared alarm=target-local");
    }
  }

  private static void awaitOfBoth(Background switcher, String line) {
    switcher.await(String.format(Locale.ROOT, line, "ipv4"));
    switcher.await(String.format(Locale.ROOT, line, "ipv6"));
  }

  /** Waits for five more probes of each family on each link. */
  private static void awaitProbes(Background primaryLink, Background secondaryLink) {
    awaitMore(primaryLink, FROM_PRIMARY, FROM_PRIMARY6);
    awaitMore(secondaryLink, FROM_SECONDARY, FROM_SECONDARY6);
  }

  private static void awaitMore(Background link, String... probes) {
    for (String probe : probes) {
      link.await(probe, link.lines(probe).size() + 5);
    }
  }

  private static final String CONFIGURATION =
      """
      ping-target = ["203.0.113.8"]
      interval = "200ms"
      timeout = "200ms"
      failback-delay = "2s"
      state-directory = "none"

      [[uplink]]
      interface = "eth0"
      gateway = ["192.0.2.1"]

      [[uplink]]
      interface = "eth1"
      gateway = ["198.51.100.1"]
      """;

  /** Hooks and webhooks are off by default, control and history because they are told to be. */
  @Test
  void with_all_off_a_whole_life_starts_no_process_no_thread_and_no_socket_for_them(
      @TempDir Path directory) throws IOException {
    Path trace = directory.resolve("trace");
    Path file = Files.writeString(directory.resolve("lab.toml"), CONFIGURATION);
    Background switcher;
    try (Lab lab = Lab.up()) {
      switcher =
          lab.startOnHost(
              List.of(
                  "strace",
                  "-f",
                  "-qq",
                  "-e",
                  "trace=execve,execveat,fork,vfork,clone,clone3,listen",
                  "-o",
                  trace.toString(),
                  "bin/route-switcher",
                  "--config",
                  file.toString(),
                  "--control",
                  "none"));
      switcher.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      switcher.await(" failover ");
      lab.heal("silent", "primary");
      switcher.await(" failback ");
      Files.writeString(file, CONFIGURATION.replace("2s", "3s"));
      lab.host("kill", "-HUP", javaIn(trace));
      switcher.await("INFO  reloaded failback_delay=2s->3s");
      lab.host("kill", "-QUIT", javaIn(trace));
      switcher.await("^\"VM Thread\""); // behind all of Java's
      lab.host("kill", "-TERM", javaIn(trace));
      assertThat(switcher.exitStatus()).isZero();
    }
    List<String> calls = Files.readAllLines(trace);
    assertThat(calls.subList(indexOfJava(calls) + 1, calls.size()))
        .filteredOn(line -> line.matches("\\d+ +(exec|fork|vfork|clone|listen).*"))
        .isNotEmpty()
        .allMatch(line -> line.contains("CLONE_THREAD"));
    assertThat(switcher.lines("^\"route-switcher"))
        .extracting(line -> line.substring(1, line.indexOf('"', 1)))
        .containsExactlyInAnyOrder(
            "route-switcher",
            "route-switcher-links",
            "route-switcher-log",
            "route-switcher-probe",
            "route-switcher-signals",
            "route-switcher-watch");
  }

  private static int indexOfJava(List<String> calls) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).matches("\\d+ +execve\\(\"[^\"]*/java\", .* = 0")) {
        return i;
      }
    }
    throw new AssertionError("no java was started: " + calls);
  }

  private static String javaIn(Path trace) throws IOException {
    List<String> calls = Files.readAllLines(trace);
    return calls.get(indexOfJava(calls)).split(" ")[0];
  }
}
