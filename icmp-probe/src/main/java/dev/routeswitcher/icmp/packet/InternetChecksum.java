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
   * intact. The buffer's position stays.
   */
  public static int of(ByteBuffer data) {
    ByteBuffer words = data.duplicate().order(ByteOrder.BIG_ENDIAN);
    long sum = 0;
    while (words.remaining() >= 2) {
      sum += Short.toUnsignedInt(words.getShort());
    }
    if (words.hasRemaining()) {
      sum += Byte.toUnsignedInt(words.get()) << 8;
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }
}
