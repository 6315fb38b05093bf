package org.example;

import dev.routeswitcher.operations.Operations;
import dev.routeswitcher.operations.control.ControlClient;
import dev.routeswitcher.runtime.RouteSwitcher;
import java.nio.file.Files;
import java.nio.file.Path;

/** The status of a failover, as the control socket tells it. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Path socket = Files.createTempDirectory("uses").resolve("control");
    try (Operations operations = Operations.embedded("1");
        RouteSwitcher switcher =
            RouteSwitcher.builder()
                .primary("eth0", "192.0.2.1")
                .secondary("eth1", "198.51.100.1")
                .pingTarget("203.0.113.8")
                .dryRun(true)
                .listener(operations)
                .start()) {
      operations.started();
      operations.openControl(socket, operations.controls(switcher));
      try (ControlClient client = ControlClient.connect(socket)) {
        System.out.println(client.status().families().get(0).state());
      }
    }
    Files.delete(socket.getParent());
  }
}
