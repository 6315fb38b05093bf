package dev.routeswitcher.runtime.port;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.route.Neighbour;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The host's interfaces and addresses, and events of them, of routes, of policy rules and of some
 * neighbours, for both families.
 */
public interface LinkWatch {

  /**
   * Begins to listen; changes after this call are not missed.
   *
   * @param sink receives each change, in order, on a thread of the watch
   */
  void open(Consumer<NetworkChange> sink) throws IOException;

  /** All interfaces and addresses as they are now, each as the change that would bring it about. */
  ImmutableList<NetworkChange> snapshot() throws IOException;

  /**
   * Reports from now on what becomes of these neighbours too, and of no others; changes after this
   * call are not missed.
   *
   * @return how each of them is now; what cannot be found out is undecided
   */
  ImmutableList<NetworkChange.NeighbourSeen> attend(ImmutableSet<Neighbour> neighbours)
      throws IOException;

  /**
   * Whether every thread of the watch has taken a turn since this was asked last, which has made it
   * take one; yes, the first time.
   */
  boolean isTurning();

  /** Stops listening; does nothing if it is not open. */
  void close();
}
