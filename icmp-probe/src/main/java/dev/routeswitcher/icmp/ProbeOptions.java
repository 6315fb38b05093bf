package dev.routeswitcher.icmp;

import static com.google.common.base.Preconditions.checkArgument;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The size of an echo request and the fields of its IP header.
 *
 * <p>Built from {@link #DEFAULTS} with the {@code with} methods: {@code
 * ProbeOptions.DEFAULTS.withTimeToLive(3)}.
 *
 * @param payloadSize octets behind the ICMP header, {@link #MIN_PAYLOAD_SIZE} to {@link
 *     #MAX_PAYLOAD_SIZE}; the first 16 are secret and cookie, the rest is zero
 * @param timeToLive the IPv4 time-to-live or IPv6 hop limit, 1 to 255, or {@link #SYSTEM_DEFAULT}
 * @param dscp the differentiated services code point of RFC 2474, 0 to 63
 * @param dontFragment whether a packet that exceeds the path's MTU is refused (by this host: {@link
 *     ProbeOutcome.NotSent} with EMSGSIZE; by a router: {@link ProbeOutcome.Unreachable}) rather
 *     than fragmented
 * @param mark the firewall mark, 0 (none) to 4,294,967,295; takes CAP_NET_ADMIN or, from Linux
 *     5.17, CAP_NET_RAW, and without it gives {@link ProbeOutcome.NotSent} with EPERM
 * @param source the address to send from, one of this host's of the target's family, or null for
 *     the kernel's choice; each takes a socket of its own
 */
public record ProbeOptions(
    int payloadSize,
    int timeToLive,
    int dscp,
    boolean dontFragment,
    long mark,
    @Nullable InetAddress source) {

  /** The time-to-live of the system's settings. */
  public static final int SYSTEM_DEFAULT = -1;

  /** The size of secret and cookie. */
  public static final int MIN_PAYLOAD_SIZE = 16;

  /** The payload of the longest IPv4 packet, behind both headers. */
  public static final int MAX_PAYLOAD_SIZE = 65_507;

  /**
   * 56 octets of payload, as {@code ping} sends, so that a filter by size treats both alike; the
   * system's defaults for everything else.
   */
  public static final ProbeOptions DEFAULTS =
      new ProbeOptions(56, SYSTEM_DEFAULT, 0, false, 0, null);

  private static final int MAX_TIME_TO_LIVE = 255;
  private static final int MAX_DSCP = 63;
  private static final long MAX_MARK = 0xffff_ffffL;

  /** Checks the ranges. */
  public ProbeOptions {
    checkArgument(
        payloadSize >= MIN_PAYLOAD_SIZE && payloadSize <= MAX_PAYLOAD_SIZE,
        "payload of %s octets is not within %s to %s",
        payloadSize,
        MIN_PAYLOAD_SIZE,
        MAX_PAYLOAD_SIZE);
    checkArgument(
        timeToLive == SYSTEM_DEFAULT || (timeToLive >= 1 && timeToLive <= MAX_TIME_TO_LIVE),
        "time-to-live %s is not within 1 to 255",
        timeToLive);
    checkArgument(dscp >= 0 && dscp <= MAX_DSCP, "dscp %s is not within 0 to 63", dscp);
    checkArgument(mark >= 0 && mark <= MAX_MARK, "mark %s does not fit 32 bits", mark);
  }

  /** The same with another payload size. */
  public ProbeOptions withPayloadSize(int octets) {
    return new ProbeOptions(octets, timeToLive, dscp, dontFragment, mark, source);
  }

  /** The same with another time-to-live or hop limit. */
  public ProbeOptions withTimeToLive(int hops) {
    return new ProbeOptions(payloadSize, hops, dscp, dontFragment, mark, source);
  }

  /** The same with another code point. */
  public ProbeOptions withDscp(int codePoint) {
    return new ProbeOptions(payloadSize, timeToLive, codePoint, dontFragment, mark, source);
  }

  /** The same, forbidding or allowing fragments. */
  public ProbeOptions withDontFragment(boolean forbid) {
    return new ProbeOptions(payloadSize, timeToLive, dscp, forbid, mark, source);
  }

  /** The same with another firewall mark. */
  public ProbeOptions withMark(long firewallMark) {
    return new ProbeOptions(payloadSize, timeToLive, dscp, dontFragment, firewallMark, source);
  }

  /** The same from another source address; null leaves it to the kernel. */
  public ProbeOptions withSource(@Nullable InetAddress address) {
    return new ProbeOptions(payloadSize, timeToLive, dscp, dontFragment, mark, address);
  }
}
