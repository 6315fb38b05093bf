package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A network interface ({@code RTM_NEWLINK}, {@code struct ifinfomsg} and {@code IFLA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read.
 */
public final class LinkMessage extends RtnetlinkMessage {
  // The size of struct ifinfomsg and the offsets of its fields, the family at 0.
  static final int SIZE = 16;
  static final int HARDWARE_TYPE = 2; // u16
  static final int INDEX = 4; // s32
  static final int FLAGS = 8; // u32
  static final int CHANGE = 12; // u32

  LinkMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
  }

  private LinkMessage(MessageCursor cursor) {
    super(cursor, "ifinfomsg", SIZE, LinkAttributes.SCHEMA);
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct ifinfomsg}
   */
  public static LinkMessage read(MessageCursor cursor) {
    return new LinkMessage(cursor);
  }

  /** What is to be changed of a link, or how a new one is to be; in the machine's byte order. */
  public static LinkBuilder builder() {
    return builder(ByteOrder.nativeOrder());
  }

  /** What is to be changed of a link, or how a new one is to be. */
  public static LinkBuilder builder(ByteOrder order) {
    return new LinkBuilder(order);
  }

  /** The interface's index: above 0, and its own as long as it exists. */
  public int index() {
    return header().s32(INDEX);
  }

  /** Its flags. */
  public LinkFlags flags() {
    return new LinkFlags(header().u32(FLAGS));
  }

  /** In a request, the flags to change; in an event, those that changed. */
  public LinkFlags changedFlags() {
    return new LinkFlags(header().u32(CHANGE));
  }

  /** {@code ARPHRD_*} of {@code linux/if_arp.h}, a u16. */
  public int hardwareType() {
    return header().u16(HARDWARE_TYPE);
  }

  /** True if it is set up by the administrator ({@code IFF_UP}). */
  public boolean isUp() {
    return flags().has(LinkFlags.UP);
  }

  /** True if it has carrier ({@code IFF_LOWER_UP}). */
  public boolean isLowerUp() {
    return flags().has(LinkFlags.LOWER_UP);
  }

  /** Its name. */
  public Optional<String> name() {
    return attributes().get(LinkAttributes.IFNAME);
  }

  /** Its other names ({@code altname}). */
  public List<String> alternativeNames() {
    return attributes().get(LinkAttributes.PROP_LIST).stream()
        .flatMap(properties -> properties.toList().stream())
        .filter(property -> property.type() == LinkAttributes.ALT_IFNAME.number())
        .map(LinkAttributes.ALT_IFNAME.form()::read)
        .toList();
  }

  /** Whether it can carry packets. */
  public Optional<OperationalState> operationalState() {
    return attributes().get(LinkAttributes.OPERSTATE);
  }

  /** {@code IFLA_CARRIER}: 1 with carrier, 0 without. */
  public OptionalInt carrier() {
    return attributes().get(LinkAttributes.CARRIER);
  }

  /** The MTU in bytes. */
  public OptionalLong mtu() {
    return attributes().get(LinkAttributes.MTU);
  }

  /**
   * {@code IFLA_LINK}: the index of the link below, or of the peer of a veth. If the link has
   * {@link LinkAttributes#LINK_NETNSID} that one is in another namespace, and the index is of
   * there.
   */
  public OptionalInt link() {
    return attributes().get(LinkAttributes.LINK);
  }

  /** The index of the bridge, bond or other link it belongs to. */
  public OptionalInt master() {
    return attributes().get(LinkAttributes.MASTER);
  }

  /** The kind of a link made by software, such as {@code veth}; empty for most hardware. */
  public Optional<String> kind() {
    return info().flatMap(LinkInfo::kind);
  }

  /** What kind of link it is, and what is particular to that kind. */
  public Optional<LinkInfo> info() {
    return attributes().get(LinkAttributes.LINKINFO);
  }

  /** The number of the group it is in; 0 by default. */
  public OptionalLong group() {
    return attributes().get(LinkAttributes.GROUP);
  }

  /** Its link-layer address. */
  public Optional<LinkAddress> address() {
    return attributes().get(LinkAttributes.ADDRESS);
  }

  /** Its link-layer broadcast address; of a point-to-point link, the peer's address. */
  public Optional<LinkAddress> broadcast() {
    return attributes().get(LinkAttributes.BROADCAST);
  }

  @Override
  protected String text(InterfaceNames names) {
    return new LinkText(this, names).print();
  }
}
