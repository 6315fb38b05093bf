package dev.routeswitcher.netlink.client;

/** The client or monitor was closed, before the call or during it. */
public final class NetlinkClosedException extends NetlinkException {
  private static final long serialVersionUID = 1L;

  /** The parameters are as of {@link NetlinkException}. */
  public NetlinkClosedException(String operation, Object object) {
    super(operation, object, "closed", null, null);
  }
}
