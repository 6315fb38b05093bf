package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A policy routing rule ({@code RTM_NEWRULE}, {@code struct fib_rule_hdr} and {@code FRA_*}): for
 * the packets that it matches it names a table or another action.
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the rule's family.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record RuleMessage(RuleHeader header, Attributes attributes) implements RtnetlinkMessage {
  static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + RuleHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct fib_rule_hdr}
   */
  public static RuleMessage read(MessageCursor cursor) {
    RuleHeader header = RuleHeader.read(cursor);
    return new RuleMessage(
        header, cursor.attributes(RuleHeader.SIZE, RuleAttributes.schema(header.family())));
  }

  /** A rule of a family for every packet, to be completed; in the machine's byte order. */
  public static RuleBuilder builder(AddressFamily family) {
    return builder(family, ByteOrder.nativeOrder());
  }

  /** A rule of a family for every packet, to be completed. */
  public static RuleBuilder builder(AddressFamily family, ByteOrder order) {
    return new RuleBuilder(family, order);
  }

  /**
   * The same rule, to be changed.
   *
   * @throws MalformedAttributeException if the attributes end in a defect
   */
  public RuleBuilder toBuilder() {
    return new RuleBuilder(this);
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** The family of the packets. */
  @Override
  public AddressFamily family() {
    return header.family();
  }

  /** What it does. */
  public RuleAction action() {
    return header.action();
  }

  /** The flags. */
  public RuleFlags flags() {
    return header.flags();
  }

  /** True if it is for what its selector does not match ({@code not}). */
  public boolean isInverted() {
    return flags().has(RuleFlags.INVERT);
  }

  /** The priority: rules are asked from the lowest to the highest. Absent is 0. */
  public OptionalLong priority() {
    return attributes.u32(RuleAttributes.PRIORITY);
  }

  /** The table to look up, above 255 too; {@link RouteTable#UNSPEC} for other actions. */
  public RouteTable table() {
    return RouteTable.of(attributes.u32(RuleAttributes.TABLE).orElse(header.table()));
  }

  /** True if the table is that of the interface's VRF. */
  public boolean isVrfTable() {
    return attributes.u8(RuleAttributes.L3MDEV).orElse(0) != 0;
  }

  /** The priority of the rule to go to. */
  public OptionalLong target() {
    return attributes.u32(RuleAttributes.GOTO);
  }

  /** The sources it is for; empty for all. */
  public Optional<IpPrefix> source() {
    return AddressValue.prefix(attributes, RuleAttributes.SRC, family(), header.sourceLength());
  }

  /** The destinations it is for; empty for all. */
  public Optional<IpPrefix> destination() {
    return AddressValue.prefix(
        attributes, RuleAttributes.DST, family(), header.destinationLength());
  }

  /** Type of service; 0 for any. */
  public int tos() {
    return header.tos();
  }

  /** The name of the input interface; {@code lo} for packets of this host. */
  public Optional<String> inputInterface() {
    return attributes.text(RuleAttributes.IIFNAME);
  }

  /** The name of the output interface, which only packets of bound sockets have. */
  public Optional<String> outputInterface() {
    return attributes.text(RuleAttributes.OIFNAME);
  }

  /** The firewall mark. */
  public OptionalLong mark() {
    return attributes.u32(RuleAttributes.FWMARK);
  }

  /** The bits of the firewall mark that count. */
  public OptionalLong markMask() {
    return attributes.u32(RuleAttributes.FWMASK);
  }

  /** The users whose packets it is for. */
  public Optional<UserRange> users() {
    return attributes.find(RuleAttributes.UID_RANGE).map(UserRange::read);
  }

  /** The IP protocol, such as 6 for TCP. */
  public OptionalInt ipProtocol() {
    return attributes.u8(RuleAttributes.IP_PROTO);
  }

  /** The source ports. */
  public Optional<PortRange> sourcePorts() {
    return attributes.find(RuleAttributes.SPORT_RANGE).map(PortRange::read);
  }

  /** The bits of the source port that count. */
  public OptionalInt sourcePortMask() {
    return attributes.u16(RuleAttributes.SPORT_MASK);
  }

  /** The destination ports. */
  public Optional<PortRange> destinationPorts() {
    return attributes.find(RuleAttributes.DPORT_RANGE).map(PortRange::read);
  }

  /** The bits of the destination port that count. */
  public OptionalInt destinationPortMask() {
    return attributes.u16(RuleAttributes.DPORT_MASK);
  }

  /** The DSCP, 0 to 63; 0 is a value like any other. */
  public OptionalInt dscp() {
    return attributes.u8(RuleAttributes.DSCP);
  }

  /** The bits of the DSCP that count. */
  public OptionalInt dscpMask() {
    return attributes.u8(RuleAttributes.DSCP_MASK);
  }

  /** The IPv6 flow label. */
  public OptionalLong flowLabel() {
    return networkOrder(RuleAttributes.FLOWLABEL);
  }

  /** The bits of the flow label that count. */
  public OptionalLong flowLabelMask() {
    return networkOrder(RuleAttributes.FLOWLABEL_MASK);
  }

  private OptionalLong networkOrder(int type) {
    Optional<Attribute> found = attributes.find(type);
    return found.isPresent() ? OptionalLong.of(found.get().be32()) : OptionalLong.empty();
  }

  /** The tunnel's key: 64 bits, to be read as unsigned. */
  public OptionalLong tunnelId() {
    Optional<Attribute> found = attributes.find(RuleAttributes.TUN_ID);
    return found.isPresent() ? OptionalLong.of(found.get().be64()) : OptionalLong.empty();
  }

  /** Routes with prefixes of this length or less are not taken from the table; empty if all are. */
  public OptionalInt suppressedPrefixLength() {
    return unlessMinusOne(RuleAttributes.SUPPRESS_PREFIXLEN);
  }

  /** Routes by interfaces of this group are not taken from the table; empty if all are. */
  public OptionalInt suppressedInterfaceGroup() {
    return unlessMinusOne(RuleAttributes.SUPPRESS_IFGROUP);
  }

  private OptionalInt unlessMinusOne(int type) {
    OptionalInt value = attributes.s32(type);
    return value.orElse(-1) == -1 ? OptionalInt.empty() : value;
  }

  /** The realms of the packets it matches. */
  public Optional<Realms> realms() {
    return attributes.find(RuleAttributes.FLOW).map(Realms::read);
  }

  /** Who made the rule, if the kernel says. */
  public Optional<RouteProtocol> protocol() {
    OptionalInt protocol = attributes.u8(RuleAttributes.PROTOCOL);
    return protocol.isPresent()
        ? Optional.of(RouteProtocol.of(protocol.getAsInt()))
        : Optional.empty();
  }

  /** One line as {@code ip rule} prints it. */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  @Override
  public String toText(InterfaceNames names) {
    return Printed.printable(RuleText.of(this));
  }
}
