package dev.routeswitcher.cli;

import static dev.routeswitcher.lab.Lab.FAILOVER_ROUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the package on a Debian with a real systemd. */
class InstalledPackageIT {

  private static final String UNIT = "route-switcher.service";
  private static final String FILE = "/etc/route-switcher/route-switcher.toml";
  private static final String PACKAGE = "/root/route-switcher.deb";

  private static final String CONFIGURATION =
      """
      ping-target = ["203.0.113.8"]
      interval = "200ms"
      timeout = "200ms"
      """;

  @TempDir Path folder;

  /** The Java of the build is no package there, so what the package depends on is not. */
  private static void install(SystemdHost host) {
    host.run("dpkg", "--force-depends", "--force-confold", "--install", PACKAGE);
  }

  @Test
  void it_starts_nothing_by_itself_moves_nothing_at_an_upgrade_and_leaves_nothing_behind()
      throws Exception {
    try (Lab lab = Lab.up("--defaults");
        SystemdHost host = SystemdHost.boot(lab, folder)) {
      host.run("ln", "-s", "/opt/java/bin/java", "/usr/bin/java");
      host.copy(BuiltPackage.deb(), PACKAGE);
      List<String> before = lab.defaults();

      install(host);
      assertThat(host.property(UNIT, "UnitFileState")).isEqualTo("disabled");
      assertThat(host.property(UNIT, "ActiveState")).isEqualTo("inactive");
      assertThat(host.run("stat", "-c", "%U", "/var/cache/route-switcher/classes.jsa"))
          .containsExactly("root");

      host.write(FILE, CONFIGURATION);
      host.run("systemctl", "start", UNIT);
      Background journal = host.startJournal(UNIT);
      journal.await("interface=eth1 health=responsive");
      lab.inject("silent", "primary");
      journal.await("^failover family=ipv4");
      List<String> fallback = lab.defaults();
      assertThat(fallback).startsWith(FAILOVER_ROUTE);

      String process = host.property(UNIT, "MainPID");
      Background events = lab.startRouteEvents();
      install(host);
      journal.await("^adoption .* state=FALLBACK");
      assertThat(host.property(UNIT, "MainPID")).isNotEqualTo(process);
      assertThat(lab.defaults()).isEqualTo(fallback);
      lab.markRouteEvents();
      events.await("Deleted " + Lab.MARK, 2);
      assertThat(events.lines("default")).as("no route was touched").isEmpty();
      assertThat(String.join("\n", host.run("cat", FILE)) + "\n").isEqualTo(CONFIGURATION);

      host.run("dpkg", "--remove", "route-switcher");
      assertThat(lab.defaults()).isEqualTo(before);
      assertThat(lab.host("ip", "rule")).noneMatch(rule -> rule.contains("proto 157"));
      host.run("dpkg", "--purge", "route-switcher");
      assertThat(
              host.run("find", "/etc", "/usr", "/var", "/run", "-xdev", "-name", "route-switcher*"))
          .allMatch(
              path -> path.startsWith("/var/lib/dpkg/") || path.startsWith("/var/lib/systemd/"));
    }
  }
}
