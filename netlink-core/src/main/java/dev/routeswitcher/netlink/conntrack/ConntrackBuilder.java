package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.MessageBuilder;
import java.nio.ByteOrder;

/** Makes a {@link ConntrackMessage}. What is not set is absent. Not thread-safe. */
public final class ConntrackBuilder extends MessageBuilder<ConntrackBuilder> {
  ConntrackBuilder(AddressFamily family, ByteOrder order) {
    super(family, ConntrackMessage.FIXED_SIZE, order);
  }

  /** The tuple of the side that began the connection. */
  public ConntrackBuilder original(ConntrackTuple tuple) {
    return set(ConntrackAttributes.TUPLE_ORIG, tuple);
  }

  /** The tuple of the other side. */
  public ConntrackBuilder reply(ConntrackTuple tuple) {
    return set(ConntrackAttributes.TUPLE_REPLY, tuple);
  }

  /** The status: {@link ConntrackStatus} bits. */
  public ConntrackBuilder status(long bits) {
    return set(ConntrackAttributes.STATUS, bits);
  }

  /** In a request, the bits of the status that count. */
  public ConntrackBuilder statusMask(long bits) {
    return set(ConntrackAttributes.STATUS_MASK, bits);
  }

  /** The id (u32). */
  public ConntrackBuilder id(long id) {
    return set(ConntrackAttributes.ID, id);
  }

  /** The mark (u32). */
  public ConntrackBuilder mark(long mark) {
    return set(ConntrackAttributes.MARK, mark);
  }

  /** In a request, the bits of the mark that count. */
  public ConntrackBuilder markMask(long bits) {
    return set(ConntrackAttributes.MARK_MASK, bits);
  }

  /** The zone of both directions. */
  public ConntrackBuilder zone(int zone) {
    return set(ConntrackAttributes.ZONE, zone);
  }

  /**
   * In a listing, the fields of the tuples that count.
   *
   * @param originalFlags {@code CTA_FILTER_F_*} bits: 1 the source, 2 the destination, 8 the
   *     protocol; 0 if none of that tuple counts
   * @param replyFlags the same bits for the reply tuple
   */
  public ConntrackBuilder filter(long originalFlags, long replyFlags) {
    AttributesBuilder flags = new AttributesBuilder(order());
    if (originalFlags != 0) {
      flags.set(ConntrackAttributes.FILTER_ORIG_FLAGS, originalFlags);
    }
    if (replyFlags != 0) {
      flags.set(ConntrackAttributes.FILTER_REPLY_FLAGS, replyFlags);
    }
    return set(ConntrackAttributes.FILTER, flags.build());
  }

  /** The message. */
  public ConntrackMessage build() {
    return new ConntrackMessage(fixed(), attributes(ConntrackAttributes.SCHEMA));
  }
}
