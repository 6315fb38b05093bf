package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.LinkStatus;
import org.jspecify.annotations.Nullable;

/**
 * An uplink's link as the engine sees it.
 *
 * @param status as last reported
 * @param up whether the link is up: operational, with an address and a known gateway; a lost
 *     address counts only after the grace
 * @param fault why the link is down; {@link #NO_FAULT} while it is up
 * @param addressGoneAtNanos since when an otherwise good link has no address, or null
 */
record LinkState(
    LinkStatus status, boolean up, Condition fault, @Nullable Long addressGoneAtNanos) {

  /** A link that is up leaves it to the probes how the uplink is. */
  static final Condition NO_FAULT = Condition.ANSWERING;

  static final LinkState UNSEEN =
      new LinkState(LinkStatus.ABSENT, false, Condition.NO_INTERFACE, null);

  /** The link after {@code newStatus} was reported, or time has passed. */
  LinkState next(LinkStatus newStatus, boolean gatewayKnown, long now, long graceNanos) {
    Condition newFault = faultOf(newStatus, gatewayKnown);
    boolean settled = addressGoneAtNanos == null && newFault == fault;
    if (settled && newStatus.equals(status)) {
      return this;
    }
    if (newFault != Condition.NO_ADDRESS) {
      return new LinkState(newStatus, newFault == NO_FAULT, newFault, null);
    }
    if (!up) {
      return new LinkState(newStatus, false, newFault, null);
    }
    long goneAt = addressGoneAtNanos == null ? now : addressGoneAtNanos;
    return now - goneAt >= graceNanos
        ? new LinkState(newStatus, false, newFault, null)
        : new LinkState(newStatus, true, NO_FAULT, goneAt);
  }

  private static Condition faultOf(LinkStatus status, boolean gatewayKnown) {
    if (!status.present()) {
      return Condition.NO_INTERFACE;
    } else if (!status.adminUp()) {
      return Condition.ADMIN_DOWN;
    } else if (!status.carrier()) {
      return Condition.NO_CARRIER;
    } else if (status.addresses().isEmpty()) {
      return Condition.NO_ADDRESS;
    } else if (!gatewayKnown) {
      return Condition.NO_GATEWAY;
    }
    return NO_FAULT;
  }
}
