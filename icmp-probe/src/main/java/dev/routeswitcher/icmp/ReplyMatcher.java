package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.ReceivedMessage.ExtendedError;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.IcmpMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.MalformedPacketException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds the probe that a packet belongs to, or counts why it belongs to none.
 *
 * <p>A reply must be intact, carry the socket's identifier (where the kernel has not seen to that),
 * the sequence number of a probe that is remembered, come from that probe's target, and bring its
 * secret back.
 */
final class ReplyMatcher {
  private final SequenceTable probes;
  private final ProbeLedger ledger;
  private final Counters counters;

  ReplyMatcher(SequenceTable probes, ProbeLedger ledger, Counters counters) {
    this.probes = probes;
    this.ledger = ledger;
    this.counters = counters;
  }

  /** Takes a packet received. */
  void packet(ReceivedMessage received, Identifier identifier, ClockReading readAt) {
    EchoMessage echo;
    try {
      IcmpMessage message = Icmpv4.decode(received.packet());
      if (!(message instanceof EchoMessage decoded) || decoded.kind() != EchoMessage.Kind.REPLY) {
        return;
      }
      echo = decoded;
    } catch (MalformedPacketException malformed) {
      counters.count(Counter.CORRUPT);
      return;
    }
    if (!identifier.admits(echo.identifier())) {
      counters.count(Counter.FOREIGN_IDENTIFIER);
      return;
    }
    Probe probe = probes.get(echo.sequence());
    if (probe == null) {
      counters.count(Counter.UNKNOWN_SEQUENCE);
    } else if (!isTarget(probe, received.peer())) {
      counters.count(Counter.WRONG_SOURCE);
    } else if (!probe.isAnsweredBy(echo.payload())) {
      counters.count(Counter.WRONG_SECRET);
    } else {
      RoundTrip roundTrip =
          RoundTrip.between(probe.sentAt(), received.stampRealtimeNanos(), readAt);
      ledger.reply(probe, roundTrip, received.ttl());
    }
  }

  /** Takes a message of the error queue. */
  void error(ReceivedMessage received, Identifier identifier) {
    ExtendedError error = received.error();
    if (error == null || error.origin() != ExtendedError.ORIGIN_ICMP || !isFinal(error.type())) {
      return;
    }
    Probe probe = findQuoted(received, identifier);
    InetAddress reporter = error.reporter();
    if (probe == null || reporter == null) {
      counters.count(Counter.UNMATCHED_ERROR);
    } else {
      ledger.unreachable(probe, new ProbeOutcome.Unreachable(error.type(), error.code(), reporter));
    }
  }

  private @Nullable Probe findQuoted(ReceivedMessage received, Identifier identifier) {
    EchoMessage quoted;
    try {
      quoted = Icmpv4.decodeQuotedRequest(received.packet());
    } catch (MalformedPacketException malformed) {
      return null;
    }
    Probe probe = probes.get(quoted.sequence());
    boolean matches =
        probe != null
            && identifier.admits(quoted.identifier())
            && isTarget(probe, received.peer())
            && (quoted.payload().size() < Probe.SECRET_SIZE
                || probe.isAnsweredBy(quoted.payload()));
    return matches ? probe : null;
  }

  /** Redirects and source quenches are advice; the reply may still come. */
  private static boolean isFinal(int type) {
    return type == Icmpv4.DESTINATION_UNREACHABLE
        || type == Icmpv4.TIME_EXCEEDED
        || type == Icmpv4.PARAMETER_PROBLEM;
  }

  private static boolean isTarget(Probe probe, @Nullable InetAddress peer) {
    return probe.request().target().equals(peer);
  }
}
