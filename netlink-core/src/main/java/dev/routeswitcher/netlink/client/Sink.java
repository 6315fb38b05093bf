package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import java.util.List;

/** Takes the objects of an answer as they come. */
interface Sink {
  /** Takes the object that the cursor is at; the cursor goes on to the next one afterwards. */
  void accept(MessageCursor object);

  /** What was taken so far is void: the answer comes again from its start. */
  default void restart() {}

  /** What it has of the answer, if it keeps it. */
  default List<? extends NetlinkMessage> taken() {
    return List.of();
  }

  /** Takes nothing. */
  Sink NONE = object -> {};
}
