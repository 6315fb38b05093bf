package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.Printed;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An address of an interface ({@code RTM_NEWADDR}, {@code struct ifaddrmsg} and {@code IFA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the message's family.
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record AddressMessage(AddressHeader header, Attributes attributes)
    implements RtnetlinkMessage {
  private static final int ATTRIBUTES_AT = NetlinkHeader.LENGTH + AddressHeader.SIZE;

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct ifaddrmsg}
   */
  public static AddressMessage read(MessageCursor cursor) {
    AddressHeader header = AddressHeader.read(cursor);
    return new AddressMessage(
        header, cursor.attributes(AddressHeader.SIZE, AddressAttributes.schema(header.family())));
  }

  /**
   * An address to be completed; in the machine's byte order.
   *
   * @param prefix the address itself, and the length of its network's prefix
   * @param interfaceIndex of its link
   */
  public static AddressBuilder builder(IpPrefix prefix, int interfaceIndex) {
    return builder(prefix, interfaceIndex, ByteOrder.nativeOrder());
  }

  /** An address to be completed. The parameters are as above. */
  public static AddressBuilder builder(IpPrefix prefix, int interfaceIndex, ByteOrder order) {
    return new AddressBuilder(prefix, interfaceIndex, order);
  }

  /** A message of these attributes. */
  public static AddressMessage of(AddressHeader header, AttributesBuilder attributes) {
    return new AddressMessage(
        header, attributes.build(ATTRIBUTES_AT, AddressAttributes.schema(header.family())));
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** The family of the address. */
  @Override
  public AddressFamily family() {
    return header.family();
  }

  /** The index of its interface. */
  public int interfaceIndex() {
    return (int) header.index();
  }

  /** How far it is valid. */
  public RouteScope scope() {
    return header.scope();
  }

  /** All flags: {@code IFA_FLAGS}, or the header's where the attribute is absent. */
  public AddressFlags flags() {
    return AddressFlags.of(attributes.u32(AddressAttributes.FLAGS).orElse(header.flags()));
  }

  /** {@code IFA_ADDRESS}: of the prefix; on a point-to-point link, the peer's. */
  public Optional<IpAddress> address() {
    return AddressValue.in(attributes, AddressAttributes.ADDRESS, family());
  }

  /** {@code IFA_LOCAL} as it is. {@link #own} is what most callers want. */
  public Optional<IpAddress> local() {
    return AddressValue.in(attributes, AddressAttributes.LOCAL, family());
  }

  /** The interface's own address: {@link #local}, or {@link #address} where that is absent. */
  public Optional<IpAddress> own() {
    return local().or(this::address);
  }

  /** The own address with the length of its prefix; empty without an address. */
  public Optional<IpPrefix> prefix() {
    Optional<Attribute> found =
        attributes
            .find(AddressAttributes.LOCAL)
            .or(() -> attributes.find(AddressAttributes.ADDRESS));
    return found.map(a -> AddressValue.prefix(a, family(), header.prefixLength()));
  }

  /** The peer's address, if it is another than the own one. */
  public Optional<IpAddress> peer() {
    return local().isEmpty() ? Optional.empty() : address().filter(a -> !a.equals(local().get()));
  }

  /** The broadcast address. */
  public Optional<IpAddress> broadcast() {
    return AddressValue.in(attributes, AddressAttributes.BROADCAST, family());
  }

  /** The label, usually the interface's name. */
  public Optional<String> label() {
    return attributes.text(AddressAttributes.LABEL);
  }

  /** The lifetime. */
  public Optional<AddressCacheInfo> cacheInfo() {
    return attributes.find(AddressAttributes.CACHEINFO).map(AddressCacheInfo::read);
  }

  /** The metric of the route to the prefix. */
  public OptionalLong routePriority() {
    return attributes.u32(AddressAttributes.RT_PRIORITY);
  }

  /** Who set it ({@code IFAPROT_*}). */
  public OptionalInt protocol() {
    return attributes.u8(AddressAttributes.PROTO);
  }

  /**
   * One line as {@code ip -oneline addr} prints it; the interface by index: {@code 3: if3 inet}.
   */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  @Override
  public String toText(InterfaceNames names) {
    return Printed.printable(AddressText.of(this, names));
  }
}
