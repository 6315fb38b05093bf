package dev.routeswitcher.netlink.watch;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;

/** What {@link RtnetlinkWatch} delivers: a snapshot, then each change. */
public sealed interface WatchEvent permits ObjectChanged, WatchEvent.Snapshot {

  /**
   * All objects as they are now; earlier events are void.
   *
   * @param reason why there is one, for people: the start, or how events were lost
   * @param objects all that are watched, each kind in the kernel's order
   */
  record Snapshot(String reason, ImmutableList<RtnetlinkMessage> objects) implements WatchEvent {

    /** The reason and how many objects there are. */
    @Override
    public String toString() {
      return "SNAPSHOT (" + reason + ") of " + objects.size() + " objects";
    }
  }
}
