package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.FlagNames;
import dev.routeswitcher.netlink.message.Flags;

/**
 * The status of an entry ({@code IPS_*} of {@code linux/netfilter/nf_conntrack_common.h}).
 *
 * @param bits u32
 */
public record ConntrackStatus(long bits) implements Flags<ConntrackStatus> {
  private static final FlagNames NAMES = new FlagNames();

  /** No flag. */
  public static final ConntrackStatus NONE = new ConntrackStatus(0);

  /** {@code IPS_EXPECTED}: another connection announced this one. */
  public static final long EXPECTED = NAMES.flag(0x1, "expected");

  /** {@code IPS_SEEN_REPLY}: there were packets both ways. */
  public static final long SEEN_REPLY = NAMES.flag(0x2, "seen-reply");

  /** {@code IPS_ASSURED}: is not given up early when the table is full. */
  public static final long ASSURED = NAMES.flag(0x4, "assured");

  /** {@code IPS_CONFIRMED}: its first packet has left. */
  public static final long CONFIRMED = NAMES.flag(0x8, "confirmed");

  /** {@code IPS_SRC_NAT}: the source of the original direction is translated. */
  public static final long SOURCE_NAT = NAMES.flag(0x10, "src-nat");

  /** {@code IPS_DST_NAT}: the destination of the original direction is translated. */
  public static final long DESTINATION_NAT = NAMES.flag(0x20, "dst-nat");

  static {
    NAMES.flag(0x40, "seq-adjust");
    NAMES.flag(0x80, "src-nat-done");
    NAMES.flag(0x100, "dst-nat-done");
  }

  /** {@code IPS_DYING}: is being deleted. */
  public static final long DYING = NAMES.flag(0x200, "dying");

  static {
    NAMES.flag(0x400, "fixed-timeout");
    NAMES.flag(0x800, "template");
    NAMES.flag(0x1000, "untracked");
    NAMES.flag(0x2000, "helper");
  }

  /** {@code IPS_OFFLOAD}: a flow table forwards it past the rules. */
  public static final long OFFLOAD = NAMES.flag(0x4000, "offload");

  static {
    NAMES.flag(0x8000, "hw-offload");
  }

  public ConntrackStatus {
    Unsigned.requireU32("status", bits);
  }

  @Override
  public ConntrackStatus withBits(long newBits) {
    return new ConntrackStatus(newBits);
  }

  /** The names of the bits, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return NAMES.text(bits);
  }
}
