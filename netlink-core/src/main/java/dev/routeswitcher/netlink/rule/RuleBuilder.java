package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.MessageBuilder;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.nio.ByteOrder;

/**
 * Makes a {@link RuleMessage}. What is not set is as {@code ip rule add} has it: a rule for every
 * packet that looks up table main, at a priority that the kernel chooses. Not thread-safe.
 *
 * <p>What has no method here is set by its attribute type, as in {@code
 * set(RuleAttributes.SPORT_RANGE, PortRange.of(80))} or {@code set(RuleAttributes.SUPPRESS_IFGROUP,
 * 7)}.
 */
public final class RuleBuilder extends MessageBuilder<RuleBuilder> {
  RuleBuilder(AddressFamily family, ByteOrder order) {
    super(family, RuleMessage.SIZE, order);
    lookup(RouteTable.MAIN);
  }

  RuleBuilder(RuleMessage rule) {
    super(rule);
  }

  /** The priority, a u32: rules are evaluated from the lowest to the highest. */
  public RuleBuilder priority(long priority) {
    return set(RuleAttributes.PRIORITY, priority);
  }

  /** Looks up a table; a number above 255 goes into {@code FRA_TABLE}. */
  public RuleBuilder lookup(RouteTable newTable) {
    return action(RuleAction.TO_TABLE).table(newTable);
  }

  private RuleBuilder table(RouteTable newTable) {
    u8(RuleMessage.TABLE, "table", newTable.inHeader());
    return newTable.fitsHeader()
        ? without(RuleAttributes.TABLE)
        : set(RuleAttributes.TABLE, newTable.id());
  }

  /** Looks up the table of the interface's VRF. */
  public RuleBuilder lookupVrfTable() {
    return lookup(RouteTable.UNSPEC).set(RuleAttributes.L3MDEV, 1);
  }

  /** Does this, instead of looking up a table or going on at another rule. */
  public RuleBuilder action(RuleAction newAction) {
    if (!newAction.equals(RuleAction.TO_TABLE)) {
      table(RouteTable.UNSPEC);
    }
    if (!newAction.equals(RuleAction.GOTO)) {
      without(RuleAttributes.GOTO);
    }
    return u8(RuleMessage.ACTION, "action", newAction.value());
  }

  /** Goes on at the rule of a priority, which must be above this rule's. */
  public RuleBuilder goTo(long priority) {
    return action(RuleAction.GOTO).set(RuleAttributes.GOTO, priority);
  }

  /** All flags. */
  public RuleBuilder flags(RuleFlags newFlags) {
    return flags(RuleMessage.FLAGS, newFlags);
  }

  /** Matches what the selector does not. */
  public RuleBuilder inverted() {
    return flags(new RuleFlags(u32(RuleMessage.FLAGS)).with(RuleFlags.INVERT));
  }

  /** The sources; 0.0.0.0/0 or ::/0 is every source, which has no {@code FRA_SRC}. */
  public RuleBuilder source(IpPrefix source) {
    return prefix(RuleMessage.SOURCE_LENGTH, RuleAttributes.SRC, source);
  }

  /** The destinations; 0.0.0.0/0 or ::/0 is every destination, which has no {@code FRA_DST}. */
  public RuleBuilder destination(IpPrefix destination) {
    return prefix(RuleMessage.DESTINATION_LENGTH, RuleAttributes.DST, destination);
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

  /**
   * Takes no route from the table whose prefix has this length or less, such as 0 for the default
   * route.
   *
   * @param length 0 to 32 or 0 to 128; -1 for none
   */
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
