package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteOrder;

/** Makes a {@link ConntrackMessage}. What is not set is absent. Not thread-safe. */
public final class ConntrackBuilder {
  private final AddressFamily family;
  private final AttributesBuilder attributes;

  ConntrackBuilder(AddressFamily family, ByteOrder order) {
    this.family = family;
    this.attributes = new AttributesBuilder(order);
  }

  /** The tuple of the side that began the connection. */
  public ConntrackBuilder original(ConntrackTuple tuple) {
    attributes.nested(ConntrackAttributes.TUPLE_ORIG, tuple.attributes());
    return this;
  }

  /** The tuple of the other side. */
  public ConntrackBuilder reply(ConntrackTuple tuple) {
    attributes.nested(ConntrackAttributes.TUPLE_REPLY, tuple.attributes());
    return this;
  }

  /** The status: {@link ConntrackStatus} bits. */
  public ConntrackBuilder status(long bits) {
    attributes.be32(ConntrackAttributes.STATUS, bits);
    return this;
  }

  /** In a request, the bits of the status that count. */
  public ConntrackBuilder statusMask(long bits) {
    attributes.be32(ConntrackAttributes.STATUS_MASK, bits);
    return this;
  }

  /** The id (u32). */
  public ConntrackBuilder id(long id) {
    attributes.be32(ConntrackAttributes.ID, id);
    return this;
  }

  /** The mark (u32). */
  public ConntrackBuilder mark(long mark) {
    attributes.be32(ConntrackAttributes.MARK, mark);
    return this;
  }

  /** In a request, the bits of the mark that count. */
  public ConntrackBuilder markMask(long bits) {
    attributes.be32(ConntrackAttributes.MARK_MASK, bits);
    return this;
  }

  /** In how many seconds it expires. */
  public ConntrackBuilder timeoutSeconds(long seconds) {
    attributes.be32(ConntrackAttributes.TIMEOUT, seconds);
    return this;
  }

  /** The zone of both directions. */
  public ConntrackBuilder zone(int zone) {
    attributes.set(ConntrackAttributes.ZONE, w -> w.be16(zone));
    return this;
  }

  /**
   * In a listing, the fields of the tuples that count.
   *
   * @param originalFlags {@code CTA_FILTER_F_*} bits: 1 the source, 2 the destination, 8 the
   *     protocol; 0 if none of that tuple counts
   * @param replyFlags likewise
   */
  public ConntrackBuilder filter(long originalFlags, long replyFlags) {
    AttributesBuilder flags = new AttributesBuilder(attributes.order());
    if (originalFlags != 0) {
      flags.u32(ConntrackAttributes.FILTER_ORIG_FLAGS, originalFlags);
    }
    if (replyFlags != 0) {
      flags.u32(ConntrackAttributes.FILTER_REPLY_FLAGS, replyFlags);
    }
    attributes.nested(ConntrackAttributes.FILTER, flags.build());
    return this;
  }

  /** The message. */
  public ConntrackMessage build() {
    return new ConntrackMessage(
        new NetfilterHeader(family, 0, 0),
        attributes.build(ConntrackMessage.ATTRIBUTES_AT, ConntrackAttributes.SCHEMA));
  }
}
