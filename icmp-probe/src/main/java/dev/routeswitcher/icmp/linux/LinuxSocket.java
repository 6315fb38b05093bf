package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.loop.AddressBits;
import dev.routeswitcher.icmp.loop.ErrorNumber;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** A non-blocking socket's descriptor and its options (socket(2), getsockopt(2)). */
final class LinuxSocket {
  static final int SOCK_DGRAM = 2;
  static final int SOCK_RAW = 3;

  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int VALUE_CAPACITY = 32;

  private final LinuxSystemCalls calls;
  private final int fd;
  private final NativeBuffer value;
  private final NativeBuffer length;

  private LinuxSocket(LinuxSystemCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
    value = NativeBuffer.allocate(calls, VALUE_CAPACITY);
    length = NativeBuffer.allocate(calls, Integer.BYTES);
  }

  /**
   * Opens a socket.
   *
   * @param operation the call, for the exception
   */
  static LinuxSocket open(
      LinuxSystemCalls calls, SocketFamily family, int type, int protocol, String operation)
      throws IcmpSocketException {
    int fd = calls.libc().socket(family.domain(), type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    if (fd < 0) {
      throw new IcmpSocketException(operation, calls.errno());
    }
    return new LinuxSocket(calls, fd);
  }

  int fd() {
    return fd;
  }

  void bind(SocketFamily family, InetAddress source) throws IcmpSocketException {
    int size = SocketAddress.put(value.bytes(), 0, family, AddressBits.of(source));
    check(calls.libc().bind(fd, value.address(), size), "bind(" + source.getHostAddress() + ")");
  }

  void set(SocketOption option, int number) throws IcmpSocketException {
    value.bytes().putInt(0, number);
    set(option, value.address(), Integer.BYTES);
  }

  /** Sets an option to at most 32 octets. */
  void set(SocketOption option, byte[] octets, String operation) throws IcmpSocketException {
    value.bytes().put(0, octets);
    check(setAt(option, value.address(), octets.length), operation);
  }

  /** Sets an option to what is at an address. */
  void set(SocketOption option, long address, int size) throws IcmpSocketException {
    check(setAt(option, address, size), "setsockopt(" + option + ")");
  }

  /** Sets an option; returns the error number, or {@link ErrorNumber#OK}. */
  int trySet(SocketOption option, int number) {
    value.bytes().putInt(0, number);
    return setAt(option, value.address(), Integer.BYTES) == 0 ? ErrorNumber.OK : calls.errno();
  }

  /** The value of an option; 0 if it cannot be read. */
  int get(SocketOption option) {
    return read(option) == Integer.BYTES ? value.bytes().getInt(0) : 0;
  }

  /** Whether the value of an option is a text, which the kernel ends with a zero. */
  boolean isText(SocketOption option, byte[] expected) {
    ByteBuffer octets = value.bytes();
    if (read(option) != expected.length + 1) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (octets.get(i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  void close() {
    int ignored = calls.libc().close(fd);
  }

  private int setAt(SocketOption option, long address, int size) {
    return calls.libc().setsockopt(fd, option.level, option.number, address, size);
  }

  /** Reads an option into {@link #value} and returns its length; -1 if that fails. */
  private int read(SocketOption option) {
    length.bytes().putInt(0, VALUE_CAPACITY);
    int result =
        calls.libc().getsockopt(fd, option.level, option.number, value.address(), length.address());
    return result == 0 ? length.bytes().getInt(0) : -1;
  }

  private void check(int result, String operation) throws IcmpSocketException {
    if (result != 0) {
      throw new IcmpSocketException(operation, calls.errno());
    }
  }
}
