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

  IcmpSocketException(
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

  /** The same with advice at the end of its message. */
  IcmpSocketException with(String remedy) {
    return new IcmpSocketException(operation, errno, errnoName, kernelText, remedy);
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

  /** The error in the words of the C library. */
  public String kernelText() {
    return kernelText;
  }
}
