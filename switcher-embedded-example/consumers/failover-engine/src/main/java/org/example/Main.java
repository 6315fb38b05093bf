package org.example;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.List;

/** What the engine decides first. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4,
            ImmutableList.of(
                new UplinkConfig("eth0", InetAddress.getByName("192.0.2.1"), 10),
                new UplinkConfig("eth1", InetAddress.getByName("198.51.100.1"), 20)),
            ImmutableList.of(InetAddress.getByName("203.0.113.8")),
            5);
    FailoverEngine engine =
        new FailoverEngine(new EngineConfig(ImmutableList.of(family), Timing.defaults()));
    LinkStatus up = LinkStatus.up(InterfaceAddress.of(InetAddress.getByName("192.0.2.2"), 24));
    engine
        .step(
            engine.start(0),
            List.of(
                new LinkChanged(new UplinkKey(IpFamily.IPV4, "eth0"), up),
                new RoutesObserved(IpFamily.IPV4, ImmutableList.of(), ImmutableList.of())),
            0)
        .decisions()
        .forEach(System.out::println);
  }
}
