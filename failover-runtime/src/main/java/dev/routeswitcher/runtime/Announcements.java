package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.Decision.Notice;
import dev.routeswitcher.runtime.loop.Announcer;
import dev.routeswitcher.runtime.loop.DeliveryQueue;
import dev.routeswitcher.runtime.loop.NoticeLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Takes what the loop tells to the log and to the listener, each on a thread of its own. */
final class Announcements implements Announcer {

  private static final long DELIVERY_MILLIS = 200;

  private final NoticeLog noticeLog = new NoticeLog(LoggerFactory.getLogger(RouteSwitcher.class));
  private final DeliveryQueue toLog =
      new DeliveryQueue("route-switcher-log", noticeLog::onNoticesDropped);
  private final @Nullable SwitcherListener listener;
  private final @Nullable DeliveryQueue toListener;

  Announcements(@Nullable SwitcherListener listener) {
    this.listener = listener;
    this.toListener =
        listener == null
            ? null
            : new DeliveryQueue("route-switcher-listener", listener::onNoticesDropped);
  }

  /** How long {@link #close} takes at most. */
  static long longestCloseMillis() {
    return 2 * DELIVERY_MILLIS;
  }

  void start() {
    toLog.start();
    if (toListener != null) {
      toListener.start();
    }
  }

  @Override
  public void announce(Notice notice) {
    toLog.offer(() -> noticeLog.onNotice(notice));
    SwitcherListener told = listener;
    if (told != null && toListener != null) {
      toListener.offer(() -> told.onNotice(notice));
    }
  }

  @Override
  public void log(Runnable line) {
    toLog.offer(line);
  }

  /** Whether the calling thread is one that delivers. */
  boolean deliverOnThisThread() {
    Thread caller = Thread.currentThread();
    return toLog.deliversOn(caller) || (toListener != null && toListener.deliversOn(caller));
  }

  /** Delivers what waits and ends the threads, as far as the receivers let it in time. */
  void close() {
    if (toListener != null) {
      toListener.close(DELIVERY_MILLIS);
    }
    toLog.close(DELIVERY_MILLIS);
  }
}
