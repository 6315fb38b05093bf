package dev.routeswitcher.netlink.client;

/** No answer came in time. Whether a change was made is not known: list to find out. */
public final class NetlinkTimeoutException extends NetlinkException {
  private static final long serialVersionUID = 1L;

  NetlinkTimeoutException(Request request, String problem) {
    super(request, problem, null);
  }
}
