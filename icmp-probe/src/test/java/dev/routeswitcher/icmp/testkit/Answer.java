package dev.routeswitcher.icmp.testkit;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import dev.routeswitcher.icmp.ProbeOutcome;
import java.net.InetAddress;
import java.time.Duration;

/** The answer of a scripted network to one probe. */
public sealed interface Answer {

  /** What most hosts send with. */
  int USUAL_TTL = 64;

  /**
   * The target replies. If that is after the probe's deadline, the probe is lost and the reply a
   * late one.
   *
   * @param after the round-trip time, zero or more
   * @param ttl the time-to-live or hop limit it arrives with, 0 to 255
   */
  record Reply(Duration after, int ttl) implements Answer {
    /** Checks the ranges. */
    public Reply {
      checkArgument(!after.isNegative(), "negative round-trip time %s", after);
      checkArgument(ttl >= 0 && ttl <= 255, "ttl %s out of range", ttl);
    }
  }

  /** Nothing comes back. */
  record Silence() implements Answer {}

  /**
   * An ICMP error about the probe comes back; after the deadline it is without effect.
   *
   * @param after when, from the sending on; zero or more
   * @param error the outcome that is delivered at the deadline
   */
  record Error(Duration after, ProbeOutcome.Unreachable error) implements Answer {
    /** Refuses a negative time. */
    public Error {
      checkArgument(!after.isNegative(), "negative time %s", after);
      requireNonNull(error, "error");
    }
  }

  /**
   * The packet does not leave the host.
   *
   * @param reason the outcome that is delivered
   */
  record Refusal(ProbeOutcome.NotSent reason) implements Answer {
    /** Refuses null. */
    public Refusal {
      requireNonNull(reason, "reason");
    }
  }

  /** A reply after this round-trip time, with a time-to-live of {@value #USUAL_TTL}. */
  static Answer reply(Duration after) {
    return new Reply(after, USUAL_TTL);
  }

  /** No reply, ever. */
  static Answer silence() {
    return new Silence();
  }

  /** An ICMP error of this type and code (RFC 792, RFC 4443) from a router. */
  static Answer unreachable(Duration after, int type, int code, InetAddress reporter) {
    return new Error(after, new ProbeOutcome.Unreachable(type, code, reporter));
  }

  /** A refusal by the kernel, for example {@code refused(101, "ENETUNREACH")}. */
  static Answer refused(int errno, String name) {
    return new Refusal(
        new ProbeOutcome.NotSent(
            ProbeOutcome.NotSent.Cause.KERNEL, errno, name, "refused by the script"));
  }
}
