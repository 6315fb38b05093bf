package dev.routeswitcher.icmp;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of {@code struct sockaddr_in} (linux/in.h: family, port, address) and {@code struct
 * sockaddr_in6} (linux/in6.h: family, port, flow, address, scope), in buffers of native byte order.
 */
final class SocketAddress {
  /** Room for either. */
  static final int MAX_SIZE = 32;

  private static final int SIZE_4 = 16;
  private static final int SIZE_6 = 28;
  private static final int ADDRESS_4 = 4;
  private static final int ADDRESS_6 = 8;

  private static final boolean SWAPS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private SocketAddress() {}

  static int size(Family family) {
    return family == Family.IPV4 ? SIZE_4 : SIZE_6;
  }

  /** Writes an address without port and scope, and says how long it is. */
  static int put(ByteBuffer out, int offset, Family family, long high, long low) {
    out.putLong(offset, 0);
    out.putShort(offset, (short) family.domain);
    if (family == Family.IPV4) {
      out.putInt(offset + ADDRESS_4, bigEndian((int) low));
      out.putLong(offset + Long.BYTES, 0);
    } else {
      out.putLong(offset + ADDRESS_6, bigEndian(high));
      out.putLong(offset + ADDRESS_6 + Long.BYTES, bigEndian(low));
      out.putInt(offset + ADDRESS_6 + 2 * Long.BYTES, 0);
    }
    return size(family);
  }

  static boolean isOf(ByteBuffer in, int offset, Family family) {
    return in.limit() - offset >= size(family) && in.getShort(offset) == family.domain;
  }

  static long high(ByteBuffer in, int offset, Family family) {
    return family == Family.IPV4 ? 0 : bigEndian(in.getLong(offset + ADDRESS_6));
  }

  static long low(ByteBuffer in, int offset, Family family) {
    return family == Family.IPV4
        ? Integer.toUnsignedLong(bigEndian(in.getInt(offset + ADDRESS_4)))
        : bigEndian(in.getLong(offset + ADDRESS_6 + Long.BYTES));
  }

  /** Reads the address; null if none of that family is there. */
  static @Nullable InetAddress get(ByteBuffer in, int offset, Family family) {
    return isOf(in, offset, family)
        ? AddressBits.toAddress(family, high(in, offset, family), low(in, offset, family))
        : null;
  }

  private static int bigEndian(int value) {
    return SWAPS ? Integer.reverseBytes(value) : value;
  }

  private static long bigEndian(long value) {
    return SWAPS ? Long.reverseBytes(value) : value;
  }
}
