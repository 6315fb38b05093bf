package dev.routeswitcher.runtime.linux.lease;

import com.google.common.collect.ImmutableList;
import java.time.Instant;

/** How one client writes leases down. */
@FunctionalInterface
interface LeaseFormat {

  /**
   * The leases in a file, the newest last; none where it is not understood.
   *
   * @param content the file, or the end of a large one
   * @param modified when it was last written
   */
  ImmutableList<Lease> leases(byte[] content, Instant modified);
}
