package dev.routeswitcher.netlink.ip;

import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * An IPv4 or IPv6 address, without scope. An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) is
 * IPv6 and stays so.
 *
 * @param family {@link AddressFamily#INET} or {@link AddressFamily#INET6}
 * @param high the first 64 bits of an IPv6 address; 0 for IPv4
 * @param low the last 64 bits of an IPv6 address; the 32 bits of an IPv4 address
 */
public record IpAddress(AddressFamily family, long high, long low)
    implements Comparable<IpAddress> {

  public IpAddress {
    if (family.equals(AddressFamily.INET)) {
      if (high != 0 || low >>> 32 != 0) {
        throw new IllegalArgumentException("an IPv4 address has 32 bits");
      }
    } else if (!family.equals(AddressFamily.INET6)) {
      throw new IllegalArgumentException("an IP address is inet or inet6, not " + family);
    }
  }

  /** The IPv4 address whose 32 bits, the first octet highest, are {@code bits}. */
  public static IpAddress ipv4(int bits) {
    return new IpAddress(AddressFamily.INET, 0, Integer.toUnsignedLong(bits));
  }

  /** The IPv6 address of these two halves, most significant bits first. */
  public static IpAddress ipv6(long high, long low) {
    return new IpAddress(AddressFamily.INET6, high, low);
  }

  /**
   * The address in network byte order: 4 bytes are IPv4, 16 are IPv6.
   *
   * @throws IllegalArgumentException for any other length
   */
  public static IpAddress of(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  /**
   * Reads an address at an absolute offset, whatever the buffer's byte order and position.
   *
   * @param length 4 or 16
   * @throws IllegalArgumentException for any other length
   */
  public static IpAddress read(ByteBuffer buffer, int offset, int length) {
    return switch (length) {
      case 4 -> ipv4((int) bigEndian(buffer, offset, 4));
      case 16 -> ipv6(bigEndian(buffer, offset, 8), bigEndian(buffer, offset + 8, 8));
      default ->
          throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + length);
    };
  }

  private static long bigEndian(ByteBuffer buffer, int offset, int length) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (buffer.get(offset + i) & 0xffL);
    }
    return value;
  }

  /**
   * Parses a literal: dotted IPv4 or RFC 4291 IPv6 without brackets or zone. Never asks a name
   * server.
   *
   * @throws IllegalArgumentException if the text is not such a literal
   */
  public static IpAddress parse(String text) {
    if (!CharMatcher.ascii().matchesAllOf(text)
        || text.indexOf('%') >= 0
        || !InetAddresses.isInetAddress(text)) {
      throw new IllegalArgumentException("not an IP address: '" + text + "'");
    }
    IpAddress parsed = of(InetAddresses.forString(text).getAddress());
    boolean mapped = parsed.isIpv4() && text.indexOf(':') >= 0;
    return mapped ? ipv6(0, 0xffff_0000_0000L | parsed.low) : parsed;
  }

  /**
   * The same address.
   *
   * @throws IllegalArgumentException if the address has a scope, which would be lost
   */
  public static IpAddress of(InetAddress address) {
    if (address instanceof Inet6Address six
        && (six.getScopeId() != 0 || six.getScopedInterface() != null)) {
      throw new IllegalArgumentException("scope of " + address + " cannot be kept");
    }
    return of(address.getAddress());
  }

  /**
   * The same address: an {@link Inet4Address} for IPv4, an {@link Inet6Address} for IPv6, mapped
   * addresses included. (The JDK's own conversions of such an {@code Inet6Address} may still
   * collapse it.)
   */
  public InetAddress toInetAddress() {
    try {
      return isIpv4()
          ? InetAddress.getByAddress(toBytes())
          : Inet6Address.getByAddress(null, toBytes(), -1);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 bytes are always an address", e);
    }
  }

  /** True for IPv4. */
  public boolean isIpv4() {
    return family.equals(AddressFamily.INET);
  }

  /** True for IPv6, IPv4-mapped addresses included. */
  public boolean isIpv6() {
    return !isIpv4();
  }

  /** True for {@code 0.0.0.0} and {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** 32 or 128. */
  public int bitLength() {
    return isIpv4() ? 32 : 128;
  }

  /** A new array of 4 or 16 bytes in network byte order. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(bitLength() / 8);
    if (isIpv4()) {
      bytes.putInt((int) low);
    } else {
      bytes.putLong(high).putLong(low);
    }
    return bytes.array();
  }

  /** IPv4 before IPv6, then by unsigned value. */
  @Override
  public int compareTo(IpAddress other) {
    int byFamily = Integer.compare(family.value(), other.family.value());
    if (byFamily != 0) {
      return byFamily;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  /**
   * Dotted for IPv4, RFC 5952 for IPv6, and {@code ::ffff:192.0.2.1} for a mapped address. {@link
   * #parse} reads it back.
   */
  @Override
  public String toString() {
    if (isIpv6() && high == 0 && low >>> 32 == 0xffff) {
      return "::ffff:" + ipv4((int) low);
    }
    return InetAddresses.toAddrString(toInetAddress());
  }
}
