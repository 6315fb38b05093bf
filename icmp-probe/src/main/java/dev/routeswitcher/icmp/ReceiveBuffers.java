package dev.routeswitcher.icmp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The memory one {@code recvmmsg} works on, and what the kernel's answer means. */
final class ReceiveBuffers {
  private static final int CONTROL_CAPACITY = 256;

  /** Enough for what is usual; more is taken when a larger echo is sent. */
  private static final int INITIAL_DATA_CAPACITY = 256;

  /** Once echoes are large, fewer are read at a time. */
  private static final int MAX_MEMORY = 1 << 20;

  private static final int MSG_TRUNC = 0x20;

  private final LinuxSystemCalls calls;
  private final ControlReader controlReader;
  private final NativeBuffer headers;
  private final NativeBuffer vectors;
  private final NativeBuffer names;
  private final NativeBuffer controls;
  private final ByteBuffer[] packets = new ByteBuffer[ReceivedBatch.CAPACITY];
  private int dataCapacity;
  private int count;
  private int prepared;

  ReceiveBuffers(LinuxSystemCalls calls) {
    this.calls = calls;
    int capacity = ReceivedBatch.CAPACITY;
    headers = NativeBuffer.allocate(calls, capacity * MessageHeader.SIZE);
    vectors = NativeBuffer.allocate(calls, capacity * MessageHeader.VECTOR_SIZE);
    names = NativeBuffer.allocate(calls, capacity * SocketAddress.MAX_SIZE);
    controls = NativeBuffer.allocate(calls, capacity * CONTROL_CAPACITY);
    controlReader = new ControlReader(controls.bytes());
    for (int i = 0; i < capacity; i++) {
      int at = i * MessageHeader.SIZE;
      headers
          .bytes()
          .putLong(
              at + MessageHeader.NAME_POINTER, names.address() + (long) i * SocketAddress.MAX_SIZE)
          .putLong(
              at + MessageHeader.VECTOR_POINTER,
              vectors.address() + (long) i * MessageHeader.VECTOR_SIZE)
          .putLong(at + MessageHeader.VECTOR_COUNT, 1)
          .putLong(
              at + MessageHeader.CONTROL_POINTER, controls.address() + (long) i * CONTROL_CAPACITY);
    }
    allocateData(INITIAL_DATA_CAPACITY);
  }

  /** Sees to room for packets of this size, IP header included. */
  void admit(int packetSize) {
    if (packetSize > dataCapacity) {
      allocateData(Integer.highestOneBit(packetSize - 1) << 1);
    }
  }

  /** Where the first header is, all of them ready for the next call. */
  long prepare() {
    ByteBuffer header = headers.bytes();
    for (int i = 0; i < prepared; i++) {
      int at = i * MessageHeader.SIZE;
      header.putInt(at + MessageHeader.NAME_LENGTH, SocketAddress.MAX_SIZE);
      header.putLong(at + MessageHeader.CONTROL_LENGTH, CONTROL_CAPACITY);
    }
    prepared = 0;
    return headers.address();
  }

  /** How many messages fit. */
  int count() {
    return count;
  }

  /**
   * Takes apart what the kernel wrote.
   *
   * @param received how many messages, as the call returned
   * @param hasIpHeader whether an IPv4 header precedes each ICMP message
   */
  void readInto(ReceivedBatch into, int received, Family family, boolean hasIpHeader) {
    prepared = received;
    for (int i = 0; i < received; i++) {
      readInto(into.get(i), i, family, hasIpHeader);
    }
  }

  private void readInto(ReceivedMessage into, int index, Family family, boolean hasIpHeader) {
    int header = index * MessageHeader.SIZE;
    into.clear();
    int size = headers.bytes().getInt(header + MessageHeader.TRANSFERRED);
    int end = Math.min(size, dataCapacity);
    ByteBuffer packet = packets[index];
    int ipHeader = hasIpHeader && end > 0 ? (packet.get(0) & 0x0f) * Integer.BYTES : 0;
    into.setPacket(packet.limit(end).position(Math.min(ipHeader, end)));
    if ((headers.bytes().getInt(header + MessageHeader.FLAGS) & MSG_TRUNC) != 0) {
      into.setKind(ReceivedMessage.Kind.TRUNCATED_PACKET);
    }
    int name = index * SocketAddress.MAX_SIZE;
    if (headers.bytes().getInt(header + MessageHeader.NAME_LENGTH) > 0
        && SocketAddress.isOf(names.bytes(), name, family)) {
      into.setPeer(
          SocketAddress.high(names.bytes(), name, family),
          SocketAddress.low(names.bytes(), name, family));
    }
    long controlLength = headers.bytes().getLong(header + MessageHeader.CONTROL_LENGTH);
    controlReader.read(
        into,
        index * CONTROL_CAPACITY,
        (int) Math.max(0, Math.min(controlLength, CONTROL_CAPACITY)),
        family);
    if (hasIpHeader) {
      HostError.recognise(into, names.bytes(), name);
    }
  }

  private void allocateData(int capacity) {
    dataCapacity = capacity;
    count = Math.max(1, Math.min(ReceivedBatch.CAPACITY, MAX_MEMORY / capacity));
    prepared = ReceivedBatch.CAPACITY;
    NativeBuffer data = NativeBuffer.allocate(calls, count * capacity);
    for (int i = 0; i < count; i++) {
      packets[i] = data.bytes().slice(i * capacity, capacity).order(ByteOrder.nativeOrder());
      int vector = i * MessageHeader.VECTOR_SIZE;
      vectors.bytes().putLong(vector, data.address() + (long) i * capacity);
      vectors.bytes().putLong(vector + MessageHeader.VECTOR_LENGTH, capacity);
    }
  }
}
