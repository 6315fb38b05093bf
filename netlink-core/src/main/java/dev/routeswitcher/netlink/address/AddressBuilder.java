package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.message.MessageBuilder;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;

/**
 * Makes an {@link AddressMessage}. What is not set is as {@code ip address add} has it: of global
 * scope, for ever, without flags. Not thread-safe.
 */
public final class AddressBuilder extends MessageBuilder<AddressBuilder> {
  AddressBuilder(IpPrefix prefix, int index, ByteOrder order) {
    this(prefix.address().family(), index, order);
    set(AddressAttributes.LOCAL, prefix.address());
    network(prefix);
  }

  AddressBuilder(AddressFamily family, int index, ByteOrder order) {
    super(family, AddressMessage.SIZE, order);
    s32(AddressMessage.INDEX, index);
  }

  private AddressBuilder network(IpPrefix prefix) {
    u8(AddressMessage.PREFIX_LENGTH, "prefix length", prefix.length());
    return set(AddressAttributes.ADDRESS, prefix.address());
  }

  /** The other end of a point-to-point link, whose prefix the network then is. */
  public AddressBuilder peer(IpPrefix peer) {
    return network(requireFamily(peer));
  }

  /** The broadcast address (IPv4); the kernel makes none up. */
  public AddressBuilder broadcast(IpAddress address) {
    return set(AddressAttributes.BROADCAST, requireFamily(address));
  }

  /** How far it is known. */
  public AddressBuilder scope(RouteScope newScope) {
    return u8(AddressMessage.SCOPE, "scope", newScope.value());
  }

  /** The label (IPv4): the link's name, or the name, a colon and more. */
  public AddressBuilder label(String label) {
    return set(AddressAttributes.LABEL, label);
  }

  /** Who sets it ({@code IFAPROT_*}), a u8. */
  public AddressBuilder protocol(int protocol) {
    return set(AddressAttributes.PROTO, protocol);
  }

  /** All flags, such as {@link AddressFlags#NODAD}. */
  public AddressBuilder flags(AddressFlags flags) {
    return set(AddressAttributes.FLAGS, flags.bits());
  }

  /**
   * How long it lives, in seconds from now; 0xffffffff for ever.
   *
   * @param valid then it goes
   * @param preferred until then new connections use it; at most {@code valid}
   */
  public AddressBuilder lifetime(long valid, long preferred) {
    return set(AddressAttributes.CACHEINFO, new AddressCacheInfo(preferred, valid, 0, 0));
  }

  /** The address. */
  public AddressMessage build() {
    return new AddressMessage(fixed(), attributes(AddressAttributes.SCHEMA));
  }
}
