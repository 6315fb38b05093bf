package dev.routeswitcher.netlink.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.routeswitcher.netlink.Captures;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class CursorAllocationTest {
  private static final int ROUNDS = 10_000;

  private final MessageCursor messages = new MessageCursor(ByteOrder.LITTLE_ENDIAN);
  private final AttributeCursor attributes = new AttributeCursor();
  private final AttributeCursor inner = new AttributeCursor();

  @Test
  void stepping_over_messages_and_their_attributes_allocates_nothing() {
    NetlinkWriter writer = new NetlinkWriter(ByteOrder.LITTLE_ENDIAN);
    Captures.all()
        .filter(capture -> capture.cursor().type() == 24)
        .forEach(capture -> writer.bytes(capture.bytes().toArray()).pad());
    ByteBuffer datagram = ByteBuffer.allocateDirect(writer.length());
    datagram.put(writer.toBytes().asBuffer()).flip();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    long sum = visit(datagram);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      sum += visit(datagram);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isEqualTo((ROUNDS + 1) * visit(datagram)).isPositive();
    // far less than one object for each of the 110,000 messages; the measuring itself costs a few
    assertThat(allocated).isLessThan(ROUNDS);
  }

  private long visit(ByteBuffer datagram) {
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
