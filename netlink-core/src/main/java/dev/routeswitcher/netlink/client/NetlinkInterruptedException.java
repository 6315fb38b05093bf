package dev.routeswitcher.netlink.client;

/**
 * The thread was interrupted while it waited; its interrupt status is still set. Whether a change
 * was made is not known.
 */
public final class NetlinkInterruptedException extends NetlinkException {
  private static final long serialVersionUID = 1L;

  NetlinkInterruptedException(Request request) {
    super(request, "interrupted", null);
  }
}
