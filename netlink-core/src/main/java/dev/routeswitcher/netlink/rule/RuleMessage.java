package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.Realms;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A policy routing rule ({@code RTM_NEWRULE}, {@code struct fib_rule_hdr} and {@code FRA_*}): for
 * the packets that it matches it names a table or another action.
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the rule's family.
 */
public final class RuleMessage extends RtnetlinkMessage {
  // The size of struct fib_rule_hdr and the offsets of its fields, the family at 0.
  static final int SIZE = 12;
  static final int DESTINATION_LENGTH = 1; // u8
  static final int SOURCE_LENGTH = 2; // u8
  static final int TOS = 3; // u8
  static final int TABLE = 4; // u8
  static final int ACTION = 7; // u8
  static final int FLAGS = 8; // u32

  private final boolean listed;

  RuleMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
    this.listed = false;
  }

  private RuleMessage(MessageCursor cursor) {
    super(cursor, "fib_rule_hdr", SIZE, RuleAttributes.SCHEMA);
    this.listed = true;
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct fib_rule_hdr}
   */
  public static RuleMessage read(MessageCursor cursor) {
    return new RuleMessage(cursor);
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
    RuleBuilder rule = new RuleBuilder(this);
    return listed && !attributes().has(RuleAttributes.PRIORITY) ? rule.priority(0) : rule;
  }

  /**
   * The rule as the kernel takes it: one that was listed without a priority has the priority 0,
   * while one that was built without gets a priority that the kernel chooses.
   */
  public RuleMessage asAdded() {
    return listed ? toBuilder().build() : this;
  }

  /** What it does. */
  public RuleAction action() {
    return RuleAction.of(header().u8(ACTION));
  }

  /** The flags. */
  public RuleFlags flags() {
    return new RuleFlags(header().u32(FLAGS));
  }

  /** True if it is for what its selector does not match ({@code not}). */
  public boolean isInverted() {
    return flags().has(RuleFlags.INVERT);
  }

  /** The priority: rules are evaluated from the lowest to the highest. Absent is 0. */
  public OptionalLong priority() {
    return attributes().get(RuleAttributes.PRIORITY);
  }

  /** The table to look up, above 255 too; {@link RouteTable#UNSPEC} for other actions. */
  public RouteTable table() {
    return RouteTable.of(attributes().get(RuleAttributes.TABLE).orElse(tableInHeader()));
  }

  /** True if the table is that of the interface's VRF. */
  public boolean isVrfTable() {
    return attributes().get(RuleAttributes.L3MDEV).orElse(0) != 0;
  }

  /** The u8 of the fixed part. */
  int tableInHeader() {
    return header().u8(TABLE);
  }

  /** The prefix length of the destinations; 0 for all. */
  public int destinationLength() {
    return header().u8(DESTINATION_LENGTH);
  }

  /** The prefix length of the sources; 0 for all. */
  public int sourceLength() {
    return header().u8(SOURCE_LENGTH);
  }

  /** The sources it is for; empty for all. */
  public Optional<IpPrefix> source() {
    return prefix(RuleAttributes.SRC, sourceLength());
  }

  /** The destinations it is for; empty for all. */
  public Optional<IpPrefix> destination() {
    return prefix(RuleAttributes.DST, destinationLength());
  }

  /** Type of service; 0 for any. */
  public int tos() {
    return header().u8(TOS);
  }

  /** The name of the input interface; {@code lo} for packets of this host. */
  public Optional<String> inputInterface() {
    return attributes().get(RuleAttributes.IIFNAME);
  }

  /** The name of the output interface, which only packets of bound sockets have. */
  public Optional<String> outputInterface() {
    return attributes().get(RuleAttributes.OIFNAME);
  }

  /** The firewall mark. */
  public OptionalLong mark() {
    return attributes().get(RuleAttributes.FWMARK);
  }

  /** Routes with prefixes of this length or less are not taken from the table; empty if all are. */
  public OptionalInt suppressedPrefixLength() {
    return unlessMinusOne(RuleAttributes.SUPPRESS_PREFIXLEN);
  }

  /** Routes by interfaces of this group are not taken from the table; empty if all are. */
  public OptionalInt suppressedInterfaceGroup() {
    return unlessMinusOne(RuleAttributes.SUPPRESS_IFGROUP);
  }

  private OptionalInt unlessMinusOne(AttributeType.OfInt type) {
    OptionalInt value = attributes().get(type);
    return value.orElse(-1) == -1 ? OptionalInt.empty() : value;
  }

  /** The realms of the packets it matches. */
  public Optional<Realms> realms() {
    return attributes().get(RuleAttributes.FLOW);
  }

  /** Who made the rule, if the kernel says. */
  public Optional<RouteProtocol> protocol() {
    return attributes().get(RuleAttributes.PROTOCOL);
  }

  @Override
  protected List<Supplier<?>> readings() {
    return List.of(this::source, this::destination);
  }

  @Override
  protected String text(InterfaceNames names) {
    return new RuleText(this).print();
  }
}
