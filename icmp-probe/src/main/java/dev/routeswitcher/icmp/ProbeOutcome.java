package dev.routeswitcher.icmp;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/** The result of one probe: exactly one of four. */
public sealed interface ProbeOutcome {

  /** The alternatives, for a {@code switch} that the compiler checks. */
  enum Kind {
    /** {@link Replied}. */
    REPLIED,
    /** {@link Lost}. */
    LOST,
    /** {@link Unreachable}. */
    UNREACHABLE,
    /** {@link NotSent}. */
    NOT_SENT
  }

  /** Which alternative this is. */
  Kind kind();

  /**
   * The target answered: source address, sequence number and the whole payload matched.
   *
   * @param rttNanos the round-trip time in nanoseconds, never negative, as the traffic of this host
   *     has it: from when the kernel had taken the request, or sent it if that was before, so that
   *     what it waited in the queue of this host's interface is part of it
   * @param pathNanos the part of it from when the kernel passed the request to the device: without
   *     that queue, 0 to {@code rttNanos}. All of it unless the clock is {@link
   *     RttClock#KERNEL_STAMPS}: without a transmit stamp the queue's part is not known
   * @param ttl the IPv4 time-to-live or IPv6 hop limit the reply arrived with, 0 to 255, or {@link
   *     #TTL_UNKNOWN}
   * @param clock what clocks the round-trip time was taken from
   */
  record Replied(long rttNanos, long pathNanos, int ttl, RttClock clock) implements ProbeOutcome {

    /** The time-to-live is unknown: the kernel did not report it. */
    public static final int TTL_UNKNOWN = -1;

    /** Checks the ranges. */
    public Replied {
      checkArgument(rttNanos >= 0, "negative round-trip time %s", rttNanos);
      checkArgument(
          pathNanos >= 0 && pathNanos <= rttNanos, "%s of a round trip of %s", pathNanos, rttNanos);
      checkArgument(ttl >= TTL_UNKNOWN && ttl <= 255, "ttl %s out of range", ttl);
      requireNonNull(clock, "clock");
    }

    /** A reply to a request of which no wait in this host is known. */
    public Replied(long rttNanos, int ttl, RttClock clock) {
      this(rttNanos, rttNanos, ttl, clock);
    }

    @Override
    public Kind kind() {
      return Kind.REPLIED;
    }
  }

  /**
   * The probe was sent and no valid reply reached the kernel by the deadline, or before the prober
   * was closed. The deadline is as long after the probe left as it was after the probe was asked
   * for: that this host was late is no loss.
   */
  record Lost() implements ProbeOutcome {

    @Override
    public Kind kind() {
      return Kind.LOST;
    }
  }

  /**
   * An ICMP error quoted the probe, and no valid reply came by the deadline: destination
   * unreachable, time exceeded or parameter problem (RFC 792, RFC 4443), or packet too big (RFC
   * 4443). Errors can be forged, replies by those alone who saw the request: so a reply wins, and
   * this is known at the deadline only, as is a loss.
   *
   * <p>An error is believed if it quotes the probe's target, identifier and sequence number, and
   * its secret as far as it quotes the payload. The kernel shows no more of the quoted IP header
   * than the target; it passes on only what came by the probe's interface.
   *
   * @param type the type in the numbers of the target's IP version, 0 to 255: {@link
   *     dev.routeswitcher.icmp.packet.Icmpv4} or {@link dev.routeswitcher.icmp.packet.Icmpv6}
   * @param code the ICMP code, 0 to 255
   * @param reporter the sender of the error; an address of this host if its own kernel found the
   *     neighbour unreachable
   */
  record Unreachable(int type, int code, InetAddress reporter) implements ProbeOutcome {

    /** Refuses null. */
    public Unreachable {
      requireNonNull(reporter, "reporter");
    }

    @Override
    public Kind kind() {
      return Kind.UNREACHABLE;
    }
  }

  /**
   * No packet left this host, or none in time: a local fault, no evidence about the path.
   *
   * @param cause what kept the probe from being sent
   * @param errno the kernel's error number when the cause is {@link Cause#KERNEL}, else 0
   * @param name the error's symbol, for example {@code ENETUNREACH}; the cause's name where there
   *     is no error number
   * @param meaning a description for people: the operation, and the kernel's error text
   */
  record NotSent(Cause cause, int errno, String name, String meaning) implements ProbeOutcome {

    /** What kept a probe from being sent. */
    public enum Cause {
      /** The kernel returned the error {@link NotSent#errno}, or would have returned it. */
      KERNEL,
      /** The prober's queue is full. */
      QUEUE_FULL,
      /** 786,432 probes are in flight already by that interface, IP version and source. */
      SEQUENCES_IN_FLIGHT,
      /** The deadline had passed before the probe could leave, because this host was late. */
      DEADLINE_PASSED,
      /** The prober was closed, or its thread has died. */
      PROBER_CLOSED
    }

    /** Refuses null, and an error number with any cause but {@link Cause#KERNEL}. */
    public NotSent {
      requireNonNull(cause, "cause");
      requireNonNull(name, "name");
      requireNonNull(meaning, "meaning");
      checkArgument((cause == Cause.KERNEL) == (errno > 0), "cause %s, errno %s", cause, errno);
    }

    @Override
    public Kind kind() {
      return Kind.NOT_SENT;
    }
  }
}
