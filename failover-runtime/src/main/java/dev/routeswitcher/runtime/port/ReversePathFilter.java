package dev.routeswitcher.runtime.port;

import java.io.IOException;

/** The kernel's check that a packet came in where the answer to it would go out. */
public interface ReversePathFilter {

  /**
   * Whether it is strict on the interface (RFC 3704 section 2.2): then nothing that arrives by an
   * uplink gets through while a route by another is better, replies to probes included.
   *
   * @throws IOException if that cannot be read
   */
  boolean isStrict(String interfaceName) throws IOException;
}
