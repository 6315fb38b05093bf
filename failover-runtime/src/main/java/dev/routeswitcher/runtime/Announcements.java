package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.Step;
import dev.routeswitcher.runtime.loop.Announcer;
import dev.routeswitcher.runtime.loop.NoticeLog;
import dev.routeswitcher.runtime.words.SettingNames;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
  private final List<Hearer> hearers = new CopyOnWriteArrayList<>();
  private final Optional<TraceFile> trace;

  /** A listener and the thread that calls it. */
  private record Hearer(SwitcherListener listener, boolean wantsProbes, DeliveryQueue queue) {

    static Hearer of(SwitcherListener listener) {
      return new Hearer(
          listener,
          listener.wantsProbes(),
          new DeliveryQueue("route-switcher-listener", listener::onNoticesDropped, () -> {}));
    }

    void greet(Supplier<Snapshot> now) {
      queue.offer(() -> listener.onSnapshot(now.get()));
    }

    void notice(Notice notice) {
      queue.offer(() -> listener.onNotice(notice));
    }

    void probe(EngineEvent event) {
      if (wantsProbes && event instanceof EngineEvent.ProbeFinished probe) {
        queue.offer(() -> listener.onProbe(probe));
      }
    }
  }

  Announcements(
      SettingNames names, @Nullable SwitcherListener listener, @Nullable TraceFile trace) {
    this.noticeLog = new NoticeLog(names, this::log);
    if (listener != null) {
      hearers.add(Hearer.of(listener));
    }
    this.trace = Optional.ofNullable(trace);
  }

  /** How long {@link #close} takes at most. */
  static long longestCloseMillis() {
    return 3 * DELIVERY_MILLIS;
  }

  void start() {
    toLog.start();
    trace.ifPresent(TraceFile::start);
    hearers.forEach(it -> it.queue().start());
  }

  /** Those who listen from the start on are told how it is then. */
  void greet(Supplier<Snapshot> now) {
    hearers.forEach(hearer -> hearer.greet(now));
  }

  /** One more listens from now on. */
  Subscription add(SwitcherListener listener, Supplier<Snapshot> now) {
    Hearer hearer = Hearer.of(listener);
    hearer.greet(now);
    hearers.add(hearer); // first: what is missing in the snapshot waits behind it
    hearer.queue().start();
    return () -> {
      if (hearers.remove(hearer)) {
        hearer.queue().abandon();
      }
    };
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
    for (Hearer hearer : hearers) {
      events.forEach(hearer::probe);
    }
  }

  @Override
  public void announce(Notice notice) {
    noticeLog.onNotice(notice);
    hearers.forEach(hearer -> hearer.notice(notice));
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
    return toLog.deliversOn(caller)
        || hearers.stream().anyMatch(hearer -> hearer.queue().deliversOn(caller));
  }

  void open() throws IOException {
    if (trace.isPresent()) {
      trace.get().open();
    }
  }

  /** Delivers what waits and ends the threads, as far as the receivers let it in time. */
  void close() {
    trace.ifPresent(it -> it.close(DELIVERY_MILLIS));
    long begun = System.nanoTime();
    for (Hearer hearer : hearers) {
      long left = DELIVERY_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      hearer.queue().close(Math.max(1, left));
    }
    noticeLog.close();
    toLog.close(DELIVERY_MILLIS);
  }
}
