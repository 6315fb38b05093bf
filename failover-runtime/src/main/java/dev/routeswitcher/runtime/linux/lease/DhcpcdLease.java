package dev.routeswitcher.runtime.linux.lease;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The acknowledgement of the server as dhcpcd keeps it ({@code /var/lib/dhcpcd/IFACE.lease}): a
 * DHCP message (RFC 2131, section 2; options: RFC 2132, section 2), whose times begin when the file
 * was written.
 */
final class DhcpcdLease implements LeaseFormat {

  private static final int YOUR_ADDRESS = 16;
  private static final int COOKIE = 236;
  private static final int OPTIONS = 240;
  private static final int MAGIC = 0x63825363;
  private static final int WORD = 4;

  private static final int PAD = 0;
  private static final int ROUTERS = 3;
  private static final int LEASE_TIME = 51;
  private static final int CLASSLESS_ROUTES = 121;
  private static final int END = 255;

  @Override
  public ImmutableList<Lease> leases(byte[] content, Instant modified) {
    if (content.length < OPTIONS || word(content, COOKIE) != MAGIC) {
      return ImmutableList.of();
    }
    Map<Integer, byte[]> options = options(content);
    Optional<Inet4Address> address =
        Routers.gateway(Arrays.copyOfRange(content, YOUR_ADDRESS, YOUR_ADDRESS + WORD));
    return address
        .map(own -> new Lease(Optional.empty(), own, gateway(options), expiry(options, modified)))
        .map(ImmutableList::of)
        .orElse(ImmutableList.of());
  }

  private static Optional<Inet4Address> gateway(Map<Integer, byte[]> options) {
    byte[] routes = options.get(CLASSLESS_ROUTES);
    byte[] routers = options.getOrDefault(ROUTERS, new byte[0]);
    if (routes != null) {
      ImmutableList.Builder<Integer> octets = ImmutableList.builder();
      for (byte octet : routes) {
        octets.add(octet & 0xff);
      }
      return Routers.ofOctets(octets.build());
    }
    return routers.length < WORD ? Optional.empty() : Routers.gateway(Arrays.copyOf(routers, WORD));
  }

  private static Instant expiry(Map<Integer, byte[]> options, Instant modified) {
    byte[] time = options.get(LEASE_TIME);
    return time == null || time.length != WORD
        ? Instant.MAX
        : KeyValues.after(modified, Integer.toUnsignedLong(word(time, 0)));
  }

  /** An option that comes in several parts is one (RFC 3396); one that is cut off is none. */
  private static Map<Integer, byte[]> options(byte[] message) {
    Map<Integer, ByteArrayOutputStream> parts = new HashMap<>();
    int at = OPTIONS;
    while (at < message.length && (message[at] & 0xff) != END) {
      int code = message[at++] & 0xff;
      if (code == PAD) {
        continue;
      }
      int length = at < message.length ? message[at++] & 0xff : Integer.MAX_VALUE;
      if (length > message.length - at) {
        break;
      }
      parts.computeIfAbsent(code, any -> new ByteArrayOutputStream()).write(message, at, length);
      at += length;
    }
    Map<Integer, byte[]> options = new HashMap<>();
    parts.forEach((code, value) -> options.put(code, value.toByteArray()));
    return options;
  }

  private static int word(byte[] bytes, int at) {
    return Ints.fromBytes(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
  }
}
