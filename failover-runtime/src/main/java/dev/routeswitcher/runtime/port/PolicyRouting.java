package dev.routeswitcher.runtime.port;

import dev.routeswitcher.engine.AddressFamily;
import dev.routeswitcher.engine.table.KernelTables;
import dev.routeswitcher.engine.table.TableOperation;
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
  KernelTables read(AddressFamily family, List<Long> tables) throws IOException;

  /**
   * The same, and the routes of ours in whatever table but the main one.
   *
   * @throws NoPolicyRoutingException if the kernel has none of the family
   */
  KernelTables readEverywhere(AddressFamily family, List<Long> tables) throws IOException;

  /**
   * Carries out one operation. To delete what is gone already is success.
   *
   * @return the kernel's words if it refused, empty if it is done
   */
  Optional<String> apply(AddressFamily family, TableOperation operation);

  /** Frees what {@link #open} took; does nothing if it is not open. */
  void close();
}
