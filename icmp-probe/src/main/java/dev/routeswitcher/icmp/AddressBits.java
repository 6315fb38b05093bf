package dev.routeswitcher.icmp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IP address as two numbers, most significant octet first: what addresses are compared by, where
 * making an object of each would cost more than the comparison. An IPv4 address is the low 32 bits.
 */
record AddressBits(long high, long low) {

  static AddressBits of(InetAddress address) {
    byte[] octets = address.getAddress();
    ByteBuffer bits = ByteBuffer.wrap(octets);
    return address instanceof Inet6Address
        ? new AddressBits(bits.getLong(), bits.getLong())
        : new AddressBits(0, Integer.toUnsignedLong(bits.getInt()));
  }

  static InetAddress toAddress(Family family, long high, long low) {
    ByteBuffer bits =
        family == Family.IPV6
            ? ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low)
            : ByteBuffer.allocate(Integer.BYTES).putInt((int) low);
    try {
      return family == Family.IPV6
          ? Inet6Address.getByAddress(null, bits.array(), -1)
          : InetAddress.getByAddress(bits.array());
    } catch (UnknownHostException e) {
      throw new AssertionError("four or sixteen octets are an address", e);
    }
  }
}
