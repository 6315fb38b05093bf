package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.loop.ErrorNumber;
import java.io.IOException;

/**
 * A system call that failed: which one, on what, and the kernel's reason.
 *
 * <p>The message reads {@code socket(AF_INET, SOCK_RAW, IPPROTO_ICMP): EPERM (Operation not
 * permitted)}, followed by the remedy where there is one.
 */
public final class IcmpSocketException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final int errno;

  /**
   * Describes a failed call, without a remedy.
   *
   * @param operation the system call and its object
   * @param errno the kernel's error number, greater than 0
   */
  public IcmpSocketException(String operation, int errno) {
    this(operation, errno, "");
  }

  /**
   * Describes a failed call.
   *
   * @param operation the system call and its object
   * @param errno the kernel's error number, greater than 0
   * @param remedy the end of the message: what to do about it
   */
  public IcmpSocketException(String operation, int errno, String remedy) {
    super(ErrorNumber.describe(operation, errno) + (remedy.isEmpty() ? "" : "; " + remedy));
    this.operation = operation;
    this.errno = errno;
  }

  /** The system call and its object. */
  public String operation() {
    return operation;
  }

  /** The kernel's error number, greater than 0. */
  public int errno() {
    return errno;
  }

  /** The error's symbol, for example {@code EPERM}. */
  public String errnoName() {
    return ErrorNumber.name(errno);
  }
}
