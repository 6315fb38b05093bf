package dev.routeswitcher.netlink.message;

import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.ip.AddressFamily;

/**
 * The body of an rtnetlink message: the object it is about. What happens to the object (new,
 * deleted) is the type in the message's header.
 */
public interface RtnetlinkMessage extends NetlinkMessage {
  /** The address family in the first byte of the fixed part. */
  AddressFamily family();

  /**
   * One line as {@code ip} prints it. Never fails: what cannot be read is shown as its bytes, with
   * a question mark.
   *
   * @param names how interfaces are called; {@code toString} has {@link InterfaceNames#BY_INDEX}
   */
  String toText(InterfaceNames names);
}
