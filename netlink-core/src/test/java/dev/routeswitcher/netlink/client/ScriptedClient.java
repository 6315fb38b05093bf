package dev.routeswitcher.netlink.client;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.testkit.ReceivedRequest;
import dev.routeswitcher.netlink.testkit.ScriptedAnswer;
import dev.routeswitcher.netlink.testkit.ScriptedKernel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A client and its scripted kernel, for the tests of the client. */
abstract class ScriptedClient {
  static final RouteFilter IPV4 = RouteFilter.of(AddressFamily.INET);

  final ScriptedKernel kernel = new ScriptedKernel();
  final RtnetlinkClient client = RtnetlinkClient.over(kernel.transport(), Duration.ofSeconds(30));

  @AfterEach
  void every_request_was_expected() {
    kernel.verify();
    client.close();
  }

  static RouteMessage route(long priority) {
    return RouteMessage.builder(AddressFamily.INET)
        .gateway(IpAddress.parse("192.0.2.1"))
        .outputInterface(3)
        .priority(priority)
        .protocol(RouteProtocol.of(157))
        .build();
  }

  ScriptedAnswer expectDump() {
    return kernel.expect(RtnetlinkType.GETROUTE);
  }

  NetlinkHeader lastHeader() {
    List<ReceivedRequest> requests = kernel.requests();
    return requests.get(requests.size() - 1).header();
  }

  NetlinkMessage lastMessage() {
    List<ReceivedRequest> requests = kernel.requests();
    return requests.get(requests.size() - 1).message();
  }

  interface Call {
    void run() throws NetlinkException;
  }

  static NetlinkException failure(Call call) {
    return catchThrowableOfType(NetlinkException.class, call::run);
  }
}
