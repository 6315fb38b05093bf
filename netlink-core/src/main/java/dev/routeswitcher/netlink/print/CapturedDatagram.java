package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.codec.MessageCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were sent together.
 *
 * @param bytes from position to limit
 * @param order the byte order of the machine that they were captured on
 * @param protocol the netlink family; 0 is rtnetlink
 * @param time when, if the capture says
 */
record CapturedDatagram(ByteBuffer bytes, ByteOrder order, int protocol, @Nullable Instant time) {
  private static final int ROUTE_PROTOCOL = 0;

  /** Messages of rtnetlink without a time. */
  static CapturedDatagram of(ByteBuffer bytes, ByteOrder order) {
    return new CapturedDatagram(bytes, order, ROUTE_PROTOCOL, null);
  }

  boolean isRtnetlink() {
    return protocol == ROUTE_PROTOCOL;
  }

  MessageCursor messages() {
    return new MessageCursor(order).over(bytes);
  }
}
