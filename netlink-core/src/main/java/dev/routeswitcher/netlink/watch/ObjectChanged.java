package dev.routeswitcher.netlink.watch;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;

/**
 * An object changed.
 *
 * @param change whether it is there now
 * @param header its flags and its port id, which is that of the socket that asked for the change,
 *     or 0; of a route, with {@link NetlinkHeader#REPLACE} an old one went without an event of its
 *     own
 * @param object the object as it is, or last was
 */
public record ObjectChanged(Change change, NetlinkHeader header, RtnetlinkMessage object)
    implements MonitorEvent, WatchEvent {

  /** What happened to an object. */
  public enum Change {
    /** It is new, or it is no longer what it was. */
    NEW,
    /** It is gone. */
    DELETED
  }

  /** What happened and the object, such as {@code NEW default via 192.0.2.1 dev if3}. */
  @Override
  public String toString() {
    return change + " " + object;
  }
}
