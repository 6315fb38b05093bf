package dev.routeswitcher.icmp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The layout of {@code struct sockaddr_in} (linux/in.h): family, port, address, padding. */
final class SocketAddress4 {
  static final int SIZE = 16;
  static final int AF_INET = 2;

  private static final int ADDRESS_OFFSET = 4;
  private static final int ADDRESS_SIZE = 4;

  private SocketAddress4() {}

  /** Writes an address without a port at the start of a buffer in native byte order. */
  static void put(ByteBuffer out, Inet4Address address) {
    out.putLong(0, 0).putLong(8, 0).putShort(0, (short) AF_INET);
    out.put(ADDRESS_OFFSET, address.getAddress());
  }

  /** Reads the address at an offset of a buffer in native byte order; null if it holds no IPv4. */
  static @Nullable InetAddress get(ByteBuffer in, int offset) {
    if (in.limit() - offset < SIZE || in.getShort(offset) != AF_INET) {
      return null;
    }
    byte[] address = new byte[ADDRESS_SIZE];
    in.get(offset + ADDRESS_OFFSET, address);
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are an address", e);
    }
  }
}
