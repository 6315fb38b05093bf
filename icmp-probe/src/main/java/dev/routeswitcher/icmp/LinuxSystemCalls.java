package dev.routeswitcher.icmp;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Set;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The C library's system calls, and the error number the last one of this thread left. */
final class LinuxSystemCalls {
  /**
   * The functions as their manual pages have them. Buffers are direct, and stand for the address of
   * their position.
   */
  public interface LibC {
    int socket(int domain, int type, int protocol);

    int close(int fd);

    int setsockopt(int fd, int level, int option, ByteBuffer value, int length);

    int getsockopt(int fd, int level, int option, ByteBuffer value, ByteBuffer length);

    @ssize_t
    long sendto(
        int fd, ByteBuffer data, @size_t long size, int flags, ByteBuffer address, int length);

    @ssize_t
    long recvmsg(int fd, ByteBuffer message, int flags);

    int poll(ByteBuffer fds, long count, int timeoutMillis);

    int eventfd(int initialValue, int flags);

    @ssize_t
    long write(int fd, ByteBuffer data, @size_t long size);

    @ssize_t
    long read(int fd, ByteBuffer data, @size_t long size);
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
   */
  static LinuxSystemCalls load() {
    String system = System.getProperty("os.name", "");
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!system.equals("Linux") || !ARCHITECTURES.contains(architecture)) {
      throw new UnsupportedOperationException(
          "icmp-probe needs 64-bit Linux; this is " + system + " on " + architecture);
    }
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
    static final LinuxSystemCalls INSTANCE =
        new LinuxSystemCalls(LibraryLoader.create(LibC.class).load("c"));
  }
}
