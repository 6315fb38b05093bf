package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.util.OptionalLong;
import java.util.StringJoiner;

/** A rule as {@code ip rule} prints it. */
final class RuleText {
  private static final long ALL_BITS = 0xffff_ffffL;

  private final RuleHeader header;
  private final Attributes attributes;
  private final StringJoiner text = new StringJoiner(" ");

  private RuleText(RuleMessage rule) {
    this.header = rule.header();
    this.attributes = rule.attributes();
  }

  static String of(RuleMessage rule) {
    return new RuleText(rule).print();
  }

  private String print() {
    text.add(Printed.u32(attributes, RuleAttributes.PRIORITY).orElse(0) + ":");
    addSelector();
    addAction();
    Printed.find(attributes, RuleAttributes.PROTOCOL)
        .filter(a -> a.length() != 1 || (a.u8() != 0 && a.u8() != RouteProtocol.KERNEL.value()))
        .ifPresent(
            a -> text.add("proto").add(Printed.value(a, p -> RouteProtocol.of(p.u8()).toString())));
    addMasked("dscp", RuleAttributes.DSCP, RuleAttributes.DSCP_MASK, 0x3f);
    Printed.find(attributes, RuleAttributes.FLOWLABEL)
        .ifPresent(label -> text.add("flowlabel").add(flowLabel(label)));
    Printed.addDefect(text, attributes);
    return text.toString();
  }

  private void addSelector() {
    if (header.flags().has(RuleFlags.INVERT)) {
      text.add("not");
    }
    text.add("from").add(prefix(RuleAttributes.SRC, header.sourceLength()));
    if (header.destinationLength() != 0
        || Printed.find(attributes, RuleAttributes.DST).isPresent()) {
      text.add("to").add(prefix(RuleAttributes.DST, header.destinationLength()));
    }
    if (header.tos() != 0) {
      text.add("tos").add("0x" + Integer.toHexString(header.tos()));
    }
    addMark();
    addInterface("iif", RuleAttributes.IIFNAME, RuleFlags.IIF_DETACHED);
    addInterface("oif", RuleAttributes.OIFNAME, RuleFlags.OIF_DETACHED);
    Printed.find(attributes, RuleAttributes.L3MDEV)
        .filter(a -> a.length() == 1 && a.u8() != 0)
        .ifPresent(a -> text.add("lookup [l3mdev-table]"));
    Printed.add(
        text, "uidrange", attributes, RuleAttributes.UID_RANGE, a -> UserRange.read(a).toString());
    Printed.add(
        text, "ipproto", attributes, RuleAttributes.IP_PROTO, a -> IpProtocols.name(a.u8()));
    addPorts("sport", RuleAttributes.SPORT_RANGE, RuleAttributes.SPORT_MASK);
    addPorts("dport", RuleAttributes.DPORT_RANGE, RuleAttributes.DPORT_MASK);
    Printed.add(
        text, "tun_id", attributes, RuleAttributes.TUN_ID, a -> Long.toUnsignedString(a.be64()));
  }

  private void addAction() {
    RouteTable table =
        RouteTable.of(Printed.u32(attributes, RuleAttributes.TABLE).orElse(header.table()));
    if (!table.equals(RouteTable.UNSPEC)) {
      text.add("lookup").add(table.toString());
      addUnlessMinusOne("suppress_prefixlength", RuleAttributes.SUPPRESS_PREFIXLEN);
      addUnlessMinusOne("suppress_ifgroup", RuleAttributes.SUPPRESS_IFGROUP);
    }
    Printed.add(text, "realms", attributes, RuleAttributes.FLOW, a -> Realms.read(a).toString());
    RuleAction action = header.action();
    if (action.equals(RuleAction.GOTO)) {
      OptionalLong target = Printed.u32(attributes, RuleAttributes.GOTO);
      text.add("goto").add(target.isPresent() ? Long.toString(target.getAsLong()) : "none");
      if (header.flags().has(RuleFlags.UNRESOLVED)) {
        text.add("[unresolved]");
      }
    } else if (!action.equals(RuleAction.TO_TABLE)) {
      text.add(action.toString());
    }
  }

  private String prefix(int type, int length) {
    return Printed.prefix(attributes, type, header.family(), length, "all");
  }

  private void addMark() {
    OptionalLong mark = Printed.u32(attributes, RuleAttributes.FWMARK);
    OptionalLong mask = Printed.u32(attributes, RuleAttributes.FWMASK);
    if (mark.isPresent() || mask.isPresent()) {
      String counting = mask.orElse(ALL_BITS) == ALL_BITS ? "" : "/" + hex(mask.getAsLong());
      text.add("fwmark").add(hex(mark.orElse(0)) + counting);
    }
  }

  private void addInterface(String label, int type, long detached) {
    Printed.find(attributes, type)
        .ifPresent(
            name -> {
              text.add(label).add(name.text());
              if (header.flags().has(detached)) {
                text.add("[detached]");
              }
            });
  }

  private void addPorts(String label, int type, int maskType) {
    Printed.find(attributes, type)
        .ifPresent(a -> text.add(label).add(Printed.value(a, ports -> ports(ports, maskType))));
  }

  private String ports(Attribute attribute, int maskType) {
    PortRange ports = PortRange.read(attribute);
    int mask =
        Printed.find(attributes, maskType)
            .filter(a -> a.length() == 2)
            .map(Attribute::u16)
            .orElse(0xffff);
    return ports.start() != ports.end() || mask == 0xffff
        ? ports.toString()
        : hex(ports.start()) + "/" + hex(mask);
  }

  private void addMasked(String label, int type, int maskType, int allBits) {
    int mask =
        Printed.find(attributes, maskType)
            .filter(a -> a.length() == 1)
            .map(Attribute::u8)
            .orElse(allBits);
    Printed.add(
        text,
        label,
        attributes,
        type,
        a -> mask == allBits ? Integer.toString(a.u8()) : hex(a.u8()) + "/" + hex(mask));
  }

  private String flowLabel(Attribute label) {
    String mask =
        Printed.find(attributes, RuleAttributes.FLOWLABEL_MASK)
            .filter(a -> a.length() == 4 && a.be32() != 0xfffff)
            .map(a -> "/" + hex(a.be32()))
            .orElse("");
    return Printed.value(label, a -> hex(a.be32())) + mask;
  }

  private void addUnlessMinusOne(String label, int type) {
    Printed.find(attributes, type)
        .filter(a -> a.length() != 4 || a.s32() != -1)
        .ifPresent(a -> text.add(label).add(Printed.value(a, x -> Integer.toString(x.s32()))));
  }

  /** As C's {@code %#x}, which writes a zero as it is. */
  private static String hex(long value) {
    return value == 0 ? "0" : "0x" + Long.toHexString(value);
  }
}
