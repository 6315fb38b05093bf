package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.loop.AddressBits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
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

  static int size(SocketFamily family) {
    return family == SocketFamily.IPV4 ? SIZE_4 : SIZE_6;
  }

  /** Writes an address without port and scope, and returns its length. */
  static int put(ByteBuffer out, int offset, SocketFamily family, AddressBits address) {
    out.putLong(offset, 0);
    out.putShort(offset, (short) family.domain());
    if (family == SocketFamily.IPV4) {
      out.putInt(offset + ADDRESS_4, bigEndian((int) address.low()));
      out.putLong(offset + Long.BYTES, 0);
    } else {
      out.putLong(offset + ADDRESS_6, bigEndian(address.high()));
      out.putLong(offset + ADDRESS_6 + Long.BYTES, bigEndian(address.low()));
      out.putInt(offset + ADDRESS_6 + 2 * Long.BYTES, 0);
    }
    return size(family);
  }

  static boolean isOf(ByteBuffer in, int offset, SocketFamily family) {
    return in.limit() - offset >= size(family) && in.getShort(offset) == family.domain();
  }

  static long high(ByteBuffer in, int offset, SocketFamily family) {
    return family == SocketFamily.IPV4 ? 0 : bigEndian(in.getLong(offset + ADDRESS_6));
  }

  static long low(ByteBuffer in, int offset, SocketFamily family) {
    return family == SocketFamily.IPV4
        ? Integer.toUnsignedLong(bigEndian(in.getInt(offset + ADDRESS_4)))
        : bigEndian(in.getLong(offset + ADDRESS_6 + Long.BYTES));
  }

  /** Reads the address; null if none of that family is there. */
  static @Nullable InetAddress get(ByteBuffer in, int offset, SocketFamily family) {
    if (!isOf(in, offset, family)) {
      return null;
    }
    boolean isIpv4 = family == SocketFamily.IPV4;
    byte[] octets = new byte[isIpv4 ? Integer.BYTES : 2 * Long.BYTES];
    in.get(offset + (isIpv4 ? ADDRESS_4 : ADDRESS_6), octets);
    try {
      return isIpv4
          ? InetAddress.getByAddress(octets)
          : Inet6Address.getByAddress(null, octets, -1);
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen octets are an address", e);
    }
  }

  private static int bigEndian(int value) {
    return SWAPS ? Integer.reverseBytes(value) : value;
  }

  private static long bigEndian(long value) {
    return SWAPS ? Long.reverseBytes(value) : value;
  }
}
