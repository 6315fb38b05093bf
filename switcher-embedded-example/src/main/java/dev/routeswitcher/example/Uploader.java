package dev.routeswitcher.example;

import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.runtime.SwitcherListener;
import dev.routeswitcher.runtime.words.NoticeText;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A service that pretends to upload: everything on the primary, but only what is urgent on the
 * backup, which is paid by volume.
 */
final class Uploader implements SwitcherListener {

  private static final long PERIOD_MILLIS = 500;

  private final Consumer<String> out;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean onBackup;

  Uploader(Consumer<String> out) {
    this.out = out;
  }

  /** Uploads until {@link #stop} is called. */
  void run() throws InterruptedException {
    do {
      out.accept(onBackup ? "uploaded what is urgent, kept the rest" : "uploaded everything");
    } while (!stopped.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
  }

  void stop() {
    stopped.countDown();
  }

  /**
   * Called on the switcher's listener thread; here the kernel has come to prefer another uplink.
   */
  @Override
  public void onNotice(Notice notice) {
    if (notice instanceof SwitchInForce inForce) {
      onBackup = inForce.change().state() == FailoverState.FALLBACK;
      out.accept(
          (onBackup ? "saving volume on " : "full speed on ")
              + inForce.change().to()
              + ": "
              + NoticeText.of(inForce.change().reason()));
    }
  }
}
