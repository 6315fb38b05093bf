package dev.routeswitcher.netlink.fuzz;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.NextHopCursor;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteView;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A route of any bytes: the view and the message say the same, failures included. */
public final class RouteViewFuzz {
  private static final RouteView VIEW = new RouteView();

  private RouteViewFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);
    int start = writer.beginMessage(new NetlinkHeader(24, 0, 0, 0));
    writer.bytes(data).endMessage(start);
    MessageCursor cursor =
        new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(writer.toBytes().asBuffer());
    cursor.next();
    RouteMessage route;
    try {
      route = RouteMessage.read(cursor);
    } catch (MalformedMessageException e) {
      same(e.getMessage(), said(() -> VIEW.over(cursor)));
      return;
    }
    VIEW.over(cursor);
    Reading.attributes(route.attributes());
    same(said(() -> route.table().id()), said(VIEW::table));
    same(said(() -> route.priority().orElse(-7)), said(() -> VIEW.priority(-7)));
    same(said(() -> route.outputInterface().orElse(-7)), said(() -> VIEW.outputInterface(-7)));
    same(
        said(() -> route.gateway().map(g -> g.low()).orElse(-7L)),
        said(() -> low(RouteAttributes.GATEWAY)));
    same(said(() -> route.nextHops().size()), said(RouteViewFuzz::countHops));
    same(said(() -> route.attributes().find(UNKNOWN).isPresent()), said(() -> VIEW.has(UNKNOWN)));
  }

  private static final AttributeType UNKNOWN = new AttributeType.Of<>(4000, "4000", Form.BYTES);

  private static long low(AttributeType.Of<IpAddress> type) {
    try {
      return VIEW.addressLow(type);
    } catch (NoSuchElementException e) {
      return -7;
    }
  }

  private static int countHops() {
    NextHopCursor hops = VIEW.nextHops();
    int count = 0;
    while (hops.next()) {
      Reading.require(hops.weight() >= 1, "weight");
      said(hops::hasGateway);
      said(hops::gatewayLow);
      count++;
    }
    return count;
  }

  private static String said(Callable<?> question) {
    try {
      return String.valueOf(question.call());
    } catch (MalformedAttributeException e) {
      return e.attribute().replace("RTA_MULTIPATH", "") + " malformed";
    } catch (MalformedMessageException e) {
      return e.getMessage();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void same(String message, String view) {
    Reading.require(Objects.equals(message, view), message + " is not " + view);
  }
}
