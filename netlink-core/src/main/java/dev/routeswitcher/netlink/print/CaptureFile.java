package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of a file: a capture by tcpdump or Wireshark (link type NETLINK), what {@code
 * rtmon} wrote, or hexadecimal text.
 */
final class CaptureFile {
  private CaptureFile() {}

  /**
   * Reads a file whose format its first bytes show.
   *
   * @param forced the byte order of hexadecimal text and of {@code rtmon}'s files; null to go by
   *     the length of the first message. Other captures say theirs.
   * @param into is given the datagrams in order
   * @throws IOException if it is no such file, or from a place on is none
   */
  static void read(byte[] content, @Nullable ByteOrder forced, Consumer<CapturedDatagram> into)
      throws IOException {
    if (PcapFile.isPcap(content)) {
      PcapFile.read(content, into);
    } else if (PcapngFile.isPcapng(content)) {
      PcapngFile.read(content, into);
    } else if (HexText.isText(content)) {
      HexText.read(content, forced, into);
    } else {
      ByteBuffer messages = ByteBuffer.wrap(content);
      into.accept(CapturedDatagram.of(messages, forced == null ? order(messages) : forced));
    }
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
