package dev.routeswitcher.netlink.codec;

/**
 * A Linux error number ({@code asm-generic/errno.h}). A number without a name here is as valid as
 * any other.
 *
 * @param value 0 or above; 0 is {@link #NONE}
 */
public record Errno(int value) {
  /** No error. */
  public static final Errno NONE = new Errno(0);

  /** Operation not permitted: usually CAP_NET_ADMIN is missing. */
  public static final Errno EPERM = new Errno(1);

  /** No such object, such as a routing table. */
  public static final Errno ENOENT = new Errno(2);

  /** No such route. */
  public static final Errno ESRCH = new Errno(3);

  /** A system call was interrupted. */
  public static final Errno EINTR = new Errno(4);

  /** Not an open file descriptor. */
  public static final Errno EBADF = new Errno(9);

  /** Nothing to read now. */
  public static final Errno EAGAIN = new Errno(11);

  /** Out of memory. */
  public static final Errno ENOMEM = new Errno(12);

  /** Permission denied. */
  public static final Errno EACCES = new Errno(13);

  /** Busy, such as a socket whose last dump has not ended. */
  public static final Errno EBUSY = new Errno(16);

  /** Such an object exists already. */
  public static final Errno EEXIST = new Errno(17);

  /** No such interface. */
  public static final Errno ENODEV = new Errno(19);

  /** The request is wrong. */
  public static final Errno EINVAL = new Errno(22);

  /** Too long: of a listing, an object that does not fit the 32 KiB of a part of it. */
  public static final Errno EMSGSIZE = new Errno(90);

  /** The kernel does not know such a socket option. */
  public static final Errno ENOPROTOOPT = new Errno(92);

  /** The kernel has no such protocol. */
  public static final Errno EPROTONOSUPPORT = new Errno(93);

  /** The kernel does not do that. */
  public static final Errno EOPNOTSUPP = new Errno(95);

  /** The kernel was built without that address family. */
  public static final Errno EAFNOSUPPORT = new Errno(97);

  /** No such address. */
  public static final Errno EADDRNOTAVAIL = new Errno(99);

  /** The interface is down. */
  public static final Errno ENETDOWN = new Errno(100);

  /** No route to that network, or a gateway that cannot be reached. */
  public static final Errno ENETUNREACH = new Errno(101);

  /** The receive buffer was full and messages were lost. */
  public static final Errno ENOBUFS = new Errno(105);

  /** Time ran out. */
  public static final Errno ETIMEDOUT = new Errno(110);

  /** No route to that host. */
  public static final Errno EHOSTUNREACH = new Errno(113);

  private static final Names NAMES =
      Names.from(0, "no error", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG")
          .and(9, "EBADF")
          .and(11, "EAGAIN", "ENOMEM", "EACCES", "EFAULT")
          .and(16, "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR")
          .and(22, "EINVAL", "ENFILE", "EMFILE")
          .and(28, "ENOSPC")
          .and(32, "EPIPE")
          .and(34, "ERANGE")
          .and(40, "ELOOP")
          .and(61, "ENODATA")
          .and(71, "EPROTO")
          .and(75, "EOVERFLOW")
          .and(88, "ENOTSOCK")
          .and(90, "EMSGSIZE")
          .and(92, "ENOPROTOOPT", "EPROTONOSUPPORT")
          .and(95, "EOPNOTSUPP")
          .and(97, "EAFNOSUPPORT", "EADDRINUSE", "EADDRNOTAVAIL", "ENETDOWN", "ENETUNREACH")
          .and(104, "ECONNRESET", "ENOBUFS")
          .and(107, "ENOTCONN")
          .and(110, "ETIMEDOUT", "ECONNREFUSED")
          .and(113, "EHOSTUNREACH", "EALREADY")
          .and(116, "ESTALE");

  public Errno {
    if (value < 0) {
      throw new IllegalArgumentException("error number must not be negative, is " + value);
    }
  }

  /** The name, such as {@code ENETUNREACH}, or {@code errno 200} for one that has none here. */
  public String name() {
    return NAMES.of(value, "errno ");
  }

  /** {@link #name}. */
  @Override
  public String toString() {
    return name();
  }
}
