package dev.routeswitcher.runtime.port;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.Neighbour;
import java.io.IOException;

/** Something that changed in the host's network. Interfaces are named by their index. */
public sealed interface NetworkChange {

  /**
   * An interface exists and is as given.
   *
   * @param index its index
   * @param name its name now
   * @param otherNames its alternative names ({@code altname}), which a rename does not change
   * @param vrf the index of the VRF that it is a member of, or 0
   * @param adminUp whether it is set up ({@code IFF_UP})
   * @param carrier whether it can carry packets ({@code IFF_LOWER_UP})
   */
  record InterfaceSeen(
      int index,
      String name,
      ImmutableSet<String> otherNames,
      int vrf,
      boolean adminUp,
      boolean carrier)
      implements NetworkChange {

    /** An interface without alternative names, in no VRF. */
    public InterfaceSeen(int index, String name, boolean adminUp, boolean carrier) {
      this(index, name, ImmutableSet.of(), 0, adminUp, carrier);
    }

    /** Whether it has that name, among others. */
    public boolean isCalled(String anyName) {
      return name.equals(anyName) || otherNames.contains(anyName);
    }
  }

  /**
   * An interface does not exist any more.
   *
   * @param index the index it had
   */
  record InterfaceGone(int index) implements NetworkChange {}

  /**
   * An interface has an address.
   *
   * @param index the interface
   * @param address the address and its subnet
   * @param usable whether packets may be sent from it: global scope, neither tentative nor failed
   * @param deprecated whether the kernel prefers any other
   */
  record AddressSeen(int index, InterfaceAddress address, boolean usable, boolean deprecated)
      implements NetworkChange {}

  /**
   * An interface has lost an address.
   *
   * @param index the interface
   * @param address the address and its subnet
   */
  record AddressGone(int index, InterfaceAddress address) implements NetworkChange {}

  /**
   * What the kernel knows of a neighbour that is attended to ({@link LinkWatch#attend}).
   *
   * @param reachability whether it answers
   */
  record NeighbourSeen(Neighbour neighbour, Reachability reachability) implements NetworkChange {}

  /** Whether a neighbour answers (RFC 4861 section 7.3; the same is done for IPv4). */
  enum Reachability {
    /** It has answered, and nothing speaks against it since. */
    REACHABLE,
    /** It did not answer when it was asked last. */
    UNREACHABLE,
    /** It has answered, is asked once more, and has not answered to that yet. */
    ASKED_AGAIN,
    /** Nothing is known of it, or not yet. */
    UNDECIDED
  }

  /** Routes or rules changed, or events were lost: everything must be read again. */
  record ReadAgain() implements NetworkChange {}

  /**
   * The watch broke and reports nothing any more.
   *
   * @param cause why
   */
  record WatchFailed(IOException cause) implements NetworkChange {}
}
