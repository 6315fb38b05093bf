package org.example;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.runtime.RouteSwitcher;

/** A failover of two uplinks that are not there, which changes nothing. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    try (RouteSwitcher switcher =
        RouteSwitcher.builder()
            .primary("eth0", "192.0.2.1")
            .secondary("eth1", "198.51.100.1")
            .pingTarget("203.0.113.8")
            .dryRun(true)
            .start()) {
      System.out.println(switcher.snapshot().families().get(0).state());
      System.out.println(switcher.activeInterface(IpFamily.IPV4).orElse("none"));
    }
  }
}
