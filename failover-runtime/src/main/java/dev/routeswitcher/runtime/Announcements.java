package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.runtime.loop.Announcer;
import dev.routeswitcher.runtime.loop.NoticeLog;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Takes what the loop reports to log, listener and trace, each on a thread of its own. */
final class Announcements implements Announcer {

  private static final long DELIVERY_MILLIS = 200;

  private static final Logger log = LoggerFactory.getLogger(RouteSwitcher.class);

  private final DeliveryQueue toLog =
      new DeliveryQueue(
          "route-switcher-log",
          count -> log.warn("log too slow: dropped_notices={}", count),
          () -> {});
  private final NoticeLog noticeLog;
  private final @Nullable SwitcherListener listener;
  private final @Nullable DeliveryQueue toListener;

  private final @Nullable TraceFile trace;

  Announcements(
      SettingNames names, @Nullable SwitcherListener listener, @Nullable TraceFile trace) {
    this.noticeLog = new NoticeLog(names, this::log);
    this.listener = listener;
    this.trace = trace;
    this.toListener =
        listener == null
            ? null
            : new DeliveryQueue("route-switcher-listener", listener::onNoticesDropped, () -> {});
  }

  /** How long {@link #close} takes at most. */
  static long longestCloseMillis() {
    return 3 * DELIVERY_MILLIS;
  }

  void start() {
    toLog.start();
    if (trace != null) {
      trace.start();
    }
    if (toListener != null) {
      toListener.start();
    }
  }

  @Override
  public void started(long nowNanos) {
    noticeLog.onTime(nowNanos);
    if (trace != null) {
      trace.started(nowNanos);
    }
  }

  @Override
  public void stepped(long nowNanos, List<EngineEvent> events, Step step) {
    noticeLog.onTime(nowNanos);
    if (trace != null) {
      trace.stepped(nowNanos, events, step);
    }
  }

  @Override
  public void announce(Notice notice) {
    noticeLog.onNotice(notice);
    SwitcherListener receiver = listener;
    if (receiver != null && toListener != null) {
      toListener.offer(() -> receiver.onNotice(notice));
    }
  }

  @Override
  public void settled() {
    noticeLog.onSettled();
  }

  @Override
  public void log(Level level, String format, @Nullable Object... values) {
    switch (level) {
      case ERROR -> toLog.offer(() -> log.error(format, values));
      case WARN -> toLog.offer(() -> log.warn(format, values));
      case INFO -> toLog.offer(() -> log.info(format, values));
      case DEBUG, TRACE -> {
        if (log.isDebugEnabled()) {
          toLog.offer(() -> log.debug(format, values));
        }
      }
    }
  }

  /** Whether the calling thread is one that delivers. */
  boolean deliverOnThisThread() {
    Thread caller = Thread.currentThread();
    return toLog.deliversOn(caller) || (toListener != null && toListener.deliversOn(caller));
  }

  /** Opens what is written to. */
  void open() throws IOException {
    if (trace != null) {
      trace.open();
    }
  }

  /** Delivers what waits and ends the threads, as far as the receivers let it in time. */
  void close() {
    if (trace != null) {
      trace.close(DELIVERY_MILLIS);
    }
    if (toListener != null) {
      toListener.close(DELIVERY_MILLIS);
    }
    noticeLog.close();
    toLog.close(DELIVERY_MILLIS);
  }
}
