package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.ReceivedBatch;
import dev.routeswitcher.icmp.loop.ReceivedPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory one {@code recvmmsg} receives into, and the reader of what the kernel wrote there. */
final class ReceiveBuffers {
  private static final int CONTROL_CAPACITY = 256;

  /** Enough for usual packets; more is allocated when a larger echo is sent. */
  private static final int INITIAL_DATA_CAPACITY = 256;

  /** Once echoes are large, fewer are read at a time. */
  private static final int MAX_MEMORY = 1 << 20;

  private final LinuxSystemCalls calls;
  private final MmsghdrArray headers;
  private final AncillaryData ancillaryData;
  private final ByteBuffer[] packets = new ByteBuffer[ReceivedBatch.CAPACITY];
  private int dataCapacity;
  private int count;
  private int used;

  ReceiveBuffers(LinuxSystemCalls calls) {
    this.calls = calls;
    headers = new MmsghdrArray(calls, ReceivedBatch.CAPACITY, CONTROL_CAPACITY);
    ancillaryData = new AncillaryData(headers.controls());
    allocateData(INITIAL_DATA_CAPACITY);
  }

  /** Makes room for packets of this size, IP header included. */
  void admit(int packetSize) {
    if (packetSize > dataCapacity) {
      allocateData(Integer.highestOneBit(packetSize - 1) << 1);
    }
  }

  /** Makes all headers ready for the next call and returns the address of the first. */
  long prepare() {
    for (int i = 0; i < used; i++) {
      headers.setFullLengths(i);
    }
    used = 0;
    return headers.address(0);
  }

  /** How many packets fit. */
  int count() {
    return count;
  }

  /**
   * Reads what the kernel wrote.
   *
   * @param received how many packets, as the call returned
   * @param hasIpHeader whether an IPv4 header precedes each ICMP message
   */
  void readInto(ReceivedBatch into, int received, SocketFamily family, boolean hasIpHeader) {
    used = received;
    into.setFilled(received == count);
    for (int i = 0; i < received; i++) {
      readInto(into.get(i), i, family, hasIpHeader);
    }
  }

  private void readInto(ReceivedPacket into, int index, SocketFamily family, boolean hasIpHeader) {
    into.clear();
    int end = Math.min(headers.transferred(index), dataCapacity);
    ByteBuffer data = packets[index];
    int ipHeader = hasIpHeader && end > 0 ? (data.get(0) & 0x0f) * Integer.BYTES : 0;
    into.setData(data.limit(end).position(Math.min(ipHeader, end)));
    if (headers.isTruncated(index)) {
      into.setKind(ReceivedPacket.Kind.TRUNCATED);
    }
    int name = headers.nameAt(index);
    if (headers.hasName(index) && SocketAddress.isOf(headers.names(), name, family)) {
      into.setPeer(
          SocketAddress.high(headers.names(), name, family),
          SocketAddress.low(headers.names(), name, family));
    }
    ancillaryData.read(into, headers.controlAt(index), headers.controlLength(index), family);
    if (hasIpHeader) {
      HostError.recognise(into, headers.names(), name);
    }
  }

  private void allocateData(int capacity) {
    dataCapacity = capacity;
    count = Math.max(1, Math.min(ReceivedBatch.CAPACITY, MAX_MEMORY / capacity));
    used = ReceivedBatch.CAPACITY;
    NativeBuffer data = NativeBuffer.allocate(calls, count * capacity);
    for (int i = 0; i < count; i++) {
      packets[i] = data.bytes().slice(i * capacity, capacity).order(ByteOrder.nativeOrder());
      headers.setData(i, data.address() + (long) i * capacity, capacity);
    }
  }
}
