package dev.routeswitcher.icmp.packet;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.packet.CodecChecks.Encoder;
import java.net.Inet6Address;
import java.nio.ByteBuffer;

/** Any octets: {@link Icmpv6} reads them or says that they are malformed, and nothing else. */
public final class Icmpv6Fuzz {
  private static final Inet6Address SOURCE =
      (Inet6Address) InetAddresses.forString("2001:db8:ffff::1");
  private static final Inet6Address DESTINATION =
      (Inet6Address) InetAddresses.forString("2001:db8::8");
  private static final Encoder ENCODER =
      (message, out) -> Icmpv6.encode(message, SOURCE, DESTINATION, out);

  public static void fuzzerTestOneInput(byte[] octets) {
    try {
      Icmpv6.decode(ByteBuffer.wrap(octets), SOURCE, DESTINATION);
    } catch (MalformedPacketException declared) {
      // As it may.
    }
    try {
      CodecChecks.reads(octets, Icmpv6.decodeVerified(ByteBuffer.wrap(octets)), ENCODER);
    } catch (MalformedPacketException declared) {
      CodecChecks.isTooShort(octets);
    }
    // The same with the right checksum, which a fuzzer does not guess.
    byte[] intact = CodecChecks.withChecksum(octets, Icmpv6Fuzz::checksum);
    try {
      CodecChecks.reads(
          intact, Icmpv6.decode(ByteBuffer.wrap(intact), SOURCE, DESTINATION), ENCODER);
    } catch (MalformedPacketException declared) {
      CodecChecks.isTooShort(intact);
    }
  }

  private static int checksum(ByteBuffer message) {
    final int icmpv6 = 58;
    return InternetChecksum.withPseudoHeader(
        message, SOURCE.getAddress(), DESTINATION.getAddress(), icmpv6);
  }

  private Icmpv6Fuzz() {}
}
