package dev.routeswitcher.netlink.print;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A capture file of tcpdump (libpcap's format) with link type NETLINK. */
final class PcapFile {
  /** {@code LINKTYPE_NETLINK}. */
  static final int LINK_TYPE = 253;

  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int FILE_HEADER = 24;
  private static final int PACKET_HEADER = 16;

  /** Before each datagram: kind, hardware type, ten bytes without a meaning, netlink family. */
  private static final int COOKED_HEADER = 16;

  private PcapFile() {}

  static boolean isPcap(byte[] content) {
    return order(content) != null;
  }

  private static @Nullable ByteOrder order(byte[] content) {
    if (content.length < FILE_HEADER) {
      return null;
    }
    int magic = ByteBuffer.wrap(content).getInt(0);
    if (magic == MICROSECONDS || magic == NANOSECONDS) {
      return ByteOrder.BIG_ENDIAN;
    }
    int swapped = Integer.reverseBytes(magic);
    boolean little = swapped == MICROSECONDS || swapped == NANOSECONDS;
    return little ? ByteOrder.LITTLE_ENDIAN : null;
  }

  static void read(byte[] content, Consumer<CapturedDatagram> into) throws IOException {
    ByteOrder order = order(content);
    if (order == null) {
      throw new IOException("not a pcap file");
    }
    ByteBuffer file = ByteBuffer.wrap(content).order(order);
    boolean nanoseconds = file.getInt(0) == NANOSECONDS;
    requireNetlink(file.getInt(20) & 0xffff);
    int at = FILE_HEADER;
    while (file.limit() - at >= PACKET_HEADER) {
      int captured = file.getInt(at + 8);
      if (captured < 0 || captured > file.limit() - at - PACKET_HEADER) {
        throw new IOException("packet of " + captured + " bytes at offset " + at + " is cut off");
      }
      long fraction = Integer.toUnsignedLong(file.getInt(at + 4)) * (nanoseconds ? 1 : 1000);
      Instant time = Instant.ofEpochSecond(Integer.toUnsignedLong(file.getInt(at)), fraction);
      into.accept(packet(file, at + PACKET_HEADER, captured, order, time));
      at += PACKET_HEADER + captured;
    }
  }

  static void requireNetlink(int linkType) throws IOException {
    if (linkType != LINK_TYPE) {
      throw new IOException("link type " + linkType + " is not NETLINK (253)");
    }
  }

  /** A packet: a cooked header and a datagram. */
  static CapturedDatagram packet(
      ByteBuffer file, int offset, int length, ByteOrder order, @Nullable Instant time)
      throws IOException {
    if (length < COOKED_HEADER) {
      throw new IOException("packet of " + length + " bytes at offset " + offset);
    }
    int protocol = (file.get(offset + 14) & 0xff) << 8 | (file.get(offset + 15) & 0xff);
    ByteBuffer bytes = file.slice(offset + COOKED_HEADER, length - COOKED_HEADER);
    return new CapturedDatagram(bytes, order, protocol, time);
  }
}
