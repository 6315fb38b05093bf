package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.message.AttributeText;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * How full the connection tracker of a network namespace is ({@code IPCTNL_MSG_CT_GET_STATS},
 * {@code CTA_STATS_GLOBAL_*}).
 */
public final class ConntrackStatistics extends NetlinkMessage {
  private static final AttributeSchema.Builder GLOBAL =
      AttributeSchema.builder("CTA_STATS_GLOBAL_");

  /** {@code CTA_STATS_GLOBAL_ENTRIES} (u32). */
  public static final AttributeType.OfLong ENTRIES = GLOBAL.be32(1, "ENTRIES");

  /** {@code CTA_STATS_GLOBAL_MAX_ENTRIES} (u32). */
  public static final AttributeType.OfLong MAX_ENTRIES = GLOBAL.be32(2, "MAX_ENTRIES");

  private static final AttributeSchema SCHEMA = GLOBAL.build();

  private ConntrackStatistics(AttributesBuilder attributes) {
    super(
        new byte[ConntrackMessage.FIXED_SIZE],
        attributes.build(NetlinkHeader.LENGTH + ConntrackMessage.FIXED_SIZE, SCHEMA));
  }

  private ConntrackStatistics(MessageCursor cursor) {
    super(cursor, ConntrackMessage.FIXED, ConntrackMessage.FIXED_SIZE, SCHEMA);
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws dev.routeswitcher.netlink.codec.MalformedMessageException if it is shorter than a
   *     {@code struct nfgenmsg}
   */
  public static ConntrackStatistics read(MessageCursor cursor) {
    return new ConntrackStatistics(cursor);
  }

  /** The body of a request for them. */
  public static ConntrackStatistics question(ByteOrder order) {
    return new ConntrackStatistics(new AttributesBuilder(order));
  }

  /** An answer. */
  public static ConntrackStatistics of(long entries, long maxEntries, ByteOrder order) {
    return new ConntrackStatistics(
        new AttributesBuilder(order).set(ENTRIES, entries).set(MAX_ENTRIES, maxEntries));
  }

  /** How many entries there are, of all families and zones. */
  public OptionalLong entries() {
    return attributes().get(ENTRIES);
  }

  /** How many entries there may be; absent if the kernel does not report it. */
  public OptionalLong maxEntries() {
    return attributes().get(MAX_ENTRIES);
  }

  /** Both figures, as far as they are known and can be read. */
  @Override
  public String toString() {
    return new AttributeText(attributes())
        .add("entries", ENTRIES)
        .add("max_entries", MAX_ENTRIES)
        .line();
  }
}
