package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.util.StringJoiner;

/** A message's header in words. */
final class HeaderText {
  private HeaderText() {}

  static String of(NetlinkHeader header, int length) {
    return "-- "
        + name(header.type())
        + " length "
        + length
        + " flags "
        + flags(header)
        + " seq "
        + header.sequence()
        + " port "
        + header.portId();
  }

  private static String name(int type) {
    return switch (type) {
      case NetlinkHeader.NOOP -> "NLMSG_NOOP";
      case NetlinkHeader.ERROR -> "NLMSG_ERROR";
      case NetlinkHeader.DONE -> "NLMSG_DONE";
      case NetlinkHeader.OVERRUN -> "NLMSG_OVERRUN";
      default ->
          type < NetlinkHeader.MIN_PROTOCOL_TYPE ? "NLMSG_" + type : RtnetlinkType.name(type);
    };
  }

  private static String flags(NetlinkHeader header) {
    StringJoiner text = new StringJoiner(",").setEmptyValue("none");
    int rest = header.flags();
    String[] low = {"request", "multi", "ack", "echo", "dump_intr", "dump_filtered"};
    String[] high = high(header);
    for (int bit = 0; bit < 16; bit++) {
      String name = bit < low.length ? low[bit] : bit >= 8 && bit < 12 ? high[bit - 8] : "";
      if ((rest >>> bit & 1) != 0 && !name.isEmpty()) {
        text.add(name);
        rest &= ~(1 << bit);
      }
    }
    return (rest == 0 ? text : text.add("0x" + Integer.toHexString(rest))).toString();
  }

  /** Bits 8 to 11 have another meaning for another kind of message. */
  private static String[] high(NetlinkHeader header) {
    boolean control = header.type() < NetlinkHeader.MIN_PROTOCOL_TYPE;
    if (control) {
      return new String[] {"capped", "ack_tlvs", "", ""};
    }
    int verb = header.type() & 3;
    if (verb == 2) {
      return new String[] {"root", "match", "atomic", ""};
    }
    return verb == 1
        ? new String[] {"nonrec", "bulk", "", ""}
        : new String[] {"replace", "excl", "create", "append"};
  }
}
