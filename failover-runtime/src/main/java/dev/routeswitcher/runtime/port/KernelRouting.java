package dev.routeswitcher.runtime.port;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.Neighbour;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kernel's routing: routes of the main table and others, and policy rules. For one thread. */
public interface KernelRouting {

  /** Makes ready to read and change it. */
  void open() throws IOException;

  /**
   * Makes sure that routes may be changed, without changing one.
   *
   * @throws IOException saying which privilege is missing
   */
  void requireWritable() throws IOException;

  /**
   * Every default route of the family's main table, in the kernel's order; not those for some
   * source addresses only ({@code default from 2001:db8::/32}), which decide nothing for the rest.
   */
  ImmutableList<Route> defaults(IpFamily family) throws IOException;

  /** Those of them that are ours; reading them takes far less time if there are many others. */
  ImmutableList<Route> ownDefaults(IpFamily family) throws IOException;

  /**
   * The path that a connection of an unbound socket to {@code target} would take now: looked up
   * once more with the source address that the first look-up gave, as {@code connect} does.
   */
  TargetPath path(InetAddress target) throws IOException;

  /**
   * The path that what is sent from {@code source}, an address of this host, would take now. By a
   * strict reverse path filter answers must come in by it.
   */
  TargetPath pathFrom(InetAddress source, InetAddress target) throws IOException;

  /**
   * The rules of ours, and every route of the given tables.
   *
   * @throws NoPolicyRoutingException if the kernel has no policy rules of the family
   */
  KernelTables tables(IpFamily family, List<Long> tables) throws IOException;

  /**
   * The same, and the routes of ours in every other table but the main one.
   *
   * @throws NoPolicyRoutingException if the kernel has no policy rules of the family
   */
  KernelTables allTables(IpFamily family, List<Long> tables) throws IOException;

  /**
   * Has the kernel ask a neighbour now whether it is there, without waiting for packets to it. If
   * nothing comes of that, nothing is said.
   */
  void askFor(Neighbour neighbour);

  /** Carries out one operation; every failure is in the result. */
  OperationResult apply(IpFamily family, RoutingOperation operation);

  /**
   * Carries out operations of which none relies on another, all in one go; every failure is in the
   * results, which are in their order.
   */
  default ImmutableList<OperationResult> applyAll(
      IpFamily family, List<RoutingOperation> operations) {
    return operations.stream()
        .map(operation -> apply(family, operation))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Whether a probe through the uplink has a route to go by. Routes of ours see to it; without
   * them, in a dry run, it depends on what others have put there.
   *
   * @param gateway the gateway that was given, or null; a route by another says nothing about it
   */
  default boolean leadsOutBy(UplinkKey uplink, @Nullable InetAddress gateway) {
    return true;
  }

  /** Frees what {@link #open} took; does nothing if it is not open. */
  void close();
}
