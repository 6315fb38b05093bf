package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Makes an {@link AddressMessage}. What is not said is as {@code ip address add} has it: of global
 * scope, for ever, without flags. Not thread-safe.
 */
public final class AddressBuilder {
  private final AttributesBuilder attributes;
  private final IpPrefix prefix;
  private final int index;
  private int length;
  private RouteScope scope = RouteScope.UNIVERSE;

  AddressBuilder(IpPrefix prefix, int index, ByteOrder order) {
    this.prefix = prefix;
    this.index = index;
    this.length = prefix.length();
    this.attributes = new AttributesBuilder(order);
    attributes.address(AddressAttributes.LOCAL, prefix.address());
    attributes.address(AddressAttributes.ADDRESS, prefix.address());
  }

  /** The other end of a point-to-point link, whose prefix the network then is. */
  public AddressBuilder peer(IpPrefix peer) {
    requireFamily(peer.address());
    attributes.address(AddressAttributes.ADDRESS, peer.address());
    length = peer.length();
    return this;
  }

  /** The broadcast address (IPv4); the kernel makes none up. */
  public AddressBuilder broadcast(IpAddress address) {
    requireFamily(address);
    attributes.address(AddressAttributes.BROADCAST, address);
    return this;
  }

  /** How far it is known. */
  public AddressBuilder scope(RouteScope newScope) {
    this.scope = newScope;
    return this;
  }

  /** The label (IPv4): the link's name, or the name, a colon and more. */
  public AddressBuilder label(String label) {
    attributes.text(AddressAttributes.LABEL, label);
    return this;
  }

  /** Who sets it ({@code IFAPROT_*}), a u8. */
  public AddressBuilder protocol(int protocol) {
    attributes.u8(AddressAttributes.PROTO, protocol);
    return this;
  }

  /** All flags, such as {@link AddressFlags#NODAD}. */
  public AddressBuilder flags(AddressFlags flags) {
    attributes.u32(AddressAttributes.FLAGS, flags.bits());
    return this;
  }

  /** The metric of the route to its prefix. */
  public AddressBuilder routePriority(long priority) {
    attributes.u32(AddressAttributes.RT_PRIORITY, priority);
    return this;
  }

  /**
   * How long it lives, in seconds from now; 0xffffffff for ever.
   *
   * @param valid then it goes
   * @param preferred until then new connections use it; at most {@code valid}
   */
  public AddressBuilder lifetime(long valid, long preferred) {
    attributes.set(AddressAttributes.CACHEINFO, w -> w.u32(preferred).u32(valid).u32(0).u32(0));
    return this;
  }

  /**
   * Any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public AddressBuilder attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return this;
  }

  /** The address. */
  public AddressMessage build() {
    return AddressMessage.of(
        new AddressHeader(prefix.address().family(), length, 0, scope, index), attributes);
  }

  private void requireFamily(IpAddress address) {
    if (!address.family().equals(prefix.address().family())) {
      throw new IllegalArgumentException(address + " is not of family of " + prefix);
    }
  }
}
