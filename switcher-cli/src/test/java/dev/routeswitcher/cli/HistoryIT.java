package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps of what happens, and what is shown of it. */
class HistoryIT {

  @TempDir Path folder;

  private static List<String> shown(Path directory, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("bin/route-switcher", "history", "--state-directory", directory.toString()));
    words.addAll(List.of(options));
    try (Background command = Background.start(Lab.ROOT, words)) {
      assertThat(command.exitStatus()).as("%s", command.lines()).isZero();
      return command.lines();
    }
  }

  @Test
  void an_outage_and_its_switches_are_shown_while_it_lasts_and_after_the_end() {
    Path directory = folder.resolve("state");
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher("--state-directory", directory.toString());
      switcher.await("interface=eth1 health=responsive");
      lab.inject("carrier", "primary");
      switcher.await(" failover family=ipv4 ");
      assertThat(shown(directory))
          .anyMatch(line -> line.matches(".* primary +ipv4 .*\\+ +no-carrier"))
          .anyMatch(line -> line.endsWith(" ipv4 primary -> secondary failover no-carrier"));
      lab.heal("carrier", "primary");
      switcher.await(" failback family=ipv4 ");
      assertThat(switcher.terminate()).isZero();
    }
    JsonObject json =
        JsonParser.parseString(String.join("", shown(directory, "--json"))).getAsJsonObject();
    assertThat(json.getAsJsonArray("outages")).hasSize(1);
    assertThat(json.getAsJsonArray("outages").get(0).toString())
        .contains("\"cause\":\"no-carrier\"")
        .contains("\"end\":\"over\"");
    assertThat(json.getAsJsonArray("switches"))
        .extracting(it -> it.getAsJsonObject().get("kind").getAsString())
        .containsExactly("start", "failover", "failback");
  }

  /** The first hold is 2 s, and a failover soon after the return makes it four. */
  @Test
  void a_run_that_was_killed_knows_that_the_primary_flaps() {
    Path directory = folder.resolve("state");
    try (Lab lab = Lab.up()) {
      Background killed = lab.startSwitcher("--state-directory", directory.toString());
      killed.await("interface=eth1 health=responsive");
      lab.inject("carrier", "primary");
      killed.await(" failover family=ipv4 ");
      lab.heal("carrier", "primary");
      Background past =
          lab.startOnHost(List.of("tail", "-n", "+1", "-F", directory + "/past.jsonl"));
      past.await("\"failbacks\":1,");
      killed.kill();
      Background next = lab.startSwitcher("--state-directory", directory.toString());
      next.await(" start family=ipv4 to=primary");
      next.await("interface=eth1 health=responsive");
      JsonObject before = ControlIT.family(lab);
      assertThat(before.getAsJsonObject("switches").toString())
          .isEqualTo("{\"failovers\":1,\"failbacks\":1,\"manual\":0,\"undone\":0}");
      lab.inject("carrier", "primary");
      next.await(" failover family=ipv4 ");
      JsonObject after = ControlIT.family(lab);
      Instant left = Instant.parse(after.get("since").getAsString());
      JsonObject primary = after.getAsJsonArray("uplinks").get(0).getAsJsonObject();
      Instant holdEnds = Instant.parse(primary.get("hold_ends").getAsString());
      assertThat(Duration.between(left, holdEnds))
          .isBetween(Duration.ofMillis(3900), Duration.ofMillis(4100));
      assertThat(primary.get("failed_rounds").getAsLong())
          .isGreaterThanOrEqualTo(
              before
                  .getAsJsonArray("uplinks")
                  .get(0)
                  .getAsJsonObject()
                  .get("failed_rounds")
                  .getAsLong());
      assertThat(next.terminate()).isZero();
    }
  }

  @Test
  void a_full_disk_is_said_once_and_costs_no_switch() {
    try (Lab lab = Lab.up()) {
      String script =
          "mount -t tmpfs -o size=8k,nr_inodes=8 tmpfs /mnt; head -c 8192 /dev/zero >/mnt/full; exec"
              + " bin/route-switcher --state-directory /mnt/state "
              + String.join(" ", Lab.FAST);
      Background switcher = lab.startOnHost(List.of("unshare", "-m", "bash", "-c", script));
      switcher.await("interface=eth1 health=responsive");
      lab.inject("carrier", "primary");
      switcher.await(" failover family=ipv4 ");
      lab.heal("carrier", "primary");
      switcher.await(" failback family=ipv4 ");
      assertThat(switcher.terminate()).isZero();
      assertThat(switcher.lines("history is not kept"))
          .singleElement()
          .asString()
          .contains("WARN  history is not kept: /mnt/state: No space left on device; mend that");
    }
  }
}
