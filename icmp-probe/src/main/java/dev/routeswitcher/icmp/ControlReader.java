package dev.routeswitcher.icmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Reads the control messages that come with a packet: stamp, time-to-live, error. */
final class ControlReader {
  // struct timespec: seconds, nanoseconds
  private static final int TIMESPEC_SIZE = 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  // struct sock_extended_err of linux/errqueue.h, followed by the offender's socket address
  private static final int ERROR_SIZE = 16;
  private static final int ERROR_ORIGIN = 4;
  private static final int ERROR_TYPE = 5;
  private static final int ERROR_CODE = 6;
  private static final int ORIGIN_ICMP = 2;
  private static final int ORIGIN_ICMP6 = 3;
  private static final int ORIGIN_TIMESTAMPING = 4;

  private final ByteBuffer control;

  ControlReader(ByteBuffer control) {
    this.control = control;
  }

  /** Reads those of one message, at an offset of the buffer. */
  void read(ReceivedMessage into, int start, int length, Family family) {
    int offset = start;
    int end = start + length;
    while (end - offset >= MessageHeader.CONTROL_HEADER_SIZE) {
      long itsLength = control.getLong(offset);
      if (itsLength < MessageHeader.CONTROL_HEADER_SIZE || itsLength > end - offset) {
        return;
      }
      int level = control.getInt(offset + MessageHeader.CONTROL_LEVEL);
      int type = control.getInt(offset + MessageHeader.CONTROL_TYPE);
      int content = offset + MessageHeader.CONTROL_HEADER_SIZE;
      int contentSize = (int) itsLength - MessageHeader.CONTROL_HEADER_SIZE;
      if (level == SocketOption.SOL_SOCKET) {
        readStamp(into, type, content, contentSize);
      } else if (contentSize >= Integer.BYTES) {
        readIp(into, level, type, content, contentSize, family);
      }
      offset += MessageHeader.aligned(itsLength);
    }
  }

  /** Of the three stamps of SO_TIMESTAMPING the first is the one by software. */
  private void readStamp(ReceivedMessage into, int type, int content, int contentSize) {
    boolean isStamp = type == SocketOption.SO_TIMESTAMPNS || type == SocketOption.SO_TIMESTAMPING;
    if (isStamp && contentSize >= TIMESPEC_SIZE) {
      long seconds = control.getLong(content);
      long nanos = control.getLong(content + Long.BYTES);
      into.setStampRealtimeNanos(seconds * NANOS_PER_SECOND + nanos);
    }
  }

  private void readIp(
      ReceivedMessage into, int level, int type, int content, int contentSize, Family family) {
    boolean isIpv4 = family == Family.IPV4;
    if (level != (isIpv4 ? SocketOption.SOL_IP : SocketOption.SOL_IPV6)) {
      return;
    }
    if (type == (isIpv4 ? SocketOption.IP_TTL : SocketOption.IPV6_HOPLIMIT)) {
      into.setTtl(control.getInt(content) & 0xff);
    } else if (type == (isIpv4 ? SocketOption.IP_RECVERR : SocketOption.IPV6_RECVERR)
        && contentSize >= ERROR_SIZE) {
      readError(into, content, contentSize, family);
    }
  }

  private void readError(ReceivedMessage into, int content, int contentSize, Family family) {
    int origin = Byte.toUnsignedInt(control.get(content + ERROR_ORIGIN));
    if (origin == ORIGIN_TIMESTAMPING) {
      into.setKind(ReceivedMessage.Kind.TRANSMIT_STAMP);
    } else if (origin == (family == Family.IPV4 ? ORIGIN_ICMP : ORIGIN_ICMP6)) {
      boolean hasReporter = contentSize >= ERROR_SIZE + SocketAddress.size(family);
      InetAddress reporter =
          hasReporter ? SocketAddress.get(control, content + ERROR_SIZE, family) : null;
      into.setIcmpError(
          Byte.toUnsignedInt(control.get(content + ERROR_TYPE)),
          Byte.toUnsignedInt(control.get(content + ERROR_CODE)),
          reporter);
    } else {
      into.setKind(ReceivedMessage.Kind.LOCAL_ERROR);
    }
  }
}
