package dev.routeswitcher.netlink.ip;

/**
 * An address and the number of its leading bits that count. Bits beyond the length are kept: {@code
 * 192.0.2.5/24} is an interface address, {@link #network} is its {@code 192.0.2.0/24}.
 *
 * @param address the address
 * @param length 0 to 32 or 0 to 128
 */
public record IpPrefix(IpAddress address, int length) {

  public IpPrefix {
    if (length < 0 || length > address.bitLength()) {
      throw new IllegalArgumentException(
          "prefix length of "
              + address
              + " must be 0 to "
              + address.bitLength()
              + ", is "
              + length);
    }
  }

  /** The prefix of this address alone: /32 or /128. */
  public static IpPrefix host(IpAddress address) {
    return new IpPrefix(address, address.bitLength());
  }

  /**
   * Parses {@code ADDRESS/LENGTH}, or {@code ADDRESS} for the host prefix.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return host(IpAddress.parse(text));
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("not a prefix: '" + text + "'");
    }
    return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /** The same prefix with every bit beyond its length zero. */
  public IpPrefix network() {
    if (address.isIpv4()) {
      return new IpPrefix(IpAddress.ipv4((int) (address.low() & ones(32 + length, 0))), length);
    }
    long high = address.high() & ones(length, 0);
    long low = address.low() & ones(length, 64);
    return new IpPrefix(IpAddress.ipv6(high, low), length);
  }

  /** True if the address is of this family and its leading bits are this prefix's. */
  public boolean contains(IpAddress other) {
    return other.family().equals(address.family())
        && new IpPrefix(other, length).network().equals(network());
  }

  /** 64 bits, of which those before bit {@code length - start} are one. */
  private static long ones(int length, int start) {
    int count = Math.max(0, Math.min(64, length - start));
    return count == 0 ? 0 : -1L << (64 - count);
  }

  /** {@code ADDRESS/LENGTH}. */
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
