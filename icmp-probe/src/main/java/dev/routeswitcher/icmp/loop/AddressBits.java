package dev.routeswitcher.icmp.loop;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An IP address as two numbers, most significant octet first: addresses are compared by these,
 * because creating an object for each packet would cost more than the comparison.
 *
 * @param high the upper 64 bits of an IPv6 address, 0 for IPv4
 * @param low the lower 64 bits of an IPv6 address, or the 32 bits of an IPv4 address
 */
public record AddressBits(long high, long low) {

  /** The bits of an address; a scope is left out. */
  public static AddressBits of(InetAddress address) {
    ByteBuffer bits = ByteBuffer.wrap(address.getAddress());
    return address instanceof Inet6Address
        ? new AddressBits(bits.getLong(), bits.getLong())
        : new AddressBits(0, Integer.toUnsignedLong(bits.getInt()));
  }
}
