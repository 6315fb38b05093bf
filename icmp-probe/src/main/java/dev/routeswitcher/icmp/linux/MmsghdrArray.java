package dev.routeswitcher.icmp.linux;

import java.nio.ByteBuffer;

/**
 * An array of {@code struct mmsghdr} and what each points to, as 64-bit Linux lays them out
 * (recvmmsg(2), linux/socket.h): a socket address, one buffer of data, and ancillary data.
 */
final class MmsghdrArray {
  /** The size of a {@code struct mmsghdr}: a {@code struct msghdr} and the octets transferred. */
  private static final int SIZE = 64;

  private static final int NAME_POINTER = 0;
  private static final int NAME_LENGTH = 8;
  private static final int VECTOR_POINTER = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int CONTROL_POINTER = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;
  private static final int TRANSFERRED = 56;

  /** The size of a {@code struct iovec}: pointer, length. */
  private static final int VECTOR_SIZE = 16;

  private static final int VECTOR_LENGTH = 8;
  private static final int MSG_TRUNC = 0x20;

  private final ByteBuffer headers;
  private final ByteBuffer vectors;
  private final ByteBuffer names;
  private final ByteBuffer controls;
  private final long address;
  private final int controlCapacity;

  MmsghdrArray(LinuxSystemCalls calls, int count, int controlCapacity) {
    this.controlCapacity = controlCapacity;
    NativeBuffer header = NativeBuffer.allocate(calls, count * SIZE);
    NativeBuffer vector = NativeBuffer.allocate(calls, count * VECTOR_SIZE);
    NativeBuffer name = NativeBuffer.allocate(calls, count * SocketAddress.MAX_SIZE);
    NativeBuffer control = NativeBuffer.allocate(calls, count * controlCapacity);
    headers = header.bytes();
    vectors = vector.bytes();
    names = name.bytes();
    controls = control.bytes();
    address = header.address();
    for (int i = 0; i < count; i++) {
      headers
          .putLong(i * SIZE + NAME_POINTER, name.address() + nameAt(i))
          .putLong(i * SIZE + VECTOR_POINTER, vector.address() + (long) i * VECTOR_SIZE)
          .putLong(i * SIZE + VECTOR_COUNT, 1)
          .putLong(i * SIZE + CONTROL_POINTER, control.address() + controlAt(i));
    }
  }

  /** The address of a header. */
  long address(int index) {
    return address + (long) index * SIZE;
  }

  /** The memory of all socket addresses. */
  ByteBuffer names() {
    return names;
  }

  /** Where in {@link #names} a header's socket address is. */
  int nameAt(int index) {
    return index * SocketAddress.MAX_SIZE;
  }

  /** The memory of all ancillary data. */
  ByteBuffer controls() {
    return controls;
  }

  /** Where in {@link #controls} a header's ancillary data are. */
  int controlAt(int index) {
    return index * controlCapacity;
  }

  void setData(int index, long address, int length) {
    vectors.putLong(index * VECTOR_SIZE, address);
    vectors.putLong(index * VECTOR_SIZE + VECTOR_LENGTH, length);
  }

  /** Sets how long socket address and ancillary data are. */
  void setLengths(int index, int nameLength, int controlLength) {
    headers.putInt(index * SIZE + NAME_LENGTH, nameLength);
    headers.putLong(index * SIZE + CONTROL_LENGTH, controlLength);
  }

  /** Allows socket address and ancillary data of any length that there is room for. */
  void setFullLengths(int index) {
    setLengths(index, SocketAddress.MAX_SIZE, controlCapacity);
  }

  boolean hasName(int index) {
    return headers.getInt(index * SIZE + NAME_LENGTH) > 0;
  }

  int controlLength(int index) {
    long length = headers.getLong(index * SIZE + CONTROL_LENGTH);
    return (int) Math.max(0, Math.min(length, controlCapacity));
  }

  /** Whether the data did not fit their buffer. */
  boolean isTruncated(int index) {
    return (headers.getInt(index * SIZE + FLAGS) & MSG_TRUNC) != 0;
  }

  /** How many octets of data were sent or received. */
  int transferred(int index) {
    return headers.getInt(index * SIZE + TRANSFERRED);
  }
}
