package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.watch.MulticastGroup;
import dev.routeswitcher.netlink.watch.ObjectChanged;
import dev.routeswitcher.netlink.watch.RtnetlinkMonitor;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** The code of the module's README. */
final class ReadmeExample {
  private ReadmeExample() {}

  static void run(PrintStream out) throws IOException {
    // begin
    try (RtnetlinkMonitor monitor = RtnetlinkMonitor.open(List.of(MulticastGroup.IPV4_ROUTE));
        RtnetlinkClient client = RtnetlinkClient.open()) {

      LinkMessage uplink = client.links().get("eth0");
      RouteMessage fallback =
          RouteMessage.builder(AddressFamily.INET) // the default route: no destination is set
              .gateway(IpAddress.parse("192.0.2.1"))
              .outputInterface(uplink.index())
              .priority(5)
              .protocol(RouteProtocol.of(157))
              .build();
      client.routes().add(fallback);

      RouteFilter mine =
          RouteFilter.of(AddressFamily.INET).table(RouteTable.MAIN).protocol(RouteProtocol.of(157));
      for (RouteMessage route : client.routes().list(mine)) {
        out.println(route); // default via 192.0.2.1 dev if3 proto 157 metric 5
      }
      out.println(client.routes().get(IpAddress.parse("203.0.113.8")).gateway().orElseThrow());

      while (monitor.next(Duration.ofSeconds(1)).orElse(null) instanceof ObjectChanged event) {
        out.println(event); // NEW default via 192.0.2.1 dev if3 proto 157 metric 5
      }
    } catch (NetlinkException e) {
      if (e.is(Errno.EEXIST)) {
        out.println("there is such a route already");
      } else {
        out.println(e.getMessage()); // operation, object, errno, the kernel's words, the attribute
      }
    }
    // end
  }
}
