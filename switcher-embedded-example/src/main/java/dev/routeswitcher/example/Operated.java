package dev.routeswitcher.example;

import dev.routeswitcher.operations.Operations;
import dev.routeswitcher.operations.hook.Hooks;
import dev.routeswitcher.operations.service.ServiceManager;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import dev.routeswitcher.runtime.StartException;
import java.nio.file.Path;
import java.time.Duration;

/** Embeds failover with all that an operator touches: control socket, hooks, service manager. */
public final class Operated {

  private static final Duration BOOT_WINDOW = Duration.ofSeconds(10);

  private Operated() {}

  /**
   * Arguments: the gateway of eth0, the gateway of eth1, an address to ping through both, and a
   * folder that has hooks.d and gets the control socket.
   */
  public static void main(String[] arguments) throws StartException {
    RouteSwitcherBuilder builder =
        RouteSwitcher.builder()
            .primary("eth0", arguments[0])
            .secondary("eth1", arguments[1])
            .pingTarget(arguments[2]);
    serve(builder, Path.of(arguments[3]));
  }

  private static void serve(RouteSwitcherBuilder builder, Path folder) throws StartException {
    try (Operations operations = Operations.embedded("1.0")) {
      operations.tell(new Hooks(folder.resolve("hooks.d")));
      operations.tell(event -> System.out.println(event.toLine()));
      RouteSwitcher switcher = builder.listener(operations).start();
      Runtime.getRuntime().addShutdownHook(new Thread(switcher::close, "shutdown"));
      operations.started();
      operations.openControl(folder.resolve("control"), operations.controls(switcher));
      ServiceManager.of(System::getenv)
          .ifPresent(manager -> operations.tell(manager, switcher, BOOT_WINDOW));
      System.out.println("at work");
      switcher.termination().join();
    }
  }
}
