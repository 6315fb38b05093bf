package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackType;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;

/**
 * A request that a {@link ScriptedKernel} was sent.
 *
 * @param header its header
 * @param message its body
 * @param bytes all of it
 */
public record ReceivedRequest(NetlinkHeader header, NetlinkMessage message, Bytes bytes) {

  static NetlinkMessage read(MessageCursor cursor) {
    return ConntrackType.isConntrack(cursor.type())
        ? ConntrackMessage.read(cursor)
        : RtnetlinkMessages.read(cursor);
  }

  static String name(int type) {
    return ConntrackType.isConntrack(type) ? ConntrackType.name(type) : RtnetlinkType.name(type);
  }

  /** Type, flags and body. */
  @Override
  public String toString() {
    return name(header.type()) + " flags 0x" + Integer.toHexString(header.flags()) + " " + message;
  }
}
