package dev.routeswitcher.icmp.loop;

import static com.google.common.base.Verify.verify;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.InternetChecksum;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Any octets, as a reply and as what an ICMP error quotes: {@link ReplyMatcher} takes for the
 * probe's those alone that are, octet by octet.
 */
public final class ReplyMatcherFuzz {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final int IDENTIFIER = 0x1234;
  private static final int SEQUENCE = 7;
  private static final long SECRET = 0x1122_3344_5566_7788L;
  private static final long COOKIE = 0x99aa_bbcc_ddee_ff00L;
  private static final int PAYLOAD = 20;
  private static final int HEADER = 8;
  private static final int CHECKSUM = 2;

  public static void fuzzerTestOneInput(byte[] octets) {
    byte[] intact = octets.clone();
    if (intact.length >= HEADER) {
      // A fuzzer does not guess it.
      ByteBuffer message = ByteBuffer.wrap(intact).putShort(CHECKSUM, (short) 0);
      message.putShort(CHECKSUM, (short) InternetChecksum.of(message));
    }
    byte[] reply = sent(Icmpv4.ECHO_REPLY, intact);
    byte[] request = sent(Icmpv4.ECHO_REQUEST, intact);
    int quotedOfPayload = Math.min(intact.length - HEADER, ProbeOptions.MIN_PAYLOAD_SIZE);
    boolean isQuotation =
        quotedOfPayload >= 0
            && Arrays.equals(
                intact, 0, HEADER + quotedOfPayload, request, 0, HEADER + quotedOfPayload);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      ReceivedPacket packet = new ReceivedPacket();
      AddressBits peer = AddressBits.of(TARGET);
      packet.setPeer(peer.high(), peer.low());
      packet.setData(ByteBuffer.wrap(intact).order(order));
      boolean isReply = matcher().findReplied(packet, true) != null;
      verify(isReply == Arrays.equals(intact, reply), "a reply, in %s: %s", order, isReply);
      packet.setIcmpError(Icmpv4.DESTINATION_UNREACHABLE, 1, TARGET);
      boolean isQuoted = matcher().findQuoted(packet, true) != null;
      verify(isQuoted == isQuotation, "quoted, in %s: %s", order, isQuoted);
    }
  }

  private static ReplyMatcher matcher() {
    SequenceTable probes = new SequenceTable(SEQUENCE);
    ProbeRequest request =
        new ProbeRequest("eth0", TARGET, 1, ProbeOptions.DEFAULTS.withPayloadSize(PAYLOAD));
    probes.put(new Probe(request, (same, outcome) -> {}, SECRET, 1, 0), 0);
    return new ReplyMatcher(IpVersion.IPV4, probes, IDENTIFIER, COOKIE, new Counters());
  }

  /** A packet of the probe, with the checksum of another. */
  private static byte[] sent(int type, byte[] other) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + PAYLOAD);
    packet.put((byte) type).put((byte) 0);
    packet.putShort(other.length >= HEADER ? ByteBuffer.wrap(other).getShort(CHECKSUM) : 0);
    packet.putShort((short) IDENTIFIER).putShort((short) SEQUENCE);
    return packet.putLong(SECRET).putLong(COOKIE).array();
  }

  private ReplyMatcherFuzz() {}
}
