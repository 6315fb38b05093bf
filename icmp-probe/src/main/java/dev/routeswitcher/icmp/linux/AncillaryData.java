package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.ReceivedPacket;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * The ancillary data of packets (cmsg(3), linux/socket.h): options when sending; stamp,
 * time-to-live and error when receiving.
 */
final class AncillaryData {
  // struct cmsghdr: size_t length, int level, int type; data follow
  private static final int HEADER_SIZE = 16;
  private static final int LEVEL = 8;
  private static final int TYPE = 12;

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

  /** A reader of what the kernel writes into a buffer. */
  AncillaryData(ByteBuffer control) {
    this.control = control;
  }

  /** Writes a number and returns where it ends. */
  static int put(ByteBuffer control, int at, SocketOption type, int value) {
    control.putLong(at, HEADER_SIZE + Integer.BYTES);
    control.putInt(at + LEVEL, type.level);
    control.putInt(at + TYPE, type.number);
    control.putInt(at + HEADER_SIZE, value);
    return at + aligned(HEADER_SIZE + Integer.BYTES);
  }

  /** Reads those of one packet, which start at an offset of the buffer. */
  void read(ReceivedPacket into, int start, int length, SocketFamily family) {
    int at = start;
    int end = start + length;
    while (end - at >= HEADER_SIZE) {
      long itsLength = control.getLong(at);
      if (itsLength < HEADER_SIZE || itsLength > end - at) {
        return;
      }
      readOne(into, at, (int) itsLength - HEADER_SIZE, family);
      at += aligned(itsLength);
    }
  }

  private void readOne(ReceivedPacket into, int header, int contentSize, SocketFamily family) {
    int level = control.getInt(header + LEVEL);
    int type = control.getInt(header + TYPE);
    int content = header + HEADER_SIZE;
    if (SocketOption.SO_TIMESTAMPNS.is(level, type)
        || SocketOption.SO_TIMESTAMPING.is(level, type)) {
      readStamp(into, content, contentSize);
    } else if (family.timeToLive().is(level, type) && contentSize >= Integer.BYTES) {
      into.setTtl(control.getInt(content) & 0xff);
    } else if (family.receiveErrors().is(level, type) && contentSize >= ERROR_SIZE) {
      readError(into, content, contentSize, family);
    }
  }

  /** Of the three stamps of SO_TIMESTAMPING the first is the one by software. */
  private void readStamp(ReceivedPacket into, int content, int contentSize) {
    if (contentSize >= TIMESPEC_SIZE) {
      long seconds = control.getLong(content);
      long nanos = control.getLong(content + Long.BYTES);
      into.setStampRealtimeNanos(seconds * NANOS_PER_SECOND + nanos);
    }
  }

  private void readError(ReceivedPacket into, int content, int contentSize, SocketFamily family) {
    int origin = Byte.toUnsignedInt(control.get(content + ERROR_ORIGIN));
    if (origin == ORIGIN_TIMESTAMPING) {
      into.setKind(ReceivedPacket.Kind.TRANSMIT_STAMP);
    } else if (origin == (family == SocketFamily.IPV4 ? ORIGIN_ICMP : ORIGIN_ICMP6)) {
      boolean hasReporter = contentSize >= ERROR_SIZE + SocketAddress.size(family);
      InetAddress reporter =
          hasReporter ? SocketAddress.get(control, content + ERROR_SIZE, family) : null;
      into.setIcmpError(
          Byte.toUnsignedInt(control.get(content + ERROR_TYPE)),
          Byte.toUnsignedInt(control.get(content + ERROR_CODE)),
          reporter);
    } else {
      into.setKind(ReceivedPacket.Kind.LOCAL_ERROR);
    }
  }

  /** What a piece of ancillary data occupies, whose length counts header and data. */
  private static int aligned(long length) {
    return (int) ((length + Long.BYTES - 1) & -Long.BYTES);
  }
}
