package dev.routeswitcher.icmp;

import jnr.constants.platform.Errno;

/** The kernel's error numbers: those the prober acts on, and the names of all. */
final class ErrorNumber {
  static final int OK = 0;
  static final int EPERM = Errno.EPERM.intValue();
  static final int EINTR = Errno.EINTR.intValue();
  static final int EAGAIN = Errno.EAGAIN.intValue();
  static final int ENOMEM = Errno.ENOMEM.intValue();
  static final int EACCES = Errno.EACCES.intValue();
  static final int ENODEV = Errno.ENODEV.intValue();
  static final int EPROTONOSUPPORT = Errno.EPROTONOSUPPORT.intValue();
  static final int EAFNOSUPPORT = Errno.EAFNOSUPPORT.intValue();
  static final int ENETUNREACH = Errno.ENETUNREACH.intValue();
  static final int ENOBUFS = Errno.ENOBUFS.intValue();

  private ErrorNumber() {}

  /** The symbol, for example {@code ENODEV}; {@code errno 9999} for an unknown number. */
  static String name(int errno) {
    Errno known = Errno.valueOf(errno);
    return known == Errno.__UNKNOWN_CONSTANT__ ? "errno " + errno : known.name();
  }

  /** What the C library says to it, untranslated. */
  static String text(int errno) {
    Errno known = Errno.valueOf(errno);
    return known == Errno.__UNKNOWN_CONSTANT__ ? "unknown error" : known.description();
  }

  static IcmpSocketException exception(String operation, int errno) {
    return new IcmpSocketException(operation, errno, name(errno), text(errno), "");
  }
}
