package dev.routeswitcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks of a real run. */
class HooksIT {

  @TempDir Path folder;

  private void hook(String name, String script) throws IOException {
    Path file = folder.resolve("hooks.d").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void a_hook_is_told_of_a_failover_and_one_that_hangs_delays_none() throws IOException {
    Path seen = folder.resolve("seen");
    hook("10-notes", "echo \"$ROUTE_SWITCHER_EVENT ${ROUTE_SWITCHER_TO-}\" >>" + seen);
    hook("20-hangs", "[ \"$ROUTE_SWITCHER_EVENT\" != switch-decided ] || sleep 1000");
    try (Lab lab = Lab.up()) {
      Background switcher = lab.startSwitcher("--hooks", folder.resolve("hooks.d").toString());
      switcher.await("interface=eth1 health=responsive");
      lab.inject("carrier", "primary");
      switcher.await(" failover family=ipv4 ");
      lab.heal("carrier", "primary");
      switcher.await(" failback family=ipv4 ");
      assertThat(switcher.terminate()).isZero();
    }
    assertThat(Files.readAllLines(seen)).startsWith("started ").contains("switch-decided primary");
  }
}
