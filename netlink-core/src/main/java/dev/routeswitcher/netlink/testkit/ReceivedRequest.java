package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;

/**
 * A request that a {@link ScriptedKernel} was sent.
 *
 * @param header its header
 * @param message its body
 * @param bytes all of it
 */
public record ReceivedRequest(NetlinkHeader header, RtnetlinkMessage message, Bytes bytes) {

  /** Type, flags and body. */
  @Override
  public String toString() {
    return RtnetlinkType.name(header.type())
        + " flags 0x"
        + Integer.toHexString(header.flags())
        + " "
        + message;
  }
}
