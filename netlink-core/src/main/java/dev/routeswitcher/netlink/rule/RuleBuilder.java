package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Makes a {@link RuleMessage}. What is not said is as {@code ip rule add} has it: a rule for every
 * packet that looks up table main, at a priority that the kernel chooses. Not thread-safe.
 */
public final class RuleBuilder {
  private final AddressFamily family;
  private final AttributesBuilder attributes;
  private int destinationLength;
  private int sourceLength;
  private int tos;
  private int table = (int) RouteTable.MAIN.id();
  private int reserved1;
  private int reserved2;
  private RuleAction action = RuleAction.TO_TABLE;
  private RuleFlags flags = RuleFlags.NONE;

  RuleBuilder(AddressFamily family, ByteOrder order) {
    this.family = family;
    this.attributes = new AttributesBuilder(order);
  }

  RuleBuilder(RuleMessage rule) {
    RuleHeader header = rule.header();
    this.family = header.family();
    this.attributes = new AttributesBuilder(rule.attributes());
    this.destinationLength = header.destinationLength();
    this.sourceLength = header.sourceLength();
    this.tos = header.tos();
    this.table = header.table();
    this.reserved1 = header.reserved1();
    this.reserved2 = header.reserved2();
    this.action = header.action();
    this.flags = header.flags();
  }

  /** The priority, a u32: rules are asked from the lowest to the highest. */
  public RuleBuilder priority(long priority) {
    attributes.u32(RuleAttributes.PRIORITY, priority);
    return this;
  }

  /** Looks up a table; a number above 255 goes into {@code FRA_TABLE}. */
  public RuleBuilder lookup(RouteTable newTable) {
    boolean small = newTable.id() <= 255;
    this.action = RuleAction.TO_TABLE;
    this.table = small ? (int) newTable.id() : RouteTable.COMPAT;
    if (small) {
      attributes.remove(RuleAttributes.TABLE);
    } else {
      attributes.u32(RuleAttributes.TABLE, newTable.id());
    }
    return this;
  }

  /** Looks up the table of the interface's VRF. */
  public RuleBuilder lookupVrfTable() {
    lookup(RouteTable.UNSPEC);
    attributes.u8(RuleAttributes.L3MDEV, 1);
    return this;
  }

  /** Does this instead of looking up a table. */
  public RuleBuilder action(RuleAction newAction) {
    if (!newAction.equals(RuleAction.TO_TABLE)) {
      lookup(RouteTable.UNSPEC);
    }
    this.action = newAction;
    return this;
  }

  /** Goes on at the rule of a priority, which must be above this rule's. */
  public RuleBuilder goTo(long priority) {
    attributes.u32(RuleAttributes.GOTO, priority);
    return action(RuleAction.GOTO);
  }

  /** All flags. */
  public RuleBuilder flags(RuleFlags newFlags) {
    this.flags = newFlags;
    return this;
  }

  /** Matches what the selector does not. */
  public RuleBuilder inverted() {
    return flags(flags.with(RuleFlags.INVERT));
  }

  /** The sources. */
  public RuleBuilder source(IpPrefix source) {
    sourceLength = prefix(RuleAttributes.SRC, source);
    return this;
  }

  /** The destinations. */
  public RuleBuilder destination(IpPrefix destination) {
    destinationLength = prefix(RuleAttributes.DST, destination);
    return this;
  }

  private int prefix(int type, IpPrefix prefix) {
    if (!prefix.address().family().equals(family)) {
      throw new IllegalArgumentException(prefix + " is not of family " + family);
    }
    if (prefix.length() == 0) {
      attributes.remove(type);
    } else {
      attributes.address(type, prefix.address());
    }
    return prefix.length();
  }

  /** Type of service. */
  public RuleBuilder tos(int newTos) {
    this.tos = newTos;
    return this;
  }

  /** The name of the input interface; {@code lo} for packets of this host. */
  public RuleBuilder inputInterface(String name) {
    attributes.text(RuleAttributes.IIFNAME, name);
    return this;
  }

  /** The name of the output interface, which only packets of bound sockets have. */
  public RuleBuilder outputInterface(String name) {
    attributes.text(RuleAttributes.OIFNAME, name);
    return this;
  }

