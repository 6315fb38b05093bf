package dev.routeswitcher.example;

import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.StartException;
import dev.routeswitcher.runtime.words.NoticeText;

/** The snippet of the README, in a frame that compiles and runs. */
final class ReadmeSnippet {

  private ReadmeSnippet() {}

  public static void main(String[] arguments) throws StartException {
    // snippet
    try (RouteSwitcher switcher =
        RouteSwitcher.builder()
            .primary("eth0", "192.0.2.1")
            .secondary("eth1", "198.51.100.1")
            .pingTarget("203.0.113.8")
            .listener(notice -> System.out.println(NoticeText.of(notice)))
            .start()) {
      serve(switcher);
    }
    // end
  }

  /** A service for as long as there is a switcher. */
  private static void serve(RouteSwitcher switcher) {
    switcher.termination().join();
  }
}
