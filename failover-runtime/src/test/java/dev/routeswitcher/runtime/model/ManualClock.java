package dev.routeswitcher.runtime.model;

import dev.routeswitcher.runtime.port.HostClock;
import java.io.IOException;
import java.time.Duration;

/** Time that stands still until a test moves it. */
public final class ManualClock implements HostClock {

  private volatile long now;
  private volatile boolean suspendsReadable = true;
  private volatile long suspended = Duration.ofHours(7).toNanos();

  /** A clock at {@code startNanos}, which may be near an overflow. */
  public ManualClock(long startNanos) {
    this.now = startNanos;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long suspendedNanos() throws IOException {
    if (!suspendsReadable) {
      throw new IOException("too many open files");
    }
    return suspended;
  }

  /** Goes forward to {@code nanos}; stays if that is past. */
  public void advanceTo(long nanos) {
    if (nanos - now > 0) {
      now = nanos;
    }
  }

  /** Whether suspends can be read from now on. */
  public void readableSuspends(boolean readable) {
    suspendsReadable = readable;
  }

  /** The host sleeps: CLOCK_MONOTONIC stands still meanwhile. */
  public void suspendFor(Duration duration) {
    suspended += duration.toNanos();
  }
}
