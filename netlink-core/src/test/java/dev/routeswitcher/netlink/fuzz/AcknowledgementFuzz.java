package dev.routeswitcher.netlink.fuzz;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.AttributePolicy;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.MplsEncapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A verdict of any bytes on a request: the first byte says whether it ends a listing. */
public final class AcknowledgementFuzz {
  private static final RouteMessage REQUEST =
      RouteMessage.builder(AddressFamily.INET, ByteOrder.LITTLE_ENDIAN)
          .metrics(RouteMetrics.of(Map.of(RouteMetrics.MTU, 1400L), ByteOrder.LITTLE_ENDIAN))
          .nextHops(List.of(NextHop.via(IpAddress.parse("192.0.2.1"), 3, ByteOrder.LITTLE_ENDIAN)))
          .encapsulation(MplsEncapsulation.of(ByteOrder.LITTLE_ENDIAN, 100))
          .build();

  private AcknowledgementFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length < 2) {
      return;
    }
    int type = (data[0] & 1) == 0 ? NetlinkHeader.ERROR : NetlinkHeader.DONE;
    int flags = (data[1] & 3) << 8;
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);
    int start = writer.beginMessage(new NetlinkHeader(type, flags, 0, 0));
    for (int i = 2; i < data.length; i++) {
      writer.u8(data[i] & 0xff);
    }
    writer.endMessage(start);
    MessageCursor cursor =
        new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(writer.toBytes().asBuffer());
    cursor.next();
    Acknowledgement verdict;
    try {
      verdict = Acknowledgement.read(cursor);
    } catch (MalformedMessageException e) {
      return;
    }
    Reading.require(!verdict.toString().isEmpty(), "no text");
    Reading.require(verdict.extended().problems().size() <= 64, "too many problems");
    Reading.attributes(verdict.extended());
    read(verdict::message);
    read(verdict::warning);
    read(verdict::cookie);
    read(() -> verdict.attributeIn(REQUEST.attributes()));
    read(() -> verdict.policy().map(AttributePolicy::toString));
  }

  private static void read(Supplier<?> question) {
    try {
      Reading.require(question.get() != null, "null");
    } catch (MalformedMessageException e) {
      Reading.require(e.getMessage() != null, "a failure that says nothing");
    }
  }
}
