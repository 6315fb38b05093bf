package dev.routeswitcher.netlink.socket;

import dev.routeswitcher.netlink.codec.Errno;
import java.io.IOException;

/** A system call on a netlink socket that failed. */
public final class NetlinkSocketException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final transient Errno errno;

  /**
   * Says what failed how.
   *
   * @param operation the call and its object, such as {@code bind netlink socket}
   * @param errno read at once after the call
   */
  public NetlinkSocketException(String operation, Errno errno) {
    this(operation, errno, "");
  }

  /**
   * Says what failed how, and what to do about it.
   *
   * @param operation the call and its object
   * @param errno read at once after the call
   * @param remedy what was missing; may be empty
   */
  public NetlinkSocketException(String operation, Errno errno, String remedy) {
    super(operation + ": " + errno + (remedy.isEmpty() ? "" : ": " + remedy));
    this.operation = operation;
    this.errno = errno;
  }

  /** The call and its object. */
  public String operation() {
    return operation;
  }

  /** Why it failed; {@code EBADF} if the socket was closed before. */
  public Errno errno() {
    return errno;
  }
}
