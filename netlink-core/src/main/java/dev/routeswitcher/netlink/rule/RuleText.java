package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;

/** A rule as {@code ip rule} prints it. */
final class RuleText {
  private static final long ALL_BITS = 0xffff_ffffL;

  /** {@code IPPROTO_*}, as far as {@code ip} prints them by name. */
  private static final Names IP_PROTOCOLS =
      Names.from(1, "icmp", "igmp")
          .and(4, "ipencap")
          .and(6, "tcp")
          .and(17, "udp")
          .and(33, "dccp")
          .and(41, "ipv6")
          .and(47, "gre")
          .and(50, "esp", "ah")
          .and(58, "ipv6-icmp")
          .and(132, "sctp")
          .and(136, "udplite");

  private final RuleMessage rule;
  private final AttributeText text;

  RuleText(RuleMessage rule) {
    this.rule = rule;
    this.text = new AttributeText(rule.attributes());
  }

  String print() {
    text.add(text.get(RuleAttributes.PRIORITY, 0) + ":");
    addSelector();
    addAction();
    int dscpMask = text.get(RuleAttributes.DSCP_MASK, 0x3f);
    return text.add("proto", RuleAttributes.PROTOCOL, RuleText::protocol)
        .add(
            "dscp",
            RuleAttributes.DSCP,
            dscp -> dscpMask == 0x3f ? Integer.toString(dscp) : masked(dscp, dscpMask))
        .add("flowlabel", RuleAttributes.FLOWLABEL, this::flowLabel)
        .line();
  }

  private void addSelector() {
    text.addIf(rule.isInverted(), "not");
    text.add("from", text.prefix(RuleAttributes.SRC, rule.sourceLength(), "all"));
    if (rule.destinationLength() != 0 || text.has(RuleAttributes.DST)) {
      text.add("to", text.prefix(RuleAttributes.DST, rule.destinationLength(), "all"));
    }
    text.addIf(rule.tos() != 0, "tos", AttributeText.hex(rule.tos()));
    addMark();
    addInterface("iif", RuleAttributes.IIFNAME, RuleFlags.IIF_DETACHED);
    addInterface("oif", RuleAttributes.OIFNAME, RuleFlags.OIF_DETACHED);
    text.addIf(text.get(RuleAttributes.L3MDEV, 0) != 0, "lookup [l3mdev-table]")
        .add("uidrange", RuleAttributes.UID_RANGE)
        .add("ipproto", RuleAttributes.IP_PROTO, IP_PROTOCOLS::of);
    addPorts("sport", RuleAttributes.SPORT_RANGE, RuleAttributes.SPORT_MASK);
    addPorts("dport", RuleAttributes.DPORT_RANGE, RuleAttributes.DPORT_MASK);
    text.add("tun_id", RuleAttributes.TUN_ID);
  }

  private void addAction() {
    RouteTable table = RouteTable.of(text.get(RuleAttributes.TABLE, rule.tableInHeader()));
    if (!table.equals(RouteTable.UNSPEC)) {
      text.add("lookup", table.toString())
          .add("suppress_prefixlength", RuleAttributes.SUPPRESS_PREFIXLEN, RuleText::suppressed)
          .add("suppress_ifgroup", RuleAttributes.SUPPRESS_IFGROUP, RuleText::suppressed);
    }
    text.add("realms", RuleAttributes.FLOW);
    RuleAction action = rule.action();
    if (action.equals(RuleAction.GOTO)) {
      long target = text.get(RuleAttributes.GOTO, -1);
      text.add("goto", target < 0 ? "none" : Long.toString(target))
          .addIf(rule.flags().has(RuleFlags.UNRESOLVED), "[unresolved]");
    } else {
      text.addIf(!action.equals(RuleAction.TO_TABLE), action.toString());
    }
  }

  private void addMark() {
    long mark = text.get(RuleAttributes.FWMARK, -1);
    long mask = text.get(RuleAttributes.FWMASK, -1);
    if (mark >= 0 || mask >= 0) {
      String counting = mask < 0 || mask == ALL_BITS ? "" : "/" + AttributeText.hex(mask);
      text.add("fwmark", AttributeText.hex(Math.max(0, mark)) + counting);
    }
  }

  private void addInterface(String label, AttributeType.Of<String> type, long detached) {
    text.add(label, type).addIf(text.has(type) && rule.flags().has(detached), "[detached]");
  }

  private void addPorts(
      String label, AttributeType.Of<PortRange> type, AttributeType.OfInt maskType) {
    int mask = text.get(maskType, 0xffff);
    text.add(
        label,
        type,
        ports ->
            ports.start() != ports.end() || mask == 0xffff
                ? ports.toString()
                : masked(ports.start(), mask));
  }

  private String flowLabel(long label) {
    long mask = text.get(RuleAttributes.FLOWLABEL_MASK, 0xfffff);
    return mask == 0xfffff ? AttributeText.hex(label) : masked(label, mask);
  }

  private static String protocol(RouteProtocol protocol) {
    boolean usual = protocol.equals(RouteProtocol.UNSPEC) || protocol.equals(RouteProtocol.KERNEL);
    return usual ? "" : protocol.toString();
  }

  /** Nothing if nothing is suppressed. */
  private static String suppressed(int value) {
    return value == -1 ? "" : Integer.toString(value);
  }

  private static String masked(long value, long mask) {
    return AttributeText.hex(value) + "/" + AttributeText.hex(mask);
  }
}
