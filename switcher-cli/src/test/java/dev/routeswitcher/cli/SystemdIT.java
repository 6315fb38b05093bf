package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.FAILOVER_ROUTE;
import static dev.routeswitcher.lab.Lab.PRIMARY_BASE;
import static dev.routeswitcher.lab.Lab.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As a service of a real systemd, by the unit of the package. */
class SystemdIT {

  private static final String UNIT = "route-switcher.service";
  private static final String FILE = "/etc/route-switcher/route-switcher.toml";

  private static final String CONFIGURATION =
      LabFile.TWO_UPLINKS.replaceFirst("failback-delay = .*\n", "$0boot-window = \"60s\"\n");

  @TempDir Path folder;

  /** The unit of the package. */
  private static String unit() throws IOException {
    return Files.readString(Lab.ROOT.resolve("switcher-cli/src/deb/route-switcher.service"));
  }

  private SystemdHost host(Lab lab) throws IOException {
    SystemdHost host = SystemdHost.boot(lab, folder);
    host.installBuild();
    host.write("/etc/sysusers.d/route-switcher.conf", "u route-switcher -\n");
    host.run("systemd-sysusers");
    host.write(FILE, CONFIGURATION);
    host.install(UNIT, unit());
    return host;
  }

  @Test
  void it_has_started_when_its_decision_is_in_force_and_its_status_line_follows()
      throws IOException {
    try (Lab lab = Lab.up();
        SystemdHost host = host(lab)) {
      lab.inject("silent", "both");
      host.run("systemctl", "start", "--no-block", UNIT);
      Background journal = host.startJournal(UNIT);
      journal.await("interface=eth1 health=down");
      assertThat(host.property(UNIT, "ActiveState")).isEqualTo("activating");
      assertThat(host.property(UNIT, "StatusText")).contains("ipv4 BOOT");
      lab.healAll();
      host.run("systemctl", "start", UNIT); // returns when it has started
      assertThat(lab.defaults()).startsWith(PRIMARY_BASE);
      journal.await("^Started ");
      List<String> said =
          journal.lines("^start family=ipv4 to=fibre/eth0 .*in_force_ms=|^Started ");
      assertThat(said).hasSize(2);
      assertThat(said.get(1)).startsWith("Started ");
      host.awaitProperty(UNIT, "StatusText", "OK: ipv4 PRIMARY on fibre");

      lab.inject("carrier", "primary");
      host.awaitProperty(UNIT, "StatusText", "WARNING: ipv4 FALLBACK on lte.*");
      assertThat(String.join("\n", host.run("systemctl", "status", "--no-pager", UNIT)))
          .contains("Status: \"WARNING: ipv4 FALLBACK on lte");
      lab.heal("carrier", "primary");
      host.awaitProperty(UNIT, "StatusText", "OK: ipv4 PRIMARY on fibre");
      assertThat(host.property(UNIT, "NRestarts")).isEqualTo("0");
      assertThat(host.run("route-switcher", "history", "--since", "1h"))
          .as("its state directory is there")
          .anyMatch(line -> line.contains("fibre") && line.contains("lte"));
    }
  }

  @Test
  void a_reload_returns_when_it_is_in_force_and_fails_with_the_fault_of_the_file()
      throws IOException {
    try (Lab lab = Lab.up();
        SystemdHost host = host(lab)) {
      host.run("systemctl", "start", UNIT);
      String process = host.property(UNIT, "MainPID");
      String metric = CONFIGURATION.replace("\"eth1\"", "\"eth1\"\nmetric = 40");
      host.write(FILE, metric);
      host.run("systemctl", "reload", UNIT);
      List<String> reloaded = List.of(PRIMARY_BASE, SECONDARY_BASE.replace("20", "40"));
      assertThat(lab.defaults()).isEqualTo(reloaded);

      host.write(FILE, metric.replace("failback-delay", "failback-dilay"));
      Background faulty = host.start("systemctl", "reload", UNIT);
      assertThat(faulty.exitStatus()).isEqualTo(1);
      assertThat(host.journal(UNIT))
          .anyMatch(line -> line.contains(FILE + ":4:1: failback-dilay: "))
          .anyMatch(line -> line.startsWith("Reload failed for "));
      assertThat(host.property(UNIT, "ActiveState")).isEqualTo("active");
      assertThat(host.property(UNIT, "MainPID")).isEqualTo(process);
      assertThat(lab.defaults()).isEqualTo(reloaded);

      host.write(FILE, CONFIGURATION);
      host.run("systemctl", "reload", UNIT);
      assertThat(lab.defaults()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
      assertThat(host.property(UNIT, "StatusText")).isEqualTo("OK: ipv4 PRIMARY on fibre");
    }
  }

  @Test
  void a_process_that_stands_still_is_replaced_by_one_that_adopts_what_it_left()
      throws IOException {
    try (Lab lab = Lab.up();
        SystemdHost host = host(lab)) {
      host.install(UNIT, unit().replaceFirst("WatchdogSec=.*", "WatchdogSec=3"));
      host.run("systemctl", "start", UNIT);
      Background journal = host.startJournal(UNIT);
      journal.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      journal.await("^failover family=ipv4 from=fibre/eth0 to=lte/eth1");
      host.run("systemctl", "kill", "--signal", "STOP", "--kill-whom", "main", UNIT);
      journal.await("Watchdog timeout");
      assertThat(lab.defaults()).containsExactly(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
      journal.await("^adoption .*to=lte/eth1 state=FALLBACK");
      host.awaitProperty(UNIT, "ActiveState", "active");
      assertThat(host.property(UNIT, "NRestarts")).isEqualTo("1");
      assertThat(lab.defaults()).containsExactly(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
    }
  }

  @Test
  void a_stop_in_fallback_keeps_the_routes_and_a_restart_adopts_them() throws IOException {
    try (Lab lab = Lab.up();
        SystemdHost host = host(lab)) {
      host.run("systemctl", "start", UNIT);
      Background journal = host.startJournal(UNIT);
      journal.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      journal.await("^failover family=ipv4 from=fibre/eth0 to=lte/eth1");
      List<String> fallback = List.of(FAILOVER_ROUTE, PRIMARY_BASE, SECONDARY_BASE);
      Background events = lab.startRouteEvents();
      host.run("systemctl", "stop", UNIT);
      assertThat(host.property(UNIT, "Result")).isEqualTo("success");
      assertThat(lab.defaults()).isEqualTo(fallback);
      host.run("systemctl", "start", UNIT);
      journal.await("^adoption .*to=lte/eth1 state=FALLBACK");
      Instant begin = Instant.now();
      host.run("systemctl", "restart", UNIT); // returns when it has started
      assertThat(Duration.between(begin, Instant.now()))
          .as("the boot window is not waited for")
          .isLessThan(Duration.ofSeconds(40));
      journal.await("^adoption .*to=lte/eth1 state=FALLBACK", 2);
      assertThat(lab.defaults()).isEqualTo(fallback);
      lab.markRouteEvents();
      events.await("Deleted " + Lab.MARK, 2);
      assertThat(events.lines("default")).as("no route was touched").isEmpty();

      List<String> warnings = host.journal(UNIT, "--priority", "warning");
      assertThat(warnings).isNotEmpty().noneMatch(line -> line.startsWith("failover "));
      assertThat(host.journal(UNIT, "--priority", "info..info"))
          .anyMatch(line -> line.startsWith("failover "))
          .doesNotContainAnyElementsOf(warnings);
    }
  }
}
