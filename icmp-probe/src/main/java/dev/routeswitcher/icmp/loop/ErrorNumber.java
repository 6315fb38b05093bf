package dev.routeswitcher.icmp.loop;

import jnr.constants.platform.Errno;

/**
 * The kernel's error numbers (errno(3)): those the loop and its sockets act on, and the names of
 * all, which {@link dev.routeswitcher.icmp.IcmpSocketException} reports.
 */
public final class ErrorNumber {
  public static final int OK = 0;

  public static final int EPERM = Errno.EPERM.intValue();
  public static final int EINTR = Errno.EINTR.intValue();
  public static final int EAGAIN = Errno.EAGAIN.intValue();
  public static final int EACCES = Errno.EACCES.intValue();
  public static final int ENODEV = Errno.ENODEV.intValue();
  public static final int EPROTONOSUPPORT = Errno.EPROTONOSUPPORT.intValue();
  static final int ENOMEM = Errno.ENOMEM.intValue();
  static final int EAFNOSUPPORT = Errno.EAFNOSUPPORT.intValue();
  static final int ENOBUFS = Errno.ENOBUFS.intValue();

  private ErrorNumber() {}

  /** The symbol, for example {@code ENODEV}; {@code errno 9999} for an unknown number. */
  public static String name(int errno) {
    Errno known = Errno.valueOf(errno);
    return known == Errno.__UNKNOWN_CONSTANT__ ? "errno " + errno : known.name();
  }

  /** The C library's description, untranslated. */
  public static String text(int errno) {
    Errno known = Errno.valueOf(errno);
    return known == Errno.__UNKNOWN_CONSTANT__ ? "unknown error" : known.description();
  }

  /** One line about a failed operation, for example {@code poll: EINVAL (Invalid argument)}. */
  public static String describe(String operation, int errno) {
    return operation + ": " + name(errno) + " (" + text(errno) + ")";
  }
}
