package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.MessageBuilder;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * Makes a {@link LinkMessage}, which in a request says what is to be changed, or how a new link is
 * to be. What is not said stays as it is. Not thread-safe.
 */
public final class LinkBuilder extends MessageBuilder<LinkBuilder> {
  /** {@code VETH_INFO_PEER} ({@code linux/veth.h}). */
  private static final int VETH_PEER = 1;

  LinkBuilder(ByteOrder order) {
    super(AddressFamily.UNSPEC, LinkMessage.SIZE, order);
  }

  /** Its index; of a new link, 0 leaves it to the kernel. */
  public LinkBuilder index(int newIndex) {
    return s32(LinkMessage.INDEX, newIndex);
  }

  /** Its name; together with an index, its new name. */
  public LinkBuilder name(String name) {
    return set(LinkAttributes.IFNAME, name);
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
    LinkFlags before = new LinkFlags(u32(LinkMessage.FLAGS));
    flags(LinkMessage.CHANGE, new LinkFlags(u32(LinkMessage.CHANGE)).with(bits));
    return flags(LinkMessage.FLAGS, set ? before.with(bits) : before.without(bits));
  }

  /** Its MTU in bytes. */
  public LinkBuilder mtu(long mtu) {
    return set(LinkAttributes.MTU, mtu);
  }

  /** The index of the bridge, bond or VRF that it is to belong to; 0 for none. */
  public LinkBuilder master(int master) {
    return set(LinkAttributes.MASTER, master);
  }

  /** Its link-layer address. */
  public LinkBuilder address(LinkAddress address) {
    return set(LinkAttributes.ADDRESS, address);
  }

  /** The index of the link below it. */
  public LinkBuilder link(int below) {
    return set(LinkAttributes.LINK, below);
  }

  /** The number of the group, a u32. */
  public LinkBuilder group(long group) {
    return set(LinkAttributes.GROUP, group);
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
    return attribute(
        LinkAttributes.LINKINFO.number() | AttributeCursor.NESTED_FLAG,
        w -> {
          w.textAttribute(LinkInfo.KIND.number(), kind);
          int start = w.beginNested(LinkInfo.DATA.number());
          data.accept(w);
          w.endAttribute(start);
        });
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

  /** The link. */
  public LinkMessage build() {
    return new LinkMessage(fixed(), attributes(LinkAttributes.SCHEMA));
  }
}
