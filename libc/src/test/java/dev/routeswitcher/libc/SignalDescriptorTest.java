package dev.routeswitcher.libc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals that only the thread of the test has blocked, and sends to itself. */
@Timeout(60)
class SignalDescriptorTest {

  /** Ignored unless it is handled: one that is lost does no harm. */
  private static final int SIGWINCH = 28;

  private static final int SIGURG = 23;
  private static final int SIG_BLOCK = 0;
  private static final int SIG_SETMASK = 2;

  /** jnr-ffi implements it from outside. */
  public interface Signals {
    int sigprocmask(int how, @In ByteBuffer set, @Out ByteBuffer former);

    int raise(int signal);
  }

  private final Signals signals = Libc.load(Signals.class);
  private final ByteBuffer before = set(0);

  private static ByteBuffer set(long signals) {
    return ByteBuffer.allocateDirect(128).order(ByteOrder.nativeOrder()).putLong(0, signals);
  }

  @BeforeEach
  void block() {
    signals.sigprocmask(SIG_BLOCK, set(1L << (SIGWINCH - 1)), before);
  }

  @AfterEach
  void restore() {
    signals.sigprocmask(SIG_SETMASK, before, set(0));
  }

  @Test
  void a_blocked_signal_waits_until_it_is_asked_for() throws IOException {
    try (SignalDescriptor descriptor = SignalDescriptor.ofBlocked(SIGWINCH)) {
      signals.raise(SIGWINCH);
      assertThat(descriptor.next()).isEqualTo(SIGWINCH);
    }
  }

  @Test
  void a_signal_that_came_before_it_was_opened_is_not_lost() throws IOException {
    signals.raise(SIGWINCH);
    try (SignalDescriptor descriptor = SignalDescriptor.ofBlocked(SIGURG, SIGWINCH)) {
      assertThat(descriptor.next()).isEqualTo(SIGWINCH);
    }
  }

  @Test
  void when_it_is_closed_every_wait_ends() throws IOException {
    SignalDescriptor descriptor = SignalDescriptor.ofBlocked(SIGWINCH);
    descriptor.close();
    assertThat(descriptor.next()).isZero();
    assertThat(descriptor.next()).isZero();
  }
}
