package dev.routeswitcher.icmp;

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
  private final String errnoName;
  private final String kernelText;

  /**
   * Describes a failed call.
   *
   * @param operation the system call and its object
   * @param errno the kernel's error number, greater than 0
   * @param errnoName its symbol
   * @param kernelText its description by the C library
   * @param remedy what to do about it; empty if there is nothing to say
   */
  public IcmpSocketException(
      String operation, int errno, String errnoName, String kernelText, String remedy) {
    super(
        operation
            + ": "
            + errnoName
            + " ("
            + kernelText
            + ")"
            + (remedy.isEmpty() ? "" : "; " + remedy));
    this.operation = operation;
    this.errno = errno;
    this.errnoName = errnoName;
    this.kernelText = kernelText;
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
    return errnoName;
  }

  /** The description by the C library, for example {@code Operation not permitted}. */
  public String kernelText() {
    return kernelText;
  }
}
