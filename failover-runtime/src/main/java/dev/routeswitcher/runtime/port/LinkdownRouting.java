package dev.routeswitcher.runtime.port;

import dev.routeswitcher.engine.UplinkKey;
import java.io.IOException;

/** Whether the kernel sends packets into an interface that has no carrier. */
public interface LinkdownRouting {

  /**
   * Whether routes through the uplink's interface do not count while it has no carrier.
   *
   * @throws IOException if that cannot be told
   */
  boolean isPassedOver(UplinkKey uplink) throws IOException;

  /**
   * Sets whether they count; nothing is said if that is so already.
   *
   * @throws IOException if it cannot be set
   */
  void passOver(UplinkKey uplink, boolean without) throws IOException;
}
