package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProbeOptions;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.packet.EchoView;
import org.jspecify.annotations.Nullable;

/**
 * Finds the probe that a packet belongs to, or counts why there is none.
 *
 * <p>A reply must be intact, carry the socket's identifier (unless the kernel has checked that) and
 * the sequence number of a probe in the table, come from that probe's target, and return its
 * payload, octet by octet.
 */
final class ReplyMatcher {
  private static final int SECRET_SIZE = RequestBatch.SECRET + Long.BYTES;

  private final IpVersion version;
  private final SequenceTable probes;
  private final int identifier;
  private final long cookie;
  private final Counters counters;
  private final EchoView echo = new EchoView();

  ReplyMatcher(
      IpVersion version, SequenceTable probes, int identifier, long cookie, Counters counters) {
    this.version = version;
    this.probes = probes;
    this.identifier = identifier;
    this.cookie = cookie;
    this.counters = counters;
  }

  /** The probe that a packet is a valid reply to; null if to none. */
  @Nullable Probe findReplied(ReceivedPacket packet, boolean identifierMatters) {
    boolean whole = packet.kind() == ReceivedPacket.Kind.ARRIVED && echo.isOn(packet.data());
    // The kernel verifies the checksum of ICMPv6, which covers the IP addresses too.
    if (!whole || (version == IpVersion.IPV4 && !echo.isIntact())) {
      counters.count(Counter.CORRUPT);
      return null;
    }
    if (echo.type() != version.echoReply() || echo.code() != 0) {
      return null;
    }
    if (identifierMatters && echo.identifier() != identifier) {
      counters.count(Counter.FOREIGN_IDENTIFIER);
      return null;
    }
    Probe probe = probes.get(echo.sequence());
    if (probe == null) {
      counters.count(Counter.UNKNOWN_SEQUENCE);
    } else if (!packet.isPeer(probe.target)) {
      counters.count(Counter.WRONG_SOURCE);
    } else if (!isPayloadOf(probe)) {
      counters.count(Counter.WRONG_PAYLOAD);
    } else {
      return probe;
    }
    return null;
  }

  /** The probe that an ICMP error quotes and that ends with it; null if there is none. */
  @Nullable Probe findQuoted(ReceivedPacket packet, boolean identifierMatters) {
    if (!version.isFinalError(packet.errorType())) {
      return null;
    }
    Probe probe = echo.isOn(packet.data()) ? quoted(packet, identifierMatters) : null;
    if (probe == null || packet.reporter() == null) {
      counters.count(Counter.UNMATCHED_ERROR);
      return null;
    }
    return probe;
  }

  /** The outcome for an ICMP error; null if its sender is not known. */
  static ProbeOutcome.@Nullable Unreachable unreachable(ReceivedPacket packet) {
    return packet.reporter() == null
        ? null
        : new ProbeOutcome.Unreachable(packet.errorType(), packet.errorCode(), packet.reporter());
  }

  /** The probe that the frame of a transmit stamp carries; null if none. */
  @Nullable Probe findTransmitted(ReceivedPacket packet) {
    int start = SentFrame.icmpStart(packet.data(), version);
    if (start == SentFrame.NOT_FOUND || !echo.isOn(packet.data(), start)) {
      return null;
    }
    Probe probe = echo.type() == version.echoRequest ? probes.get(echo.sequence()) : null;
    return probe != null && echo.payloadSize() >= SECRET_SIZE && startsAs(probe, SECRET_SIZE)
        ? probe
        : null;
  }

  /**
   * RFC 792 guarantees no more of the quoted packet than its ICMP header. Secret and cookie must be
   * the probe's as far as they are quoted; behind them may be an extension (RFC 4884).
   */
  private @Nullable Probe quoted(ReceivedPacket packet, boolean identifierMatters) {
    if (echo.type() != version.echoRequest || echo.code() != 0) {
      return null;
    }
    Probe probe = probes.get(echo.sequence());
    boolean matches =
        probe != null
            && (!identifierMatters || echo.identifier() == identifier)
            && packet.isPeer(probe.target)
            && startsAs(probe, Math.min(echo.payloadSize(), ProbeOptions.MIN_PAYLOAD_SIZE));
    return matches ? probe : null;
  }

  private boolean isPayloadOf(Probe probe) {
    int size = probe.request.options().payloadSize();
    return echo.payloadSize() == size && startsAs(probe, size);
  }

  /**
   * Whether so many octets of the payload, which has them, are those that the probe was sent with.
   */
  private boolean startsAs(Probe probe, int size) {
    int whole = size & -Long.BYTES;
    for (int at = 0; at < whole; at += Long.BYTES) {
      if (echo.payloadLongAt(at) != RequestBatch.payloadLongAt(at, probe, cookie)) {
        return false;
      }
    }
    long last = RequestBatch.payloadLongAt(whole, probe, cookie);
    for (int at = whole; at < size; at++) {
      last = Long.rotateLeft(last, Byte.SIZE);
      if (echo.payloadByteAt(at) != (byte) last) {
        return false;
      }
    }
    return true;
  }
}
