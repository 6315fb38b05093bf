package dev.routeswitcher.netlink.client;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import java.util.List;

/**
 * The objects changed during a dump, and again during each repetition of it ({@code
 * NLM_F_DUMP_INTR}).
 */
public final class DumpInterruptedException extends NetlinkException {
  private static final long serialVersionUID = 1L;

  private final transient ImmutableList<NetlinkMessage> partial;

  DumpInterruptedException(Request request, int attempts, List<? extends NetlinkMessage> partial) {
    super(request, "the objects changed during each of " + attempts + " dumps", null);
    this.partial = ImmutableList.copyOf(partial);
  }

  /**
   * What the last dump returned: objects may be missing, or be there twice. Empty if a visitor was
   * given them.
   */
  public ImmutableList<NetlinkMessage> partial() {
    return partial;
  }
}
