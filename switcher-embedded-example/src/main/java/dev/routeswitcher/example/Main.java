package dev.routeswitcher.example;

import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.runtime.ConfigException;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.StartException;
import java.time.Duration;

/** Keeps the host online over eth0 and eth1 for as long as it uploads. */
public final class Main {

  private Main() {}

  /** Arguments: the gateway of eth0, the gateway of eth1, and an address to ping through both. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 3) {
      System.err.println("give: PRIMARY-GATEWAY SECONDARY-GATEWAY PING-TARGET");
      System.exit(2);
    }
    Uploader uploader = new Uploader(System.out::println);
    try (RouteSwitcher switcher =
        RouteSwitcher.builder()
            .primary("eth0", arguments[0])
            .secondary("eth1", arguments[1])
            .pingTarget(arguments[2])
            .timing(brisk())
            .listener(uploader)
            .start()) {
      // Whatever ends the switcher ends the service; so does SIGTERM.
      switcher.termination().whenComplete((done, failure) -> uploader.stop());
      Runtime.getRuntime().addShutdownHook(new Thread(switcher::close, "shutdown"));
      uploader.run();
      if (switcher.termination().isCompletedExceptionally()) {
        System.err.println("failover has ended; its log says why");
        System.exit(1);
      }
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (StartException e) {
      System.err.println("cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  /** Five rounds a second and a return after two seconds, for those who watch. */
  private static Timing brisk() {
    return Timing.defaults().toBuilder()
        .interval(Duration.ofMillis(200))
        .timeout(Duration.ofMillis(200))
        .failbackDelay(Duration.ofSeconds(2))
        .build();
  }
}
