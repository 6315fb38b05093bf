package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An entry of the connection tracker ({@code IPCTNL_MSG_CT_NEW}, {@code struct nfgenmsg} and {@code
 * CTA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record ConntrackMessage(NetfilterHeader header, Attributes attributes)
    implements NetlinkMessage {
  static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + NetfilterHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct nfgenmsg}
   */
  public static ConntrackMessage read(MessageCursor cursor) {
    NetfilterHeader header = NetfilterHeader.read(cursor);
    return new ConntrackMessage(
        header, cursor.attributes(NetfilterHeader.SIZE, ConntrackAttributes.SCHEMA));
  }

  /** An entry to be completed, in the machine's byte order. */
  public static ConntrackBuilder builder(AddressFamily family) {
    return builder(family, ByteOrder.nativeOrder());
  }

  /** An entry to be completed. */
  public static ConntrackBuilder builder(AddressFamily family, ByteOrder order) {
    return new ConntrackBuilder(family, order);
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** The family of the addresses. */
  public AddressFamily family() {
    return header.family();
  }

  /** What the packets of the side that began the connection say, before any translation. */
  public ConntrackTuple original() {
    return tuple(ConntrackAttributes.TUPLE_ORIG);
  }

  /** What the packets of the other side say, before any translation. */
  public ConntrackTuple reply() {
    return tuple(ConntrackAttributes.TUPLE_REPLY);
  }

  private ConntrackTuple tuple(int type) {
    return new ConntrackTuple(
        attributes
            .nested(type)
            .orElseGet(() -> Attributes.empty(attributes.order(), TupleAttributes.SCHEMA)));
  }

  /** The status; no bit if the kernel does not tell. */
  public ConntrackStatus status() {
    return new ConntrackStatus(be32(ConntrackAttributes.STATUS).orElse(0));
  }

  /** The id (u32); a later entry of the same tuple nearly always has another one. */
  public OptionalLong id() {
    return be32(ConntrackAttributes.ID);
  }

  /** The mark (u32); empty where the kernel has none. */
  public OptionalLong mark() {
    return be32(ConntrackAttributes.MARK);
  }

  /** In how many seconds it expires. */
  public OptionalLong timeoutSeconds() {
    return be32(ConntrackAttributes.TIMEOUT);
  }

  /** The zone of both directions; 0 unless said otherwise. */
  public int zone() {
    return attributes.find(ConntrackAttributes.ZONE).map(Attribute::be16).orElse(0);
  }

  private OptionalLong be32(int type) {
    Optional<Attribute> found = attributes.find(type);
    return found.isPresent() ? OptionalLong.of(found.get().be32()) : OptionalLong.empty();
  }

  /** The zone if it is said, for {@link #key}. */
  private OptionalInt statedZone() {
    return attributes.find(ConntrackAttributes.ZONE).isPresent()
        ? OptionalInt.of(zone())
        : OptionalInt.empty();
  }

  /**
   * What names the entry in a request: original tuple, zone, id.
   *
   * @throws IllegalArgumentException if the original tuple lacks an address or the protocol: a
   *     request to delete without a tuple would delete <em>every</em> entry
   */
  public ConntrackMessage key() {
    ConntrackTuple original = original();
    boolean whole =
        original.source().isPresent()
            && original.destination().isPresent()
            && original.protocol().isPresent();
    if (!whole) {
      throw new IllegalArgumentException("an entry without its original tuple: " + this);
    }
    AttributesBuilder key = new AttributesBuilder(attributes.order());
    attributes.find(ConntrackAttributes.TUPLE_ORIG).ifPresent(key::append);
    statedZone().ifPresent(zone -> key.set(ConntrackAttributes.ZONE, w -> w.be16(zone)));
    id().ifPresent(id -> key.be32(ConntrackAttributes.ID, id));
    return new ConntrackMessage(
        new NetfilterHeader(original.family(), 0, 0),
        key.build(ATTRIBUTES_AT, ConntrackAttributes.SCHEMA));
  }

  /** One line as {@code conntrack} prints it. Never fails. */
  @Override
  public String toString() {
    return ConntrackText.of(this);
  }
}
