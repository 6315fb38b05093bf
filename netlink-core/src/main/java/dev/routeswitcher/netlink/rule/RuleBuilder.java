package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.MessageBuilder;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.nio.ByteOrder;

/**
 * Makes a {@link RuleMessage}. What is not set is as {@code ip rule add} has it: a rule for every
 * packet that looks up table main, at a priority that the kernel chooses. Not thread-safe.
 */
public final class RuleBuilder extends MessageBuilder<RuleBuilder> {
  RuleBuilder(AddressFamily family, ByteOrder order) {
    super(family, RuleMessage.SIZE, order);
    lookup(RouteTable.MAIN);
  }

  RuleBuilder(RuleMessage rule) {
    super(rule);
  }

  /** The priority, a u32: rules are asked from the lowest to the highest. */
  public RuleBuilder priority(long priority) {
    return set(RuleAttributes.PRIORITY, priority);
  }

  /** Looks up a table; a number above 255 goes into {@code FRA_TABLE}. */
  public RuleBuilder lookup(RouteTable newTable) {
    u8(RuleMessage.ACTION, "action", RuleAction.TO_TABLE.value());
    u8(RuleMessage.TABLE, "table", newTable.inHeader());
    return newTable.fitsHeader()
        ? without(RuleAttributes.TABLE)
        : set(RuleAttributes.TABLE, newTable.id());
  }

  /** Looks up the table of the interface's VRF. */
  public RuleBuilder lookupVrfTable() {
    lookup(RouteTable.UNSPEC);
    return set(RuleAttributes.L3MDEV, 1);
  }

  /** Does this instead of looking up a table. */
  public RuleBuilder action(RuleAction newAction) {
    if (!newAction.equals(RuleAction.TO_TABLE)) {
      lookup(RouteTable.UNSPEC);
    }
    return u8(RuleMessage.ACTION, "action", newAction.value());
  }

  /** Goes on at the rule of a priority, which must be above this rule's. */
  public RuleBuilder goTo(long priority) {
    set(RuleAttributes.GOTO, priority);
    return action(RuleAction.GOTO);
  }

  /** All flags. */
  public RuleBuilder flags(RuleFlags newFlags) {
    return flags(RuleMessage.FLAGS, newFlags);
  }

  /** Matches what the selector does not. */
  public RuleBuilder inverted() {
    return flags(new RuleFlags(u32(RuleMessage.FLAGS)).with(RuleFlags.INVERT));
  }

  /** The sources. */
  public RuleBuilder source(IpPrefix source) {
    u8(RuleMessage.SOURCE_LENGTH, "source length", source.length());
    return prefix(RuleAttributes.SRC, source);
  }

  /** The destinations. */
  public RuleBuilder destination(IpPrefix destination) {
    u8(RuleMessage.DESTINATION_LENGTH, "destination length", destination.length());
    return prefix(RuleAttributes.DST, destination);
  }

  private RuleBuilder prefix(AttributeType.Of<IpAddress> type, IpPrefix prefix) {
    IpAddress address = requireFamily(prefix).address();
    return prefix.length() == 0 ? without(type) : set(type, address);
  }

  /** Type of service. */
  public RuleBuilder tos(int newTos) {
    return u8(RuleMessage.TOS, "tos", newTos);
  }

  /** The name of the input interface; {@code lo} for packets of this host. */
  public RuleBuilder inputInterface(String name) {
    return set(RuleAttributes.IIFNAME, name);
  }

  /** The name of the output interface, which only packets of bound sockets have. */
  public RuleBuilder outputInterface(String name) {
    return set(RuleAttributes.OIFNAME, name);
  }

  /** The firewall mark, a u32; all its bits count. */
  public RuleBuilder mark(long mark) {
    return set(RuleAttributes.FWMARK, mark);
  }

  /** The firewall mark and the bits of it that count, each a u32. */
  public RuleBuilder mark(long mark, long mask) {
    return set(RuleAttributes.FWMARK, mark).set(RuleAttributes.FWMASK, mask);
  }

  /** Takes no route from the table whose prefix has this length or less. */
  public RuleBuilder suppressPrefixLength(int length) {
    return set(RuleAttributes.SUPPRESS_PREFIXLEN, length);
  }

  /** The realms of the packets it matches. */
  public RuleBuilder realms(Realms realms) {
    return set(RuleAttributes.FLOW, realms);
  }

  /** Who makes the rule. */
  public RuleBuilder protocol(RouteProtocol protocol) {
    return set(RuleAttributes.PROTOCOL, protocol);
  }

  /** The rule. */
  public RuleMessage build() {
    return new RuleMessage(fixed(), attributes(RuleAttributes.SCHEMA));
  }
}
