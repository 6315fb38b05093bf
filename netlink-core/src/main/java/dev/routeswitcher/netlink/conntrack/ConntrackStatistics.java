package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How full the connection tracker of a network namespace is ({@code IPCTNL_MSG_CT_GET_STATS},
 * {@code CTA_STATS_GLOBAL_*}).
 *
 * @param header the fixed part
 * @param attributes all attributes as they are on the wire
 */
public record ConntrackStatistics(NetfilterHeader header, Attributes attributes)
    implements NetlinkMessage {
  /** {@code CTA_STATS_GLOBAL_ENTRIES} (u32). */
  public static final int ENTRIES = 1;

  /** {@code CTA_STATS_GLOBAL_MAX_ENTRIES} (u32). */
  public static final int MAX_ENTRIES = 2;

  private static final AttributeSchema SCHEMA =
      AttributeSchema.builder("CTA_STATS_GLOBAL_")
          .value(ENTRIES, "ENTRIES", Attribute::be32)
          .value(MAX_ENTRIES, "MAX_ENTRIES", Attribute::be32)
          .build();

  /**
   * Reads the message that a cursor is at.
   *
   * @throws dev.routeswitcher.netlink.codec.MalformedMessageException if it is shorter than a
   *     {@code struct nfgenmsg}
   */
  public static ConntrackStatistics read(MessageCursor cursor) {
    NetfilterHeader header = NetfilterHeader.read(cursor);
    return new ConntrackStatistics(header, cursor.attributes(NetfilterHeader.SIZE, SCHEMA));
  }

  /** The body of a request for them. */
  public static ConntrackStatistics question(ByteOrder order) {
    return new ConntrackStatistics(
        new NetfilterHeader(AddressFamily.UNSPEC, 0, 0), Attributes.empty(order, SCHEMA));
  }

  /** An answer. */
  public static ConntrackStatistics of(long entries, long maxEntries, ByteOrder order) {
    AttributesBuilder attributes =
        new AttributesBuilder(order).be32(ENTRIES, entries).be32(MAX_ENTRIES, maxEntries);
    return new ConntrackStatistics(
        new NetfilterHeader(AddressFamily.UNSPEC, 0, 0),
        attributes.build(ConntrackMessage.ATTRIBUTES_AT, SCHEMA));
  }

  @Override
  public void writeTo(NetlinkWriter writer) {
    header.writeTo(writer);
    attributes.writeTo(writer);
  }

  /** How many entries there are, of all families and zones. */
  public OptionalLong entries() {
    return be32(ENTRIES);
  }

  /** How many entries there may be; absent if the kernel does not tell. */
  public OptionalLong maxEntries() {
    return be32(MAX_ENTRIES);
  }

  private OptionalLong be32(int type) {
    Optional<Attribute> found = attributes.find(type);
    return found.isPresent() ? OptionalLong.of(found.get().be32()) : OptionalLong.empty();
  }
}
