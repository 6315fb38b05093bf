package dev.routeswitcher.netlink.socket;

import dev.routeswitcher.libc.Libc;
import dev.routeswitcher.netlink.codec.Errno;
import java.nio.ByteBuffer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The system calls of a netlink socket, and the numbers they take (asm-generic). */
final class LinuxSystem {
  static final int AF_NETLINK = 16;
  static final int SOCK_RAW = 3;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int NETLINK_ROUTE = 0;
  static final int NETLINK_NETFILTER = 12;

  static final int SOL_SOCKET = 1;
  static final int SO_RCVBUF = 8;
  static final int SO_RCVBUFFORCE = 33;

  static final int SOL_NETLINK = 270;
  static final int NETLINK_ADD_MEMBERSHIP = 1;
  static final int NETLINK_CAP_ACK = 10;
  static final int NETLINK_EXT_ACK = 11;
  static final int NETLINK_GET_STRICT_CHK = 12;

  static final int MSG_TRUNC = 0x20;
  static final int MSG_DONTWAIT = 0x40;

  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;

  static final short POLLIN = 1;

  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int CLONE_NEWNET = 0x40000000;

  private static final LibC C = Libc.load(LibC.class);
  private static final Runtime RUNTIME = Runtime.getRuntime(C);

  private LinuxSystem() {}

  static LibC c() {
    return C;
  }

  /** The error of the call that this thread made last. */
  static Errno errno() {
    return new Errno(RUNTIME.getLastError());
  }

  /** Signatures of libc; public because jnr-ffi implements it from outside. */
  public interface LibC {
    int socket(int domain, int type, int protocol);

    int bind(int fd, @In ByteBuffer address, int length);

    int getsockname(int fd, @Out ByteBuffer address, @In @Out ByteBuffer length);

    int setsockopt(int fd, int level, int name, @In ByteBuffer value, int length);

    int getsockopt(int fd, int level, int name, @Out ByteBuffer value, @In @Out ByteBuffer length);

    @ssize_t
    long send(int fd, @In ByteBuffer bytes, @size_t long length, int flags);

    @ssize_t
    long recvfrom(
        int fd,
        @Out ByteBuffer bytes,
        @size_t long length,
        int flags,
        @Out ByteBuffer address,
        @In @Out ByteBuffer addressLength);

    int poll(@In @Out ByteBuffer descriptors, @size_t long count, int timeoutMillis);

    int eventfd(int value, int flags);

    @ssize_t
    long read(int fd, @Out ByteBuffer bytes, @size_t long length);

    @ssize_t
    long write(int fd, @In ByteBuffer bytes, @size_t long length);

    int open(String path, int flags);

    int setns(int fd, int kind);

    int close(int fd);
  }
}
