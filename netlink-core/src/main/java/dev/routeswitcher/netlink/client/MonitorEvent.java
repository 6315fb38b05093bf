package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.AddressMessage;
import dev.routeswitcher.netlink.rtnetlink.LinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RouteMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;

/** What {@link RtnetlinkMonitor} tells: that an object changed, or that events were lost. */
public sealed interface MonitorEvent {

  /** What happened to an object. */
  enum Change {
    /** It is new, or it is no longer what it was. */
    NEW,
    /** It is gone. */
    DELETED
  }

  /**
   * A link.
   *
   * @param header its flags and its port id, which is that of the socket that asked for the change,
   *     or 0
   */
  record LinkChanged(Change change, NetlinkHeader header, LinkMessage link)
      implements MonitorEvent {}

  /**
   * An address.
   *
   * @param header as of {@link LinkChanged}
   */
  record AddressChanged(Change change, NetlinkHeader header, AddressMessage address)
      implements MonitorEvent {}

  /**
   * A route.
   *
   * @param header as of {@link LinkChanged}; with {@link NetlinkHeader#REPLACE} an old route went
   *     without an event of its own
   */
  record RouteChanged(Change change, NetlinkHeader header, RouteMessage route)
      implements MonitorEvent {}

  /**
   * An object of another kind, such as a rule.
   *
   * @param header as of {@link LinkChanged}
   */
  record OtherChanged(Change change, NetlinkHeader header, RtnetlinkMessage message)
      implements MonitorEvent {}

  /**
   * Events were lost: list everything again. Events after this one are newer than the loss.
   *
   * @param reason why, for people
   */
  record Resync(String reason) implements MonitorEvent {}
}
