package dev.routeswitcher.runtime.port;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.engine.IpFamily;
import java.io.IOException;
import java.net.InetAddress;

/**
 * The kernel's connection tracker. It keeps a connection whose source it translates on the address
 * it once chose, by whichever uplink the packets leave now.
 */
public interface ConnectionTracker {

  /**
   * Makes ready.
   *
   * @throws IOException saying why no connection can be deleted now; {@link #delete} may be called
   *     all the same, and tries
   */
  void open() throws IOException;

  /**
   * Has the connections deleted whose source is translated to one of these addresses, and returns
   * at once. The next packet of each is translated anew. Connections whose own source is such an
   * address are left.
   *
   * @param report called exactly once with what became of it, on any thread, unless {@link #close}
   *     comes first
   */
  void delete(IpFamily family, ImmutableSet<InetAddress> translatedTo, Report report);

  /** Ends what is under way, waiting for it a moment; does nothing if it is not open. */
  void close();

  /** Receives what became of connections. */
  @FunctionalInterface
  interface Report {
    /**
     * They are deleted, as far as could be.
     *
     * @param deleted how many
     * @param tookNanos how long that took
     * @param fault why not all of them are, in words; empty if they are
     */
    void finished(long deleted, long tookNanos, String fault);
  }
}
