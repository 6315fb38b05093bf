package dev.routeswitcher.netlink.client;

/**
 * The thread was interrupted while it waited; its interrupt status is still set. Whether a change
 * was made is not known.
 */
public final class NetlinkInterruptedException extends NetlinkException {
  private static final long serialVersionUID = 1L;

  /** The parameters are as of {@link NetlinkException}. */
  public NetlinkInterruptedException(String operation, Object object) {
    super(operation, object, "interrupted", null, null);
  }
}
