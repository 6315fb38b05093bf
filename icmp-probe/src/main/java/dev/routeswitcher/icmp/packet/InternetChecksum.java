package dev.routeswitcher.icmp.packet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The Internet checksum of RFC 1071: the complement of the one's complement sum of 16-bit words.
 */
public final class InternetChecksum {

  private InternetChecksum() {}

  /**
   * The checksum of the remaining octets, 0 to 65,535; an odd last octet counts as if a zero octet
   * followed. Data that contain their own checksum at an even offset give 0 exactly when they are
   * intact. The buffer's position does not change.
   */
  public static int of(ByteBuffer data) {
    return of(data, data.position(), data.remaining());
  }

  /** The checksum of some octets of a buffer, from an absolute offset on. */
  public static int of(ByteBuffer data, int offset, int length) {
    return complement(data, sum(data, offset, length));
  }

  /**
   * The checksum of some octets preceded by the pseudo-header of RFC 8200, section 8.1, as for
   * ICMPv6.
   */
  static int withPseudoHeader(ByteBuffer data, byte[] source, byte[] destination, int protocol) {
    ByteBuffer pseudo = ByteBuffer.allocate(source.length + destination.length + 2 * Integer.BYTES);
    pseudo.put(source).put(destination).putInt(data.remaining()).putInt(protocol).flip();
    pseudo.order(data.order());
    long sum = sum(data, data.position(), data.remaining());
    return complement(data, sum + sum(pseudo, 0, pseudo.limit()));
  }

  /**
   * The sum in the buffer's own byte order: of whichever it is, folding gives the same octets (RFC
   * 1071, section 2 B). Four octets at a time, so that the sum of any buffer fits.
   */
  private static long sum(ByteBuffer data, int offset, int length) {
    long sum = 0;
    int at = offset;
    int end = offset + length;
    for (; end - at >= Integer.BYTES; at += Integer.BYTES) {
      sum += Integer.toUnsignedLong(data.getInt(at));
    }
    if (end - at >= Short.BYTES) {
      sum += Short.toUnsignedInt(data.getShort(at));
      at += Short.BYTES;
    }
    if (at < end) {
      int last = Byte.toUnsignedInt(data.get(at));
      sum += data.order() == ByteOrder.BIG_ENDIAN ? last << 8 : last;
    }
    return sum;
  }

  private static int complement(ByteBuffer data, long wideSum) {
    long sum = wideSum;
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    short folded = (short) ~sum;
    return Short.toUnsignedInt(
        data.order() == ByteOrder.BIG_ENDIAN ? folded : Short.reverseBytes(folded));
  }
}
