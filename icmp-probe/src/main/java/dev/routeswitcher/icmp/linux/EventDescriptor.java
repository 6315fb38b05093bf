package dev.routeswitcher.icmp.linux;

import dev.routeswitcher.icmp.IcmpSocketException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Linux event descriptor (eventfd(2)) that any thread may signal, also while another closes it.
 *
 * <p>The number of a closed descriptor may be reused at once, so it is closed only when no signal
 * is in progress: users are counted, and the last one closes.
 */
final class EventDescriptor {
  private static final int EFD_NONBLOCK = 0x800;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int CLOSED = 1 << 30;

  private final LinuxSystemCalls calls;
  private final int fd;
  private final NativeBuffer one;
  private final NativeBuffer taken;
  private final AtomicInteger users = new AtomicInteger();
  private final AtomicBoolean released = new AtomicBoolean();

  private EventDescriptor(LinuxSystemCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
    one = NativeBuffer.allocate(calls, Long.BYTES);
    one.bytes().putLong(0, 1);
    taken = NativeBuffer.allocate(calls, Long.BYTES);
  }

  static EventDescriptor open(LinuxSystemCalls calls) throws IcmpSocketException {
    int fd = calls.libc().eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0) {
      throw new IcmpSocketException("eventfd", calls.errno());
    }
    return new EventDescriptor(calls, fd);
  }

  int fd() {
    return fd;
  }

  /** Makes it readable; does nothing once it is closed. */
  void signal() {
    if (users.getAndIncrement() < CLOSED) {
      // It can only fail because the counter is full; then it is readable already.
      long ignored = calls.libc().write(fd, one.address(), Long.BYTES);
    }
    if (users.decrementAndGet() == CLOSED) {
      release();
    }
  }

  /** Makes it unreadable. */
  void clear() {
    long ignored = calls.libc().read(fd, taken.address(), Long.BYTES);
  }

  /** Closes it when the last signal in progress is done; called once. */
  void close() {
    if (users.getAndAdd(CLOSED) == 0) {
      release();
    }
  }

  private void release() {
    if (released.compareAndSet(false, true)) {
      int ignored = calls.libc().close(fd);
    }
  }
}
