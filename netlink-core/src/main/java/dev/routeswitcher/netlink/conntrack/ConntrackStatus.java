package dev.routeswitcher.netlink.conntrack;

import java.util.StringJoiner;

/**
 * The status of an entry ({@code IPS_*} of {@code linux/netfilter/nf_conntrack_common.h}).
 *
 * @param bits u32
 */
public record ConntrackStatus(long bits) {
  /** {@code IPS_EXPECTED}: another connection announced this one. */
  public static final long EXPECTED = 0x1;

  /** {@code IPS_SEEN_REPLY}: there were packets both ways. */
  public static final long SEEN_REPLY = 0x2;

  /** {@code IPS_ASSURED}: is not given up early when the table is full. */
  public static final long ASSURED = 0x4;

  /** {@code IPS_CONFIRMED}: its first packet has left. */
  public static final long CONFIRMED = 0x8;

  /** {@code IPS_SRC_NAT}: the source of the original direction is translated. */
  public static final long SOURCE_NAT = 0x10;

  /** {@code IPS_DST_NAT}: the destination of the original direction is translated. */
  public static final long DESTINATION_NAT = 0x20;

  /** {@code IPS_DYING}: is being deleted. */
  public static final long DYING = 0x200;

  /** {@code IPS_OFFLOAD}: a flow table forwards it past the rules. */
  public static final long OFFLOAD = 0x4000;

  private static final String[] NAMES = {
    "expected",
    "seen-reply",
    "assured",
    "confirmed",
    "src-nat",
    "dst-nat",
    "seq-adjust",
    "src-nat-done",
    "dst-nat-done",
    "dying",
    "fixed-timeout",
    "template",
    "untracked",
    "helper",
    "offload",
    "hw-offload"
  };

  public ConntrackStatus {
    if (bits >>> 32 != 0) {
      throw new IllegalArgumentException("status is no u32: " + bits);
    }
  }

  /** True if every one of these bits is set. */
  public boolean has(long flags) {
    return (bits & flags) == flags;
  }

  /** The names of the bits, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    for (int i = 0; i < NAMES.length; i++) {
      if (has(1L << i)) {
        text.add(NAMES[i]);
      }
    }
    long unknown = bits & (-1L << NAMES.length);
    if (unknown != 0) {
      text.add("0x" + Long.toHexString(unknown));
    }
    return text.toString();
  }
}
