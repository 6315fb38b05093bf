package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.libc.Libc;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** The C library's system calls, and the error number the last one of this thread left. */
final class LinuxSystemCalls {
  /**
   * The functions of their manual pages. Pointers are addresses, which costs far less per call than
   * passing buffers. Public because jnr-ffi needs it.
   */
  public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int fd, long address, int length);

    int close(int fd);

    int if_nametoindex(long name);

    int setsockopt(int fd, int level, int option, long value, int length);

    int getsockopt(int fd, int level, int option, long value, long length);

    int sendmmsg(int fd, long messages, int count, int flags);

    int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    int poll(long fds, long count, int timeoutMillis);

    int eventfd(int initialValue, int flags);

    long write(int fd, long data, long size);

    long read(int fd, long data, long size);
  }

  /** Where {@code struct msghdr} and the socket options are as laid out here. */
  private static final Set<String> ARCHITECTURES =
      Set.of("amd64", "x86_64", "aarch64", "riscv64", "ppc64le", "s390x", "loongarch64");

  private final LibC libc;
  private final Runtime runtime;

  private LinuxSystemCalls(LibC libc) {
    this.libc = libc;
    this.runtime = Runtime.getRuntime(libc);
  }

  /**
   * Loads the C library.
   *
   * @throws UnsupportedOperationException on anything but 64-bit Linux
   * @throws UnsatisfiedLinkError as {@link Libc#require}
   */
  static LinuxSystemCalls load() {
    String system = System.getProperty("os.name", "");
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
      throw new UnsupportedOperationException(
          "icmp-probe needs 64-bit Linux; this is " + system + " on " + architecture);
    }
    Libc.require();
    return Holder.INSTANCE;
  }

  LibC libc() {
    return libc;
  }

  /** The error number of the call that this thread made last. */
  int errno() {
    return runtime.getLastError();
  }

  /** The address of a direct buffer's position. */
  long address(ByteBuffer direct) {
    return Pointer.wrap(runtime, direct).address();
  }

  private static final class Holder {
    static final LinuxSystemCalls INSTANCE = new LinuxSystemCalls(Libc.load(LibC.class));
  }
}
