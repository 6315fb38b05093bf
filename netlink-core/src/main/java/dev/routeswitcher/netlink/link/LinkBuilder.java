package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Makes a {@link LinkMessage}, which in a request says what is to be changed, or how a new link is
 * to be. What is not said stays as it is. Not thread-safe.
 */
public final class LinkBuilder {
  /** {@code VETH_INFO_PEER} ({@code linux/veth.h}). */
  private static final int VETH_PEER = 1;

  private final AttributesBuilder attributes;
  private int index;
  private LinkFlags flags = LinkFlags.NONE;
  private LinkFlags changed = LinkFlags.NONE;

  LinkBuilder(ByteOrder order) {
    this.attributes = new AttributesBuilder(order);
  }

  /** Its index; of a new link, 0 leaves it to the kernel. */
  public LinkBuilder index(int newIndex) {
    this.index = newIndex;
    return this;
  }

  /** Its name; together with an index, its new name. */
  public LinkBuilder name(String name) {
    attributes.text(LinkAttributes.IFNAME, name);
    return this;
  }

  /** Sets it up. */
  public LinkBuilder up() {
    return flag(LinkFlags.UP, true);
  }

  /** Sets it down. */
  public LinkBuilder down() {
    return flag(LinkFlags.UP, false);
  }

  /**
   * Sets or clears flags.
   *
   * @param bits of {@link LinkFlags}
   */
  public LinkBuilder flag(long bits, boolean set) {
    changed = LinkFlags.of(changed.bits() | bits);
    flags = LinkFlags.of(set ? flags.bits() | bits : flags.bits() & ~bits);
    return this;
  }

  /** Its MTU in bytes. */
  public LinkBuilder mtu(long mtu) {
    attributes.u32(LinkAttributes.MTU, mtu);
    return this;
  }

  /** The index of the bridge, bond or VRF that it is to belong to; 0 for none. */
  public LinkBuilder master(int master) {
    attributes.s32(LinkAttributes.MASTER, master);
    return this;
  }

  /** Its link-layer address. */
  public LinkBuilder address(LinkAddress address) {
    attributes.set(LinkAttributes.ADDRESS, w -> w.bytes(address.bytes().toArray()));
    return this;
  }

  /** The index of the link below it. */
  public LinkBuilder link(int below) {
    attributes.s32(LinkAttributes.LINK, below);
    return this;
  }

  /** The length of the send queue in packets, a u32. */
  public LinkBuilder queueLength(long packets) {
    attributes.u32(LinkAttributes.TXQLEN, packets);
    return this;
  }

  /** A description. */
  public LinkBuilder alias(String alias) {
    attributes.text(LinkAttributes.IFALIAS, alias);
    return this;
  }

  /** The number of the group, a u32. */
  public LinkBuilder group(long group) {
    attributes.u32(LinkAttributes.GROUP, group);
    return this;
  }

  /** The kind of a new link, such as {@code bridge}. */
  public LinkBuilder kind(String kind) {
    return kind(kind, data -> {});
  }

  /**
   * The kind of a new link, and what else it has to know.
   *
   * @param data writes the attributes in {@code IFLA_INFO_DATA}
   */
  public LinkBuilder kind(String kind, Consumer<NetlinkWriter> data) {
    attributes.set(
        LinkAttributes.LINKINFO | AttributeCursor.NESTED_FLAG,
        w -> {
          w.textAttribute(LinkAttributes.INFO_KIND, kind);
          int start = w.beginNested(LinkAttributes.INFO_DATA);
          data.accept(w);
          w.endAttribute(start);
        });
    return this;
  }

  /**
   * The kind {@code veth}, and the other end.
   *
   * @param peer how it is to be; its index may be 0
   */
  public LinkBuilder veth(LinkMessage peer) {
    return kind(
        "veth",
        w -> {
          int start = w.beginAttribute(VETH_PEER);
          peer.writeTo(w);
          w.endAttribute(start);
        });
  }

  /** What a listing is to leave out or to add ({@code RTEXT_FILTER_*}). */
  public LinkBuilder extendedMask(long mask) {
    attributes.u32(LinkAttributes.EXT_MASK, mask);
    return this;
  }

  /**
   * Any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public LinkBuilder attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return this;
  }

  /** The link. */
  public LinkMessage build() {
    return LinkMessage.of(
        new LinkHeader(AddressFamily.UNSPEC, 0, 0, index, flags, changed), attributes);
  }
}
