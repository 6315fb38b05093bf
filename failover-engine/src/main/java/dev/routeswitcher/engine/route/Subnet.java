package dev.routeswitcher.engine.route;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import java.math.BigInteger;
import java.net.InetAddress;

/**
 * The addresses whose first bits are the same: what a route leads to.
 *
 * @param address the first of them; the bits behind {@code length} are made zero
 * @param length how many bits count, 0 to 32 or 128
 */
public record Subnet(InetAddress address, int length) {

  /** Every address of IPv4. */
  static final Subnet ALL_IPV4 = new Subnet(InetAddresses.forString("0.0.0.0"), 0);

  /** Every address of IPv6. */
  static final Subnet ALL_IPV6 = new Subnet(InetAddresses.forString("::"), 0);

  /** The addresses that hold on one link only (RFC 4291 section 2.5.6, as Linux configures it). */
  static final Subnet LINK_LOCAL_IPV6 = new Subnet(InetAddresses.forString("fe80::"), 64);

  /** Checks that the length fits the address, and clears the bits behind it. */
  public Subnet {
    int size = 8 * address.getAddress().length;
    checkArgument(length >= 0 && length <= size, "%s does not fit %s", length, address);
    int cleared = size - length;
    BigInteger first = InetAddresses.toBigInteger(address).shiftRight(cleared).shiftLeft(cleared);
    address =
        IpFamily.of(address) == IpFamily.IPV4
            ? InetAddresses.fromIPv4BigInteger(first)
            : InetAddresses.fromIPv6BigInteger(first);
  }

  /** What a default route leads to. */
  public static Subnet all(IpFamily family) {
    return family == IpFamily.IPV4 ? ALL_IPV4 : ALL_IPV6;
  }

  /** What is reachable on the link because of the address. */
  static Subnet of(InterfaceAddress address) {
    return new Subnet(address.network(), address.prefixLength());
  }

  /** Whether it holds one address only. */
  boolean isHost() {
    return length == 8 * address.getAddress().length;
  }

  /** In the usual notation: {@code default}, {@code 192.0.2.0/24}, {@code 192.0.2.1}. */
  @Override
  public String toString() {
    String text = InetAddresses.toAddrString(address);
    return length == 0 ? "default" : isHost() ? text : text + "/" + length;
  }
}
