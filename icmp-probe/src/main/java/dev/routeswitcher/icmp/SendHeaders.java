package dev.routeswitcher.icmp;

import java.nio.ByteBuffer;

/** What {@code sendmmsg} is given for a {@link RequestBatch}: addresses and control messages. */
final class SendHeaders {
  private static final int CONTROL_CAPACITY = 128;
  private static final int TRAFFIC_CLASS_SHIFT = 2;

  private final LinuxSystemCalls calls;
  private final ByteBuffer headers;
  private final ByteBuffer vectors;
  private final ByteBuffer names;
  private final ByteBuffer control;
  private final long headersAddress;
  private final long controlAddress;
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);
  private long memoryAddress;

  SendHeaders(LinuxSystemCalls calls) {
    this.calls = calls;
    int count = RequestBatch.CAPACITY;
    NativeBuffer header = NativeBuffer.allocate(calls, count * MessageHeader.SIZE);
    NativeBuffer vector = NativeBuffer.allocate(calls, count * MessageHeader.VECTOR_SIZE);
    NativeBuffer name = NativeBuffer.allocate(calls, count * SocketAddress.MAX_SIZE);
    NativeBuffer controls = NativeBuffer.allocate(calls, count * CONTROL_CAPACITY);
    headers = header.bytes();
    vectors = vector.bytes();
    names = name.bytes();
    control = controls.bytes();
    headersAddress = header.address();
    controlAddress = controls.address();
    for (int i = 0; i < count; i++) {
      int at = i * MessageHeader.SIZE;
      long itsName = name.address() + (long) i * SocketAddress.MAX_SIZE;
      long itsVector = vector.address() + (long) i * MessageHeader.VECTOR_SIZE;
      headers.putLong(at + MessageHeader.NAME_POINTER, itsName);
      headers.putLong(at + MessageHeader.VECTOR_POINTER, itsVector);
      headers.putLong(at + MessageHeader.VECTOR_COUNT, 1);
    }
  }

  /** Writes the headers of some requests of a batch. */
  void describe(RequestBatch batch, int from, int to) {
    if (batch.memory() != memory) {
      memory = batch.memory();
      memoryAddress = calls.address(memory.duplicate().position(0));
    }
    for (int i = from; i < to; i++) {
      int at = i * MessageHeader.SIZE;
      int vector = i * MessageHeader.VECTOR_SIZE;
      Probe probe = batch.probe(i);
      AddressBits target = probe.target();
      int nameLength =
          SocketAddress.put(
              names, i * SocketAddress.MAX_SIZE, probe.family(), target.high(), target.low());
      headers.putInt(at + MessageHeader.NAME_LENGTH, nameLength);
      vectors.putLong(vector, memoryAddress + batch.start(i));
      vectors.putLong(vector + MessageHeader.VECTOR_LENGTH, batch.length(i));
      int start = i * CONTROL_CAPACITY;
      int length = putOptions(start, probe) - start;
      headers.putLong(at + MessageHeader.CONTROL_POINTER, length == 0 ? 0 : controlAddress + start);
      headers.putLong(at + MessageHeader.CONTROL_LENGTH, length);
    }
  }

  /** Where the header of a request is. */
  long address(int index) {
    return headersAddress + (long) index * MessageHeader.SIZE;
  }

  /** Writes what differs from the socket's defaults, and says where it ends. */
  private int putOptions(int start, Probe probe) {
    ProbeOptions options = probe.request().options();
    if (options == ProbeOptions.DEFAULTS) {
      return start;
    }
    boolean isIpv4 = probe.family() == Family.IPV4;
    int level = isIpv4 ? SocketOption.SOL_IP : SocketOption.SOL_IPV6;
    int at = start;
    if (options.timeToLive() != ProbeOptions.SYSTEM_DEFAULT) {
      int type = isIpv4 ? SocketOption.IP_TTL : SocketOption.IPV6_HOPLIMIT;
      at = putInt(at, level, type, options.timeToLive());
    }
    if (options.dscp() != 0) {
      int type = isIpv4 ? SocketOption.IP_TOS : SocketOption.IPV6_TCLASS;
      at = putInt(at, level, type, options.dscp() << TRAFFIC_CLASS_SHIFT);
    }
    if (options.dontFragment() && !isIpv4) {
      at = putInt(at, level, SocketOption.IPV6_DONTFRAG, 1);
    }
    if (options.mark() != 0) {
      at = putInt(at, SocketOption.SOL_SOCKET, SocketOption.SO_MARK, (int) options.mark());
    }
    return at;
  }

  private int putInt(int at, int level, int type, int value) {
    int content = putHeader(at, level, type, Integer.BYTES);
    control.putInt(content, value);
    return at + MessageHeader.aligned(MessageHeader.CONTROL_HEADER_SIZE + Integer.BYTES);
  }

  private int putHeader(int at, int level, int type, int contentSize) {
    control.putLong(at, MessageHeader.CONTROL_HEADER_SIZE + contentSize);
    control.putInt(at + MessageHeader.CONTROL_LEVEL, level);
    control.putInt(at + MessageHeader.CONTROL_TYPE, type);
    return at + MessageHeader.CONTROL_HEADER_SIZE;
  }
}
