package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.rule.RuleMessage;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The examples of the README that need no kernel. */
final class CodecExample {
  private CodecExample() {}

  static ByteBuffer request() {
    // begin write
    RuleMessage rule =
        RuleMessage.builder(AddressFamily.INET)
            .priority(1000)
            .source(IpPrefix.parse("192.0.2.0/24"))
            .lookup(RouteTable.of(4711))
            .build();
    int flags = NetlinkHeader.REQUEST | NetlinkHeader.ACK | NetlinkHeader.CREATE;
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
    int start = writer.beginMessage(new NetlinkHeader(RtnetlinkType.NEWRULE, flags, 1, 0));
    rule.writeTo(writer);
    ByteBuffer request = writer.endMessage(start).toBytes().asBuffer();
    // end write
    return request;
  }

  static void read(ByteBuffer datagram, RuleMessage sent, PrintStream out) {
    // begin read
    MessageCursor messages = new MessageCursor(ByteOrder.nativeOrder()).over(datagram);
    while (messages.next()) {
      if (messages.type() == NetlinkHeader.ERROR) {
        Acknowledgement verdict = Acknowledgement.read(messages);
        out.println(verdict + verdict.attributeIn(sent.attributes()).orElse(""));
      } else if (RtnetlinkMessages.read(messages) instanceof RouteMessage route) {
        out.println(route); // 203.0.113.0/24 via 192.0.2.1 dev if3
        route.attributes().get(RouteAttributes.NH_ID).ifPresent(out::println);
        for (MalformedAttributeException problem : route.problems()) {
          out.println(problem.attribute() + " is not " + problem.expected());
        }
      }
    }
    // end read
  }

  static int visit(ByteBuffer datagram, IpAddress gateway) {
    // begin visit
    MessageCursor messages = new MessageCursor(ByteOrder.nativeOrder()).over(datagram);
    RouteView route = new RouteView();
    int count = 0;
    while (messages.next()) {
      route.over(messages);
      if (route.has(RouteAttributes.GATEWAY)
          && route.addressLow(RouteAttributes.GATEWAY) == gateway.low()) {
        count++;
      }
    }
    // end visit
    return count;
  }
}
