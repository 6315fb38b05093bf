package dev.routeswitcher.netlink.conntrack;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * An entry of the connection tracker ({@code IPCTNL_MSG_CT_NEW}, {@code struct nfgenmsg} and {@code
 * CTA_*}).
 *
 * <p>Accessors of attributes throw {@link MalformedAttributeException} if theirs cannot be read.
 */
public final class ConntrackMessage extends NetlinkMessage {
  static final String FIXED = "nfgenmsg";
  static final int FIXED_SIZE = 4;

  private static final int RESOURCE_ID = 2;

  ConntrackMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
  }

  private ConntrackMessage(MessageCursor cursor) {
    super(cursor, FIXED, FIXED_SIZE, ConntrackAttributes.SCHEMA);
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @throws MalformedMessageException if it is shorter than a {@code struct nfgenmsg}
   */
  public static ConntrackMessage read(MessageCursor cursor) {
    return new ConntrackMessage(cursor);
  }

  /** An entry to be completed, in the machine's byte order. */
  public static ConntrackBuilder builder(AddressFamily family) {
    return builder(family, ByteOrder.nativeOrder());
  }

  /** An entry to be completed. */
  public static ConntrackBuilder builder(AddressFamily family, ByteOrder order) {
    return new ConntrackBuilder(family, order);
  }

  /** {@code res_id}, a u16 that some subsystems use; 0 in ctnetlink. */
  public int resourceId() {
    return header().be16(RESOURCE_ID);
  }

  /** What the packets of the side that began the connection say, before any translation. */
  public ConntrackTuple original() {
    return tuple(ConntrackAttributes.TUPLE_ORIG);
  }

  /** What the packets of the other side say, before any translation. */
  public ConntrackTuple reply() {
    return tuple(ConntrackAttributes.TUPLE_REPLY);
  }

  private ConntrackTuple tuple(AttributeType.Of<ConntrackTuple> type) {
    return attributes()
        .get(type)
        .orElseGet(() -> new ConntrackTuple(Attributes.empty(order(), TupleAttributes.SCHEMA)));
  }

  /** The status; no bit if the kernel does not report it. */
  public ConntrackStatus status() {
    return new ConntrackStatus(attributes().get(ConntrackAttributes.STATUS).orElse(0));
  }

  /** The id (u32); a later entry of the same tuple nearly always has another one. */
  public OptionalLong id() {
    return attributes().get(ConntrackAttributes.ID);
  }

  /** The mark (u32); empty where the kernel has none. */
  public OptionalLong mark() {
    return attributes().get(ConntrackAttributes.MARK);
  }

  /** The zone of both directions; 0 unless said otherwise. */
  public int zone() {
    return attributes().get(ConntrackAttributes.ZONE).orElse(0);
  }

  /**
   * What names the entry in a request: original tuple, zone, id.
   *
   * @throws IllegalArgumentException if the original tuple lacks an address or the protocol: a
   *     request to delete without a tuple would delete <em>every</em> entry
   */
  public ConntrackMessage key() {
    ConntrackTuple original = original();
    boolean whole =
        original.source().isPresent()
            && original.destination().isPresent()
            && original.protocol().isPresent();
    if (!whole) {
      throw new IllegalArgumentException("an entry without its original tuple: " + this);
    }
    ConntrackBuilder key = builder(original.family(), order()).original(original);
    attributes().get(ConntrackAttributes.ZONE).ifPresent(key::zone);
    id().ifPresent(key::id);
    return key.build();
  }

  /** One line as {@code conntrack} prints it. Never fails. */
  @Override
  public String toString() {
    return ConntrackText.of(this);
  }
}
