package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.runtime.loop.Announcer;
import dev.routeswitcher.runtime.loop.NoticeLog;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
  private final SwitcherListener listener;
  private final boolean listenerWantsProbes;
  private final Optional<DeliveryQueue> toListener;
  private final Optional<TraceFile> trace;

  Announcements(
      SettingNames names, @Nullable SwitcherListener listener, @Nullable TraceFile trace) {
    this.noticeLog = new NoticeLog(names, this::log);
    this.listener = listener == null ? notice -> {} : listener;
    this.listenerWantsProbes = this.listener.wantsProbes();
    this.toListener =
        Optional.ofNullable(listener)
            .map(
                it -> new DeliveryQueue("route-switcher-listener", it::onNoticesDropped, () -> {}));
    this.trace = Optional.ofNullable(trace);
  }

  /** How long {@link #close} takes at most. */
  static long longestCloseMillis() {
    return 3 * DELIVERY_MILLIS;
  }

  void start() {
    toLog.start();
    trace.ifPresent(TraceFile::start);
    toListener.ifPresent(DeliveryQueue::start);
  }

  @Override
  public void started(long nowNanos) {
    noticeLog.onTime(nowNanos);
    trace.ifPresent(it -> it.started(nowNanos));
  }

  @Override
  public void stepped(long nowNanos, List<EngineEvent> events, Step step) {
    noticeLog.onTime(nowNanos);
    trace.ifPresent(it -> it.stepped(nowNanos, events, step));
    if (listenerWantsProbes) {
      events.forEach(this::offerProbe);
    }
  }

  private void offerProbe(EngineEvent event) {
    if (event instanceof EngineEvent.ProbeFinished probe) {
      toListener.ifPresent(queue -> queue.offer(() -> listener.onProbe(probe)));
    }
  }

  @Override
  public void announce(Notice notice) {
    noticeLog.onNotice(notice);
    toListener.ifPresent(queue -> queue.offer(() -> listener.onNotice(notice)));
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
    return toLog.deliversOn(caller) || toListener.filter(it -> it.deliversOn(caller)).isPresent();
  }

  void open() throws IOException {
    if (trace.isPresent()) {
      trace.get().open();
    }
  }

  /** Delivers what waits and ends the threads, as far as the receivers let it in time. */
  void close() {
    trace.ifPresent(it -> it.close(DELIVERY_MILLIS));
    toListener.ifPresent(it -> it.close(DELIVERY_MILLIS));
    noticeLog.close();
    toLog.close(DELIVERY_MILLIS);
  }
}
