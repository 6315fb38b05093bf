package dev.routeswitcher.icmp.packet;

import java.nio.ByteBuffer;

/** Any octets: {@link Icmpv4} reads them or says that they are malformed, and nothing else. */
public final class Icmpv4Fuzz {

  public static void fuzzerTestOneInput(byte[] octets) {
    try {
      CodecChecks.reads(octets, Icmpv4.decode(ByteBuffer.wrap(octets)), Icmpv4::encode);
    } catch (MalformedPacketException declared) {
      CodecChecks.isNotIntact(octets);
    }
    // The same with the right checksum, which a fuzzer does not guess.
    byte[] intact = CodecChecks.withChecksum(octets, InternetChecksum::of);
    try {
      CodecChecks.reads(intact, Icmpv4.decode(ByteBuffer.wrap(intact)), Icmpv4::encode);
    } catch (MalformedPacketException declared) {
      CodecChecks.isTooShort(intact);
    }
  }

  private Icmpv4Fuzz() {}
}
