package dev.routeswitcher.runtime.linux;

import dev.routeswitcher.netlink.client.RtnetlinkClient;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The one rtnetlink client of a switcher, open while any of its ports uses it. Safe for use by
 * several threads, as the client itself.
 */
@Singleton
public final class SharedRtnetlink {

  private @Nullable RtnetlinkClient client;
  private int users;

  @Inject
  public SharedRtnetlink() {}

  /**
   * The client, opened by the first user in the network namespace of the calling thread. Whoever
   * calls this must call {@link #release} once.
   */
  synchronized RtnetlinkClient acquire() throws NetlinkSocketException {
    if (client == null) {
      client = RtnetlinkClient.open();
    }
    users++;
    return client;
  }

  synchronized void release() {
    users--;
    if (users == 0 && client != null) {
      client.close();
      client = null;
    }
  }
}
