package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.ReceivedMessage.ExtendedError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The memory one {@code recvmsg} works on: {@code struct msghdr} and what it points to, laid out as
 * 64-bit Linux has it (linux/socket.h), in native byte order.
 */
final class MessageBuffer {
  private static final int DATA_CAPACITY = 2048;
  private static final int CONTROL_CAPACITY = 512;
  private static final int NAME_CAPACITY = 32;

  // struct msghdr
  private static final int HEADER_SIZE = 56;
  private static final int NAME_POINTER = 0;
  private static final int NAME_LENGTH = 8;
  private static final int IOV_POINTER = 16;
  private static final int IOV_COUNT = 24;
  private static final int CONTROL_POINTER = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;

  // struct iovec
  private static final int IOV_SIZE = 16;

  // struct cmsghdr: size_t cmsg_len, int cmsg_level, int cmsg_type, data
  private static final int CONTROL_HEADER_SIZE = 16;

  // struct sock_extended_err, followed by the offender's socket address
  private static final int ERROR_SIZE = 16;
  private static final int ERROR_ORIGIN = 4;
  private static final int ERROR_TYPE = 5;
  private static final int ERROR_CODE = 6;

  private static final int SOL_IP = 0;
  private static final int SOL_SOCKET = 1;
  private static final int IP_TTL = 2;
  private static final int IP_RECVERR = 11;
  private static final int SCM_TIMESTAMPNS = 35;

  private final ByteBuffer header = direct(HEADER_SIZE);
  private final ByteBuffer name = direct(NAME_CAPACITY);
  private final ByteBuffer data = direct(DATA_CAPACITY);
  private final ByteBuffer control = direct(CONTROL_CAPACITY);
  private final ByteBuffer vector = direct(IOV_SIZE);

  MessageBuffer(LinuxSystemCalls calls) {
    vector.putLong(0, calls.address(data)).putLong(8, DATA_CAPACITY);
    header.putLong(NAME_POINTER, calls.address(name));
    header.putLong(IOV_POINTER, calls.address(vector)).putLong(IOV_COUNT, 1);
    header.putLong(CONTROL_POINTER, calls.address(control));
  }

  /** The message header, ready for the next call. */
  ByteBuffer prepared() {
    header.putInt(NAME_LENGTH, NAME_CAPACITY);
    header.putLong(CONTROL_LENGTH, CONTROL_CAPACITY);
    header.putInt(FLAGS, 0);
    return header;
  }

  /**
   * Takes apart what the kernel wrote.
   *
   * @param size the octets received, as the call returned
   * @param startsWithIpHeader whether an IPv4 header precedes the ICMP message
   */
  void readInto(ReceivedMessage into, int size, boolean startsWithIpHeader) {
    into.clear();
    int end = Math.min(size, DATA_CAPACITY);
    int start = startsWithIpHeader && end > 0 ? (data.get(0) & 0x0f) * Integer.BYTES : 0;
    into.setPacket(data.duplicate().limit(end).position(Math.min(start, end)));
    if (header.getInt(NAME_LENGTH) > 0) {
      into.setPeer(SocketAddress4.get(name, 0));
    }
    readControl(into, (int) Math.min(header.getLong(CONTROL_LENGTH), CONTROL_CAPACITY));
  }

  private void readControl(ReceivedMessage into, int end) {
    int offset = 0;
    while (end - offset >= CONTROL_HEADER_SIZE) {
      long length = control.getLong(offset);
      if (length < CONTROL_HEADER_SIZE || length > end - offset) {
        return;
      }
      int level = control.getInt(offset + 8);
      int type = control.getInt(offset + 12);
      int content = offset + CONTROL_HEADER_SIZE;
      int contentSize = (int) length - CONTROL_HEADER_SIZE;
      if (level == SOL_SOCKET && type == SCM_TIMESTAMPNS && contentSize >= 16) {
        into.setStampRealtimeNanos(
            control.getLong(content) * 1_000_000_000L + control.getLong(content + 8));
      } else if (level == SOL_IP && type == IP_TTL && contentSize >= 4) {
        into.setTtl(control.getInt(content) & 0xff);
      } else if (level == SOL_IP && type == IP_RECVERR && contentSize >= ERROR_SIZE) {
        into.setError(readError(content, contentSize));
      }
      offset += Math.toIntExact((length + 7) & ~7L);
    }
  }

  private ExtendedError readError(int content, int contentSize) {
    boolean hasReporter = contentSize >= ERROR_SIZE + SocketAddress4.SIZE;
    return new ExtendedError(
        Byte.toUnsignedInt(control.get(content + ERROR_ORIGIN)),
        Byte.toUnsignedInt(control.get(content + ERROR_TYPE)),
        Byte.toUnsignedInt(control.get(content + ERROR_CODE)),
        hasReporter ? SocketAddress4.get(control, content + ERROR_SIZE) : null);
  }

  private static ByteBuffer direct(int size) {
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }
}
