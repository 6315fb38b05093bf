package dev.routeswitcher.runtime.linux.lease;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gateway that a lease gives by option 3, routers (RFC 2132, section 3.5), and option 121,
 * classless static routes (RFC 3442): where a lease has the latter, the former does not count, also
 * if no default route is among those.
 */
final class Routers {

  private static final Splitter WORDS = Splitter.on(CharMatcher.anyOf(" ,\t")).omitEmptyStrings();
  private static final int ADDRESS_BYTES = 4;
  private static final int LARGEST_PREFIX = 32;

  private Routers() {}

  /**
   * The gateway of a lease that has both as words.
   *
   * @param routes the classless routes, as in {@link #ofRoutes}; null if the lease has none
   * @param routers the routers, as in {@link #first}; null if the lease has none
   */
  static Optional<Inet4Address> of(@Nullable String routes, @Nullable String routers) {
    return routes == null ? first(routers == null ? "" : routers) : ofRoutes(routes);
  }

  /** The first of some addresses, separated by spaces or commas. */
  static Optional<Inet4Address> first(String addresses) {
    return WORDS.splitToStream(addresses).findFirst().flatMap(Routers::address);
  }

  /**
   * The gateway of the first default route among classless routes.
   *
   * @param words each route's destination with its prefix length, and then its gateway: {@code
   *     0.0.0.0/0 192.0.2.1}, with spaces or commas
   */
  static Optional<Inet4Address> ofRoutes(String words) {
    List<String> all = WORDS.splitToList(words);
    for (int i = 0; i + 1 < all.size(); i += 2) {
      if (all.get(i).equals("0.0.0.0/0")) {
        return address(all.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /**
   * The same of routes as they are in option 121: prefix length, the octets of the destination that
   * it covers, gateway.
   *
   * @param octets 0 to 255 each
   */
  static Optional<Inet4Address> ofOctets(List<Integer> octets) {
    int at = 0;
    while (at < octets.size()) {
      int length = octets.get(at);
      int gatewayAt = at + 1 + (length + Byte.SIZE - 1) / Byte.SIZE;
      int next = gatewayAt + ADDRESS_BYTES;
      if (length > LARGEST_PREFIX || next > octets.size()) {
        return Optional.empty();
      }
      if (length == 0) {
        byte[] gateway = new byte[ADDRESS_BYTES];
        for (int i = 0; i < ADDRESS_BYTES; i++) {
          gateway[i] = octets.get(gatewayAt + i).byteValue();
        }
        return gateway(gateway);
      }
      at = next;
    }
    return Optional.empty();
  }

  /** Octets, separated by blanks, commas, dots or colons; empty if one is none. */
  static ImmutableList<Integer> octets(String words, int radix) {
    ImmutableList.Builder<Integer> octets = ImmutableList.builder();
    for (String word : Splitter.on(CharMatcher.anyOf(" ,.:\t")).omitEmptyStrings().split(words)) {
      Integer octet = Ints.tryParse(word, radix);
      if (octet == null || octet < 0 || octet > 255) {
        return ImmutableList.of();
      }
      octets.add(octet);
    }
    return octets.build();
  }

  /** The address of some host, written as numbers; nothing is looked up. */
  static Optional<Inet4Address> address(String text) {
    return InetAddresses.isInetAddress(text)
            && InetAddresses.forString(text) instanceof Inet4Address address
            && isOfAHost(address)
        ? Optional.of(address)
        : Optional.empty();
  }

  /** The address of some host; {@code bytes} are four. */
  static Optional<Inet4Address> gateway(byte[] bytes) {
    Inet4Address address = InetAddresses.fromInteger(Ints.fromByteArray(bytes));
    return isOfAHost(address) ? Optional.of(address) : Optional.empty();
  }

  /** Neither this network, nor loopback, nor multicast and what lies above it (RFC 1122). */
  private static boolean isOfAHost(InetAddress address) {
    int first = address.getAddress()[0] & 0xff;
    return first != 0 && first != 127 && first < 224;
  }
}
