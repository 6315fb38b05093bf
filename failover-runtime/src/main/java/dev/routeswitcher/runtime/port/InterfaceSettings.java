package dev.routeswitcher.runtime.port;

import dev.routeswitcher.engine.UplinkKey;
import java.io.IOException;

/**
 * The kernel's settings of an interface that bear on uplinks. Of an interface that is not there, or
 * a family that the kernel lacks, every method fails with {@link
 * java.nio.file.NoSuchFileException}.
 */
public interface InterfaceSettings {

  /**
   * Whether the reverse path filter of IPv4 is strict on the interface (RFC 3704 section 2.2): then
   * nothing that arrives by an uplink gets through while a route by another is better, replies to
   * probes included.
   *
   * @throws IOException if that cannot be read
   */
  boolean filtersStrictly(String interfaceName) throws IOException;

  /**
   * Whether that filter goes by a packet's firewall mark, too.
   *
   * @throws IOException if that cannot be read
   */
  boolean filtersByMark(String interfaceName) throws IOException;

  /**
   * Whether routes through the uplink's interface do not count while it has no carrier.
   *
   * @throws IOException if that cannot be read
   */
  boolean ignoresLinkdown(UplinkKey uplink) throws IOException;

  /**
   * Sets whether they do not count then.
   *
   * @throws IOException if that cannot be set
   */
  void setLinkdownIgnored(UplinkKey uplink, boolean ignored) throws IOException;
}
