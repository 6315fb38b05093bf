package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.LinkStatus;
import org.jspecify.annotations.Nullable;

/**
 * An uplink's link as the engine sees it.
 *
 * @param status as last reported
 * @param hadAddress whether the interface has had an address of its own since it came: one that
 *     lost it, a lease for example, does not go on with one of another interface
 * @param up whether the link is up: operational, with an address to send from and a known gateway;
 *     a lost address counts only after the grace
 * @param fault why the link is down; {@link #NO_FAULT} while it is up
 * @param addressGoneAtNanos since when an otherwise good link has no address, or null
 */
record LinkState(
    LinkStatus status,
    boolean hadAddress,
    boolean up,
    Condition fault,
    @Nullable Long addressGoneAtNanos) {

  /** A link that is up leaves it to the probes how the uplink is. */
  static final Condition NO_FAULT = Condition.ANSWERING;

  static final LinkState UNSEEN =
      new LinkState(LinkStatus.ABSENT, false, false, Condition.NO_INTERFACE, null);

  /**
   * The link after {@code newStatus} was reported, or time has passed.
   *
   * @param mayBorrow whether the kernel is known to send by it from an address of another interface
   */
  LinkState next(
      LinkStatus newStatus, boolean gatewayKnown, boolean mayBorrow, long now, long graceNanos) {
    boolean had = newStatus.present() && (hadAddress || !newStatus.addresses().isEmpty());
    Condition newFault = faultOf(newStatus, gatewayKnown, mayBorrow && !had);
    boolean settled = addressGoneAtNanos == null && newFault == fault;
    if (settled && newStatus.equals(status)) {
      return this;
    }
    if (newFault != Condition.NO_ADDRESS) {
      return new LinkState(newStatus, had, newFault == NO_FAULT, newFault, null);
    }
    if (!up) {
      return new LinkState(newStatus, had, false, newFault, null);
    }
    long goneAt = addressGoneAtNanos == null ? now : addressGoneAtNanos;
    return now - goneAt >= graceNanos
        ? new LinkState(newStatus, had, false, newFault, null)
        : new LinkState(newStatus, had, true, NO_FAULT, goneAt);
  }

  /** Whether the kernel takes routes through the interface, and is to be given some. */
  boolean routable(boolean mayBorrow) {
    return status.routable() && (!status.addresses().isEmpty() || (mayBorrow && !hadAddress));
  }

  private static Condition faultOf(LinkStatus status, boolean gatewayKnown, boolean mayBorrow) {
    boolean borrows = mayBorrow && status.borrowed() != null;
    if (!status.present()) {
      return Condition.NO_INTERFACE;
    } else if (status.vrf() != null) {
      return Condition.IN_VRF;
    } else if (!status.adminUp()) {
      return Condition.ADMIN_DOWN;
    } else if (!status.carrier()) {
      return Condition.NO_CARRIER;
    } else if (status.addresses().isEmpty() && !borrows) {
      return Condition.NO_ADDRESS;
    } else if (!gatewayKnown) {
      return Condition.NO_GATEWAY;
    }
    return NO_FAULT;
  }
}
