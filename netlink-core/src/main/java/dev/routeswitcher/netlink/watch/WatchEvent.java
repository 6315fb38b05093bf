package dev.routeswitcher.netlink.watch;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;

/** What {@link RtnetlinkWatch} tells: how everything is, and then what changed. */
public sealed interface WatchEvent permits ObjectChanged, WatchEvent.Snapshot {

  /**
   * How everything is now; what was told before is void.
   *
   * @param reason why it is told, for people: the start, or how events were lost
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
