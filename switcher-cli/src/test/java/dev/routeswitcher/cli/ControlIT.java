package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running switcher is asked, and told what to do, from outside. */
class ControlIT {

  @TempDir Path folder;

  private static Background command(Lab lab, String... words) {
    List<String> command = new ArrayList<>(List.of("bin/route-switcher"));
    command.addAll(List.of(words));
    return lab.startOnHost(command);
  }

  static List<String> said(Lab lab, String... words) {
    Background command = command(lab, words);
    assertThat(command.exitStatus()).as("%s: %s", List.of(words), command.lines()).isZero();
    return command.lines();
  }

  /** What the running switcher says of its first family. */
  static JsonObject family(Lab lab) {
    String json = String.join("\n", said(lab, "status", "--json"));
    return JsonParser.parseString(json)
        .getAsJsonObject()
        .getAsJsonArray("families")
        .get(0)
        .getAsJsonObject();
  }

  @Test
  void says_how_it_is_and_does_what_it_is_told() {
    try (Lab lab = Lab.up()) {
      Background none = command(lab, "status");
      assertThat(none.exitStatus()).isEqualTo(1);
      assertThat(none.lines()).singleElement().asString().contains("no switcher runs here");
      Background unknown = command(lab, "status", "--check");
      assertThat(unknown.exitStatus()).isEqualTo(3);
      assertThat(unknown.lines()).singleElement().asString().startsWith("UNKNOWN: ");

      Background switcher = lab.startSwitcher();
      switcher.await("name=primary interface=eth0 health=responsive");
      switcher.await("name=secondary interface=eth1 health=responsive");
      assertThat(said(lab, "status", "--check")).containsExactly("OK: ipv4 PRIMARY on primary");
      Background events = command(lab, "events");
      Background watch = command(lab, "status", "--watch");
      watch.await("PRIMARY on primary \\(eth0\\)");

      assertThat(said(lab, "use", "eth1")).containsExactly("ipv4: in force");
      events.await("\"event\":\"switch\".*\"kind\":\"manual\".*\"to\":\"secondary\"");
      switcher.await("INFO +control: Use eth1 by user root");
      watch.await("FALLBACK on secondary \\(eth1\\)");
      assertThat(lab.defaults().get(0)).contains("dev eth1");
      JsonObject family = family(lab);
      assertThat(family.get("active").getAsString()).isEqualTo("secondary");
      assertThat(family.get("reason").getAsString()).isEqualTo("an operator wants eth1 used");
      assertThat(
              family
                  .getAsJsonArray("uplinks")
                  .get(1)
                  .getAsJsonObject()
                  .get("rtt_seconds")
                  .getAsDouble())
          .isBetween(0.0, 0.2);

      assertThat(said(lab, "never-use", "secondary")).containsExactly("ipv4: in force");
      assertThat(lab.defaults().get(0)).contains("dev eth0");
      lab.inject("carrier", "primary");
      switcher.await("name=primary interface=eth0 health=down");
      Background critical = command(lab, "status", "--check");
      assertThat(critical.exitStatus()).isEqualTo(2);
      assertThat(critical.lines()).singleElement().asString().startsWith("CRITICAL: ipv4 ");
      said(lab, "may-use", "secondary");
      switcher.await(" failover family=ipv4 from=primary/eth0 to=secondary/eth1");

      Background wrong = command(lab, "use", "eth7");
      assertThat(wrong.exitStatus()).isEqualTo(1);
      assertThat(wrong.lines())
          .containsExactly(
              "route-switcher use: unknown uplink 'eth7'; name an uplink or its interface");
      said(lab, "log-level", "debug");
      switcher.await("DEBUG probe ");
      said(lab, "use", "any");
      assertThat(switcher.terminate()).isZero();
      assertThat(events.exitStatus()).isZero();
      events.await("\"event\":\"stopped\"");
    }
  }

  @Test
  void a_command_that_is_not_understood_is_said() {
    try (Lab lab = Lab.up()) {
      Background noUplink = command(lab, "use");
      assertThat(noUplink.exitStatus()).isEqualTo(2);
      assertThat(noUplink.lines())
          .containsExactly("route-switcher use: give one UPLINK; see --help");
      Background tooMuch = command(lab, "status", "eth0", "--jsn");
      assertThat(tooMuch.exitStatus()).isEqualTo(2);
      assertThat(tooMuch.lines())
          .containsExactly(
              "route-switcher status: --jsn: there is no such option; did you mean --json?",
              "route-switcher status: 'eth0' is not understood; see --help");
    }
  }

  @Test
  void who_has_no_rights_may_read_at_most() throws IOException {
    try (Lab lab = Lab.up();
        OrdinaryUser user = new OrdinaryUser()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path socket = folder.resolve("control");
      Background switcher = lab.startSwitcher("--control", socket.toString());
      switcher.await("name=primary interface=eth0 health=responsive");
      if (user.isRoot()) {
        return; // A namespace of users that knows one user only.
      }
      Background refused = lab.startOnHost(user.command("status", "--control", socket.toString()));
      assertThat(refused.exitStatus()).isEqualTo(1);
      assertThat(refused.lines())
          .singleElement()
          .asString()
          .contains("you may not ask the switcher: its socket " + socket);

      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
      Background reads =
          lab.startOnHost(user.command("status", "--check", "--control", socket.toString()));
      assertThat(reads.exitStatus()).isLessThan(2);
      Background changes =
          lab.startOnHost(user.command("use", "eth1", "--control", socket.toString()));
      assertThat(changes.exitStatus()).isEqualTo(1);
      assertThat(changes.lines()).singleElement().asString().contains("you may read only");
      switcher.await("WARN +control: Use eth1 refused to user nobody, who may only read");
      assertThat(lab.defaults().get(0)).contains("dev eth0");
    }
  }

  @Test
  void a_switcher_does_without_a_socket_that_cannot_be() {
    try (Lab lab = Lab.up()) {
      Path nowhere = folder.resolve("no/such/control");
      Background switcher = lab.startSwitcher("--control", nowhere.toString());
      assertThat(switcher.await("WARN +no control socket"))
          .endsWith(
              "no control socket "
                  + nowhere
                  + ": there is no such folder; remedy=\"give --control another FILE, or none\"");
      switcher.await("name=primary interface=eth0 health=responsive");
      Background second =
          lab.startOnHost(List.of("bin/route-switcher", "status", "--control", "none"));
      assertThat(second.exitStatus()).isEqualTo(1);
      assertThat(second.lines())
          .containsExactly(
              "route-switcher status: no control socket is named; name one by --control");
    }
  }
}
