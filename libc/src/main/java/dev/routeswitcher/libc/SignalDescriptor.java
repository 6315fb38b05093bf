package dev.routeswitcher.libc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * Blocked signals, waited for by a thread of one's own: a signalfd(2).
 *
 * <p>The JVM starts a thread for each signal that it handles; where none can be had, at a limit of
 * threads or processes, the signal is lost. A thread that waits here was there before. Only signals
 * that every thread of the process has blocked come here, and only who starts the JVM can see to
 * that: they must be blocked and also ignored by then ({@code env --ignore-signal=TERM
 * --block-signal=TERM java ...}), as the JVM unblocks in each thread what is not ignored.
 */
public final class SignalDescriptor implements AutoCloseable {

  /** The calls of libc that are needed here; public because jnr-ffi implements it from outside. */
  public interface Calls {
    int sigprocmask(int how, @In @Nullable ByteBuffer set, @Out ByteBuffer former);

    int signalfd(int fd, @In ByteBuffer set, int flags);

    int eventfd(int value, int flags);

    int poll(@In @Out ByteBuffer descriptors, @size_t long count, int timeoutMillis);

    @ssize_t
    long read(int fd, @Out ByteBuffer bytes, @size_t long length);

    @ssize_t
    long write(int fd, @In ByteBuffer bytes, @size_t long length);
  }

  private static final int CLOEXEC = 0x80000;
  private static final short POLLIN = 1;
  private static final int EINTR = 4;

  /** {@code sigset_t}: a bit for each number from 1, of which the kernel has 64. */
  private static final int SET_LENGTH = 128;

  /** {@code struct signalfd_siginfo}: begins with the number. */
  private static final int INFO_LENGTH = 128;

  /** {@code struct pollfd}: s32 descriptor, s16 events, s16 results. */
  private static final int POLL_LENGTH = 8;

  private final Calls calls = Libc.load(Calls.class);
  private final int signals;
  private final int end;

  private SignalDescriptor(long numbers) throws IOException {
    ByteBuffer blocked = direct(SET_LENGTH);
    check("sigprocmask", calls.sigprocmask(0, null, blocked));
    ByteBuffer taken = direct(SET_LENGTH).putLong(0, blocked.getLong(0) & numbers);
    this.signals = check("signalfd", calls.signalfd(-1, taken, CLOEXEC));
    this.end = check("eventfd", calls.eventfd(0, CLOEXEC));
  }

  /**
   * Opens it for those of some signals that the calling thread has blocked, which may be none. It
   * keeps two descriptors until the process ends.
   *
   * @param numbers of signal(7)
   * @throws IOException if the kernel gives no descriptor
   * @throws UnsatisfiedLinkError as {@link Libc#require}
   */
  public static SignalDescriptor ofBlocked(int... numbers) throws IOException {
    long set = 0;
    for (int number : numbers) {
      set |= 1L << (number - 1);
    }
    return new SignalDescriptor(set);
  }

  /** Waits for the next signal: its number, or 0 when this is closed. */
  public int next() {
    ByteBuffer waiting = direct(2 * POLL_LENGTH);
    waiting.putInt(0, signals).putShort(4, POLLIN);
    waiting.putInt(POLL_LENGTH, end).putShort(POLL_LENGTH + 4, POLLIN);
    while (calls.poll(waiting, 2, -1) < 0) {
      if (errno() != EINTR) {
        throw new IllegalStateException("poll: error " + errno());
      }
    }
    if (waiting.getShort(POLL_LENGTH + 6) != 0) {
      return 0;
    }
    ByteBuffer info = direct(INFO_LENGTH);
    calls.read(signals, info, INFO_LENGTH);
    return info.getInt(0);
  }

  /** Ends the wait, and every later one at once. */
  @Override
  public void close() {
    calls.write(end, direct(Long.BYTES).putLong(0, 1), Long.BYTES);
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      throw new IOException(call + ": error " + errno());
    }
    return result;
  }

  private static int errno() {
    return LastError.getLastError(Runtime.getSystemRuntime());
  }

  private static ByteBuffer direct(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
  }
}
