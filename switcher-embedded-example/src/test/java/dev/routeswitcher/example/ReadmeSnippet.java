package dev.routeswitcher.example;

import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.StartException;
import java.util.function.Consumer;

/** The snippet of the README, in a frame that compiles. */
final class ReadmeSnippet {

  private final Consumer<RouteSwitcher> service;

  ReadmeSnippet(Consumer<RouteSwitcher> service) {
    this.service = service;
  }

  void run() throws StartException {
    // snippet
    try (RouteSwitcher switcher =
        RouteSwitcher.builder()
            .primary("eth0", "192.0.2.1")
            .secondary("eth1", "198.51.100.1")
            .pingTarget("203.0.113.8")
            .listener(notice -> System.out.println(notice))
            .start()) {
      serve(switcher);
    }
    // end
  }

  private void serve(RouteSwitcher switcher) {
    service.accept(switcher);
  }
}
