package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * An address of an interface ({@code RTM_NEWADDR}, {@code struct ifaddrmsg} and {@code IFA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read; an
 * address must be of the message's family.
 */
public final class AddressMessage extends RtnetlinkMessage {
  // The size of struct ifaddrmsg and the offsets of its fields, the family at 0.
  static final int SIZE = 8;
  static final int PREFIX_LENGTH = 1; // u8
  static final int FLAGS = 2; // u8
  static final int SCOPE = 3; // u8
  static final int INDEX = 4; // u32

  AddressMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
  }

  private AddressMessage(MessageCursor cursor) {
    super(cursor, "ifaddrmsg", SIZE, AddressAttributes.SCHEMA);
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct ifaddrmsg}
   */
  public static AddressMessage read(MessageCursor cursor) {
    return new AddressMessage(cursor);
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

  /** An address to be completed, as of {@link #builder(IpPrefix, int)}, in a byte order. */
  public static AddressBuilder builder(IpPrefix prefix, int interfaceIndex, ByteOrder order) {
    return new AddressBuilder(prefix, interfaceIndex, order);
  }

  /**
   * The body of a request for addresses.
   *
   * @param interfaceIndex 0 for all links
   */
  public static AddressMessage question(AddressFamily family, int interfaceIndex, ByteOrder order) {
    return new AddressBuilder(family, interfaceIndex, order).build();
  }

  /** The index of its interface. */
  public int interfaceIndex() {
    return header().s32(INDEX);
  }

  /** The length of the prefix: 0 to 32 or 0 to 128. */
  public int prefixLength() {
    return header().u8(PREFIX_LENGTH);
  }

  /** How far it is valid. */
  public RouteScope scope() {
    return RouteScope.of(header().u8(SCOPE));
  }

  /** The low byte of the flags. */
  int flagsInHeader() {
    return header().u8(FLAGS);
  }

  /** All flags: {@code IFA_FLAGS}, or those of the fixed part where the attribute is absent. */
  public AddressFlags flags() {
    return new AddressFlags(attributes().get(AddressAttributes.FLAGS).orElse(flagsInHeader()));
  }

  /** {@code IFA_ADDRESS}: of the prefix; on a point-to-point link, the peer's. */
  public Optional<IpAddress> address() {
    return attributes().get(AddressAttributes.ADDRESS);
  }

  /** {@code IFA_LOCAL} as it is. {@link #own} is what most callers want. */
  public Optional<IpAddress> local() {
    return attributes().get(AddressAttributes.LOCAL);
  }

  /** The interface's own address: {@link #local}, or {@link #address} where that is absent. */
  public Optional<IpAddress> own() {
    return local().or(this::address);
  }

  /** The own address with the length of its prefix; empty without an address. */
  public Optional<IpPrefix> prefix() {
    return prefix(AddressAttributes.LOCAL, prefixLength())
        .or(() -> prefix(AddressAttributes.ADDRESS, prefixLength()));
  }

  /** The peer's address, if it is another than the own one. */
  public Optional<IpAddress> peer() {
    return local().isEmpty() ? Optional.empty() : address().filter(a -> !a.equals(local().get()));
  }

  /** The broadcast address. */
  public Optional<IpAddress> broadcast() {
    return attributes().get(AddressAttributes.BROADCAST);
  }

  /** The label, usually the interface's name. */
  public Optional<String> label() {
    return attributes().get(AddressAttributes.LABEL);
  }

  /** The lifetime. */
  public Optional<AddressCacheInfo> cacheInfo() {
    return attributes().get(AddressAttributes.CACHEINFO);
  }

  /** Who set it ({@code IFAPROT_*}). */
  public OptionalInt protocol() {
    return attributes().get(AddressAttributes.PROTO);
  }

  @Override
  protected List<Supplier<?>> readings() {
    return List.of(this::prefix);
  }

  @Override
  protected String text(InterfaceNames names) {
    return new AddressText(this).print(names);
  }
}
