package dev.routeswitcher.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.lab.Background;
import dev.routeswitcher.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An embedded switcher is asked by the command, and runs hooks. */
class OperatedIT {

  @TempDir Path folder;

  @Test
  void the_command_reaches_it_and_its_hooks_hear_of_it() throws IOException {
    Path heard = folder.resolve("heard");
    Path hook = Files.createDirectory(folder.resolve("hooks.d")).resolve("note");
    Files.writeString(
        hook,
        "#!/bin/sh\necho $ROUTE_SWITCHER_EVENT $ROUTE_SWITCHER_TO_INTERFACE >>" + heard + "\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Lab lab = Lab.up()) {
      Background program =
          lab.startOnHost(
              List.of(
                  System.getProperty("java.home") + "/bin/java",
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.routeswitcher.example.Operated",
                  Lab.PRIMARY_GATEWAY,
                  Lab.SECONDARY_GATEWAY,
                  Lab.TARGET,
                  folder.toString()));
      program.await("\"uplink\":\"secondary\".*\"health\":\"responsive\"");
      program.await("^at work$");
      Background use =
          lab.startOnHost(
              List.of(
                  "bin/route-switcher",
                  "use",
                  "eth1",
                  "--control",
                  folder.resolve("control").toString()));
      use.await("^ipv4: "); // in force, or why it waits
      program.await("\"event\":\"override\".*\"wish\":\"use\"");
      program.await("\"event\":\"switch\".*\"kind\":\"manual\".*\"to\":\"secondary\"");
      Background hooked = lab.startOnHost(List.of("tail", "-n", "+1", "-F", heard.toString()));
      hooked.await("^switch eth1$");
      assertThat(program.terminate()).isEqualTo(143); // SIGTERM
      assertThat(Files.readAllLines(heard)).contains("started", "switch eth0", "switch eth1");
    }
  }
}
