package dev.routeswitcher.runtime.port;

import dev.routeswitcher.engine.UplinkKey;
import java.io.IOException;

/**
 * Whether the kernel sends packets into an interface that has no carrier. Of an interface that is
 * not there, or a family that the kernel has not, both methods fail with {@link
 * java.nio.file.NoSuchFileException}.
 */
public interface LinkdownRouting {

  /**
   * Whether routes through the uplink's interface do not count while it has no carrier.
   *
   * @throws IOException if that cannot be read
   */
  boolean isPassedOver(UplinkKey uplink) throws IOException;

  /**
   * Has the kernel pass over them, or use them again.
   *
   * @throws IOException if that cannot be set
   */
  void passOver(UplinkKey uplink, boolean pass) throws IOException;
}
