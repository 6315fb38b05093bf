package dev.routeswitcher.icmp;

/**
 * The counters of a prober since it was opened; none ever decreases.
 *
 * <p>Every probe ends in one of {@code replied}, {@code lost}, {@code unreachable} and {@code
 * notSent}; the rest of {@code sent} is in flight.
 *
 * @param sent echo requests the kernel accepted
 * @param replied outcomes {@link ProbeOutcome.Replied}
 * @param lost outcomes {@link ProbeOutcome.Lost}
 * @param unreachable outcomes {@link ProbeOutcome.Unreachable}
 * @param notSent outcomes {@link ProbeOutcome.NotSent}
 * @param lateReplies valid replies after another outcome, the first of each probe
 * @param duplicates further valid replies to a probe that already has one
 * @param wrongSource replies from another address than the target's
 * @param unknownSequence replies whose sequence number belongs to no probe remembered
 * @param wrongPayload replies whose payload is not, octet by octet, that of the probe
 * @param foreignIdentifier replies with another program's identifier (raw sockets only; for the
 *     others the kernel filters them)
 * @param corrupt packets that are no well-formed ICMP message with a right checksum
 * @param unmatchedErrors ICMP errors that concern no probe in flight, or one that had an error
 *     before
 * @param clockFallbacks round-trip times taken from the monotonic clock
 * @param socketsOpened sockets opened; more than one for an interface that was re-created
 * @param listenerFailures calls of a listener or a scheduled task that threw
 */
public record ProberCounters(
    long sent,
    long replied,
    long lost,
    long unreachable,
    long notSent,
    long lateReplies,
    long duplicates,
    long wrongSource,
    long unknownSequence,
    long wrongPayload,
    long foreignIdentifier,
    long corrupt,
    long unmatchedErrors,
    long clockFallbacks,
    long socketsOpened,
    long listenerFailures) {}
