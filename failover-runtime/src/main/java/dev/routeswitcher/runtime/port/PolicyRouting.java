package dev.routeswitcher.runtime.port;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.TableOperation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The kernel's policy rules, and its routing tables besides the main one. Used by one thread. */
public interface PolicyRouting {

  /** Makes ready to read and change them. */
  void open() throws IOException;

  /**
   * The rules of ours, and every route of the given tables.
   *
   * @throws NoPolicyRoutingException if the kernel has none of the family
   */
  KernelTables read(IpFamily family, List<Long> tables) throws IOException;

  /**
   * The same, and the routes of ours in whatever table but the main one.
   *
   * @throws NoPolicyRoutingException if the kernel has none of the family
   */
  KernelTables readEverywhere(IpFamily family, List<Long> tables) throws IOException;

  /**
   * Carries out one operation. To delete what is gone already is success.
   *
   * @return the kernel's words if it refused, empty if it is done
   */
  Optional<String> apply(IpFamily family, TableOperation operation);

  /** Frees what {@link #open} took; does nothing if it is not open. */
  void close();
}
