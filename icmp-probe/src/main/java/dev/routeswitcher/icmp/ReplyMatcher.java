package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.packet.EchoView;
import org.jspecify.annotations.Nullable;

/**
 * Finds the probe that a packet belongs to, or counts why it belongs to none.
 *
 * <p>A reply must be intact, carry the socket's identifier (where the kernel has not seen to that),
 * the sequence number of a probe that is remembered, come from that probe's target, and bring its
 * secret back.
 */
final class ReplyMatcher {
  private final Family family;
  private final SequenceTable probes;
  private final int identifier;
  private final Counters counters;
  private final EchoView echo = new EchoView();

  ReplyMatcher(Family family, SequenceTable probes, int identifier, Counters counters) {
    this.family = family;
    this.probes = probes;
    this.identifier = identifier;
    this.counters = counters;
  }

  /** The probe that a packet is a valid reply to; null if to none. */
  @Nullable Probe findReplied(ReceivedMessage message, boolean identifierMatters) {
    boolean whole = message.kind() == ReceivedMessage.Kind.PACKET && echo.isOn(message.packet());
    // The kernel verifies the checksum of ICMPv6, which covers more than what is here.
    if (!whole || (family == Family.IPV4 && !echo.isIntact())) {
      counters.count(Counter.CORRUPT);
      return null;
    }
    if (echo.type() != family.echoReply || echo.code() != 0) {
      return null;
    }
    if (identifierMatters && echo.identifier() != identifier) {
      counters.count(Counter.FOREIGN_IDENTIFIER);
      return null;
    }
    Probe probe = probes.get(echo.sequence());
    if (probe == null) {
      counters.count(Counter.UNKNOWN_SEQUENCE);
    } else if (!message.isPeer(probe)) {
      counters.count(Counter.WRONG_SOURCE);
    } else if (!hasSecret(probe)) {
      counters.count(Counter.WRONG_SECRET);
    } else {
      return probe;
    }
    return null;
  }

  /** The probe that an ICMP error quotes and that ends with it; null if there is none. */
  @Nullable Probe findQuoted(ReceivedMessage message, boolean identifierMatters) {
    if (!family.isFinalError(message.errorType())) {
      return null;
    }
    Probe probe = echo.isOn(message.packet()) ? quoted(message, identifierMatters) : null;
    if (probe == null || message.reporter() == null) {
      counters.count(Counter.UNMATCHED_ERROR);
      return null;
    }
    return probe;
  }

  /** What an ICMP error makes of its probe; null if nobody knows whom it comes from. */
  static ProbeOutcome.@Nullable Unreachable unreachable(ReceivedMessage message) {
    return message.reporter() == null
        ? null
        : new ProbeOutcome.Unreachable(
            message.errorType(), message.errorCode(), message.reporter());
  }

  /** The probe that the frame of a transmit stamp carries; null if none. */
  @Nullable Probe findTransmitted(ReceivedMessage message) {
    int start = SentFrame.icmpStart(message.packet(), family);
    if (start == SentFrame.NOT_FOUND || !echo.isOn(message.packet(), start)) {
      return null;
    }
    Probe probe = echo.type() == family.echoRequest ? probes.get(echo.sequence()) : null;
    return probe != null && hasSecret(probe) ? probe : null;
  }

  /** RFC 792 promises no more of the quoted packet than its ICMP header. */
  private @Nullable Probe quoted(ReceivedMessage message, boolean identifierMatters) {
    if (echo.type() != family.echoRequest || echo.code() != 0) {
      return null;
    }
    Probe probe = probes.get(echo.sequence());
    boolean matches =
        probe != null
            && (!identifierMatters || echo.identifier() == identifier)
            && message.isPeer(probe)
            && (echo.payloadSize() < Probe.SECRET + Long.BYTES || hasSecret(probe));
    return matches ? probe : null;
  }

  private boolean hasSecret(Probe probe) {
    return echo.payloadSize() >= Probe.SECRET + Long.BYTES
        && echo.payloadLongAt(Probe.SECRET) == probe.secret();
  }
}