  /** The firewall mark, a u32; all its bits count. */
  public RuleBuilder mark(long mark) {
    attributes.u32(RuleAttributes.FWMARK, mark);
    return this;
  }

  /** The firewall mark and the bits of it that count, each a u32. */
  public RuleBuilder mark(long mark, long mask) {
    attributes.u32(RuleAttributes.FWMARK, mark).u32(RuleAttributes.FWMASK, mask);
    return this;
  }

  /** The users whose packets it is for. */
  public RuleBuilder users(UserRange users) {
    attributes.set(RuleAttributes.UID_RANGE, w -> w.u32(users.start()).u32(users.end()));
    return this;
  }

  /** The IP protocol, such as 6 for TCP. */
  public RuleBuilder ipProtocol(int protocol) {
    attributes.u8(RuleAttributes.IP_PROTO, protocol);
    return this;
  }

  /** The source ports. */
  public RuleBuilder sourcePorts(PortRange ports) {
    attributes.set(RuleAttributes.SPORT_RANGE, w -> w.u16(ports.start()).u16(ports.end()));
    return this;
  }

  /** The bits of a single source port that count (Linux 6.15). */
  public RuleBuilder sourcePortMask(int mask) {
    attributes.u16(RuleAttributes.SPORT_MASK, mask);
    return this;
  }

  /** The destination ports. */
  public RuleBuilder destinationPorts(PortRange ports) {
    attributes.set(RuleAttributes.DPORT_RANGE, w -> w.u16(ports.start()).u16(ports.end()));
    return this;
  }

  /** The bits of a single destination port that count (Linux 6.15). */
  public RuleBuilder destinationPortMask(int mask) {
    attributes.u16(RuleAttributes.DPORT_MASK, mask);
    return this;
  }

  /** The DSCP, 0 to 63 (Linux 6.13). */
  public RuleBuilder dscp(int dscp) {
    attributes.u8(RuleAttributes.DSCP, dscp);
    return this;
  }

  /** The DSCP and the bits of it that count, each 0 to 63 (Linux 6.15). */
  public RuleBuilder dscp(int dscp, int mask) {
    attributes.u8(RuleAttributes.DSCP, dscp).u8(RuleAttributes.DSCP_MASK, mask);
    return this;
  }

  /** The IPv6 flow label and the bits of it that count, each of 20 bits (Linux 6.14). */
  public RuleBuilder flowLabel(long label, long mask) {
    attributes.be32(RuleAttributes.FLOWLABEL, label).be32(RuleAttributes.FLOWLABEL_MASK, mask);
    return this;
  }

  /** The tunnel's key. */
  public RuleBuilder tunnelId(long id) {
    attributes.be64(RuleAttributes.TUN_ID, id);
    return this;
  }

  /** Takes no route from the table whose prefix has this length or less. */
  public RuleBuilder suppressPrefixLength(int length) {
    attributes.s32(RuleAttributes.SUPPRESS_PREFIXLEN, length);
    return this;
  }

  /** Takes no route from the table that goes by an interface of this group. */
  public RuleBuilder suppressInterfaceGroup(int group) {
    attributes.s32(RuleAttributes.SUPPRESS_IFGROUP, group);
    return this;
  }

  /** The realms of the packets it matches. */
  public RuleBuilder realms(Realms realms) {
    attributes.u32(RuleAttributes.FLOW, realms.bits());
    return this;
  }

  /** Who makes the rule. */
  public RuleBuilder protocol(RouteProtocol protocol) {
    attributes.u8(RuleAttributes.PROTOCOL, protocol.value());
    return this;
  }

  /**
   * Any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public RuleBuilder attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return this;
  }

  /** Removes an attribute, such as one that the rule was read with. */
  public RuleBuilder without(int attributeType) {
    attributes.remove(attributeType);
    return this;
  }

  /** The rule. */
  public RuleMessage build() {
    RuleHeader header =
        new RuleHeader(
            family,
            destinationLength,
            sourceLength,
            tos,
            table,
            reserved1,
            reserved2,
            action,
            flags);
    return new RuleMessage(
        header, attributes.build(RuleMessage.ATTRIBUTES_AT, RuleAttributes.schema(family)));
  }
}
