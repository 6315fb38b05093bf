package dev.routeswitcher.icmp.loop;

import java.nio.ByteBuffer;

/**
 * The format of a packet as passed to the device, which the kernel returns with a transmit stamp: a
 * link header of unknown length (none on a tunnel, 14 octets on Ethernet, 18 with a VLAN tag), the
 * IP header, and the ICMP message.
 */
final class SentFrame {
  static final int NOT_FOUND = -1;

  private static final int MAX_LINK_HEADER = 64;
  private static final int IPV4_HEADER_SIZE = 20;
  private static final int IPV4_TOTAL_LENGTH = 2;
  private static final int IPV4_PROTOCOL = 9;
  private static final int IPV6_HEADER_SIZE = 40;
  private static final int IPV6_PAYLOAD_LENGTH = 4;
  private static final int IPV6_NEXT_HEADER = 6;

  private SentFrame() {}

  /** Where the ICMP message starts, or {@link #NOT_FOUND}; of a fragment only the first has one. */
  static int icmpStart(ByteBuffer frame, IpVersion version) {
    for (int link = 0; link <= MAX_LINK_HEADER; link += 2) {
      int start =
          version == IpVersion.IPV4
              ? icmpStart4(frame, frame.position() + link)
              : icmpStart6(frame, frame.position() + link);
      if (start != NOT_FOUND) {
        return start;
      }
    }
    return NOT_FOUND;
  }

  private static int icmpStart4(ByteBuffer frame, int header) {
    int left = frame.limit() - header;
    if (left < IPV4_HEADER_SIZE || (frame.get(header) & 0xf0) != 0x40) {
      return NOT_FOUND;
    }
    int length = bigEndianShort(frame, header + IPV4_TOTAL_LENGTH);
    int headerSize = (frame.get(header) & 0x0f) * Integer.BYTES;
    boolean fits =
        frame.get(header + IPV4_PROTOCOL) == IpVersion.IPV4.protocol
            && headerSize >= IPV4_HEADER_SIZE
            && length >= headerSize
            && headerSize < left;
    return fits ? header + headerSize : NOT_FOUND;
  }

  private static int icmpStart6(ByteBuffer frame, int header) {
    int left = frame.limit() - header;
    boolean fits =
        left > IPV6_HEADER_SIZE
            && (frame.get(header) & 0xf0) == 0x60
            && frame.get(header + IPV6_NEXT_HEADER) == IpVersion.IPV6.protocol
            && bigEndianShort(frame, header + IPV6_PAYLOAD_LENGTH) > 0;
    return fits ? header + IPV6_HEADER_SIZE : NOT_FOUND;
  }

  private static int bigEndianShort(ByteBuffer in, int at) {
    return Byte.toUnsignedInt(in.get(at)) << Byte.SIZE | Byte.toUnsignedInt(in.get(at + 1));
  }
}
