package dev.routeswitcher.netlink.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.routeswitcher.netlink.Captures;
import dev.routeswitcher.netlink.route.NextHopCursor;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteView;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class CursorAllocationTest {
  private static final int ROUNDS = 10_000;

  private final MessageCursor messages = new MessageCursor(ByteOrder.LITTLE_ENDIAN);
  private final AttributeCursor attributes = new AttributeCursor();
  private final AttributeCursor inner = new AttributeCursor();

  private final RouteView route = new RouteView();
  private final ByteBuffer datagram = routes();

  private static ByteBuffer routes() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);
    Captures.all()
        .filter(capture -> capture.cursor().type() == 24)
        .forEach(capture -> writer.bytes(capture.bytes().toArray()).pad());
    ByteBuffer datagram = ByteBuffer.allocateDirect(writer.length());
    return datagram.put(writer.toBytes().asBuffer()).flip();
  }

  @Test
  void stepping_over_messages_and_their_attributes_allocates_nothing() {
    assertAllocatesNothing(this::scan);
  }

  @Test
  void looking_at_every_route_through_a_view_allocates_nothing() {
    assertAllocatesNothing(this::view);
  }

  private static void assertAllocatesNothing(LongSupplier work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = work.getAsLong();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      sum += work.getAsLong();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isEqualTo((ROUNDS + 1) * work.getAsLong()).isPositive();
    // far less than one object for each of the 110,000 messages; the measuring itself costs a few
    assertThat(allocated).isLessThan(ROUNDS);
  }

  private long view() {
    long sum = 0;
    messages.over(datagram);
    while (messages.next()) {
      route.over(messages);
      sum += route.table() + route.priority(0) + route.outputInterface(0) + route.protocol();
      if (route.has(RouteAttributes.DST)) {
        sum += route.addressLow(RouteAttributes.DST) >>> 1;
      }
      NextHopCursor hop = route.nextHops();
      while (hop.next()) {
        sum += hop.weight() + (hop.gatewayLow() >>> 1);
      }
    }
    return sum;
  }

  private long scan() {
    long sum = 0;
    messages.over(datagram);
    while (messages.next()) {
      messages.attributes(12, attributes);
      while (attributes.next()) {
        if (attributes.type() == 8) {
          attributes.enter(inner);
          while (inner.next()) {
            sum += inner.payloadLength();
          }
        } else if (attributes.payloadLength() == 4) {
          sum += attributes.u32();
        }
      }
    }
    return sum;
  }
}
