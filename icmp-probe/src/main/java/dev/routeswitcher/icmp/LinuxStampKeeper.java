package dev.routeswitcher.icmp;

/**
 * A socket that receives nothing and keeps the kernel stamping packets.
 *
 * <p>The kernel stamps arriving packets only while some socket asks for it, and begins a moment
 * after the first one did. Until then a packet is stamped when it is read, so that one which waited
 * looks late. The keeper asks when the prober is opened, before there is anything to send.
 */
final class LinuxStampKeeper {
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_TIMESTAMPNS = 35;

  private final LinuxSystemCalls calls;
  private final int fd;

  private LinuxStampKeeper(LinuxSystemCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
  }

  static LinuxStampKeeper open(LinuxSystemCalls calls) throws IcmpSocketException {
    int fd = calls.libc().socket(Family.IPV4.domain, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw ErrorNumber.exception("socket(AF_INET, SOCK_DGRAM)", calls.errno());
    }
    LinuxStampKeeper keeper = new LinuxStampKeeper(calls, fd);
    NativeBuffer on = NativeBuffer.allocate(calls, Integer.BYTES);
    on.bytes().putInt(0, 1);
    if (calls.libc().setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, on.address(), 4) != 0) {
      int errno = calls.errno();
      keeper.close();
      throw ErrorNumber.exception("setsockopt(SO_TIMESTAMPNS)", errno);
    }
    return keeper;
  }

  void close() {
    int ignored = calls.libc().close(fd);
  }
}
