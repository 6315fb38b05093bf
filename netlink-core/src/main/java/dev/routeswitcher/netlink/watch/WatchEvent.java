package dev.routeswitcher.netlink.watch;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;

/**
 * What {@link RtnetlinkWatch} delivers: a snapshot, then each change; and that there is no snapshot
 * yet, which is not the same as no change.
 */
public sealed interface WatchEvent permits ObjectChanged, WatchEvent.Snapshot, WatchEvent.Stale {

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

  /**
   * What was delivered is out of date, and no snapshot could be made in time because the objects
   * kept changing meanwhile; the next call tries again.
   *
   * @param reason why a snapshot is needed, for people
   */
  record Stale(String reason) implements WatchEvent {

    /** The reason. */
    @Override
    public String toString() {
      return "STALE (" + reason + ")";
    }
  }
}
