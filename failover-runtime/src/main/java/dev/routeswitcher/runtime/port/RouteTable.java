package dev.routeswitcher.runtime.port;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.RouteOperation;
import dev.routeswitcher.engine.route.TargetPath;
import java.io.IOException;
import java.net.InetAddress;

/** The kernel's main routing tables, one for each family. Used by one thread. */
public interface RouteTable {

  /** Makes ready to read and change routes. */
  void open() throws IOException;

  /**
   * Makes sure that routes may be changed, without changing one.
   *
   * @throws IOException saying which privilege is missing
   */
  void requireWritable() throws IOException;

  /** Every default route of the family, in the kernel's order. */
  ImmutableList<DefaultRoute> defaults(IpFamily family) throws IOException;

  /** Those of them that are ours; reading them takes far less time if there are many others. */
  ImmutableList<DefaultRoute> ownDefaults(IpFamily family) throws IOException;

  /** The way an unbound packet to {@code target} would take now. */
  TargetPath path(InetAddress target) throws IOException;

  /** Carries out one operation on the family's table; every failure is in the result. */
  OperationResult apply(IpFamily family, RouteOperation operation);

  /**
   * Whether a probe through the uplink has a route to go by. Base routes see to it; without them,
   * in a dry run, it depends on what others have put there.
   */
  default boolean leadsOutBy(UplinkKey uplink) {
    return true;
  }

  /** Frees what {@link #open} took; does nothing if it is not open. */
  void close();
}
