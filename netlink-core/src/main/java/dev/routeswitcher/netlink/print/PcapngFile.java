package dev.routeswitcher.netlink.print;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** A capture file of Wireshark (pcapng) with link type NETLINK; its times are not read. */
final class PcapngFile {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int INTERFACE = 1;
  private static final int ENHANCED_PACKET = 6;

  /** Type and length before a block's body; the length again behind it. */
  private static final int FRAME = 12;

  private PcapngFile() {}

  static boolean isPcapng(byte[] content) {
    return content.length >= FRAME && ByteBuffer.wrap(content).getInt(0) == SECTION;
  }

  static void read(byte[] content, Consumer<CapturedDatagram> into) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(content);
    int at = 0;
    while (file.limit() - at >= FRAME) {
      if (file.getInt(at) == SECTION) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt(at + 8) != BYTE_ORDER_MAGIC) {
          file.order(ByteOrder.BIG_ENDIAN);
        }
      }
      int length = file.getInt(at + 4);
      if (length < FRAME || length > file.limit() - at) {
        throw new IOException("block of " + length + " bytes at offset " + at);
      }
      readBlock(file, at, length - FRAME, into);
      at += length;
    }
  }

  private static void readBlock(
      ByteBuffer file, int at, int bodyLength, Consumer<CapturedDatagram> into) throws IOException {
    int type = file.getInt(at);
    int body = at + 8;
    if (type == INTERFACE && bodyLength >= 8) {
      PcapFile.requireNetlink(file.getShort(body) & 0xffff);
    } else if (type == ENHANCED_PACKET && bodyLength >= 20) {
      int captured = file.getInt(body + 12);
      if (captured < 0 || captured > bodyLength - 20) {
        throw new IOException("packet of " + captured + " bytes at offset " + at);
      }
      into.accept(PcapFile.packet(file, body + 20, captured, file.order(), null));
    }
  }
}
