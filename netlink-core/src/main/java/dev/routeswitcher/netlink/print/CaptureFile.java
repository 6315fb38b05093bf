package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of a file: a capture by tcpdump or Wireshark (link type NETLINK), what {@code
 * rtmon} wrote, or hexadecimal text.
 */
final class CaptureFile {
  private CaptureFile() {}

  /**
   * Reads a file whose format its first bytes tell.
   *
   * @param forced the byte order of hexadecimal text and of {@code rtmon}'s files; null to go by
   *     the length of the first message. Other captures say theirs.
   * @throws IOException if it is no such file
   */
  static List<CapturedDatagram> read(byte[] content, @Nullable ByteOrder forced)
      throws IOException {
    if (PcapFile.isPcap(content)) {
      return PcapFile.read(content);
    }
    if (PcapngFile.isPcapng(content)) {
      return PcapngFile.read(content);
    }
    if (HexText.isText(content)) {
      return HexText.read(content, forced);
    }
    ByteBuffer messages = ByteBuffer.wrap(content);
    return List.of(CapturedDatagram.of(messages, forced == null ? order(messages) : forced));
  }

  /** The byte order in which the first message's length can be, the machine's first. */
  static ByteOrder order(ByteBuffer messages) {
    ByteOrder here = ByteOrder.nativeOrder();
    boolean little = here == ByteOrder.LITTLE_ENDIAN;
    ByteOrder other = little ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return !fits(messages, here) && fits(messages, other) ? other : here;
  }

  private static boolean fits(ByteBuffer messages, ByteOrder order) {
    if (messages.remaining() < NetlinkHeader.LENGTH) {
      return false;
    }
    int length = messages.duplicate().order(order).getInt(messages.position());
    return length >= NetlinkHeader.LENGTH && length <= messages.remaining();
  }
}
