package dev.routeswitcher.runtime.loop;

import dev.routeswitcher.engine.Decision.Notice;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notices to one receiver on a thread of its own, in order, through a bounded queue: a slow
 * or throwing receiver never delays the owner thread. When the queue is full, notices are dropped
 * and the receiver is told how many.
 */
public final class NoticeQueue {

  private static final Logger log = LoggerFactory.getLogger(NoticeQueue.class);
  private static final int CAPACITY = 1024;
  private static final long POLL_MILLIS = 1000;

  /** Who receives notices. */
  public interface Receiver {
    /** The next notice. */
    void onNotice(Notice notice);

    /** So many notices before the next one were dropped, because this receiver was too slow. */
    void onNoticesDropped(long count);
  }

  private final Receiver receiver;
  private final BlockingQueue<Notice> notices = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  /** Starts the thread. */
  public NoticeQueue(String threadName, Receiver receiver) {
    this.receiver = receiver;
    this.thread = new Thread(this::deliver, threadName);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands a notice over without waiting. */
  public void offer(Notice notice) {
    if (!notices.offer(notice)) {
      dropped.incrementAndGet();
    }
  }

  /** Delivers what is queued and ends the thread; waits for that at most {@code millis}. */
  public void close(long millis) {
    closing = true;
    thread.interrupt();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver() {
    while (!closing || !notices.isEmpty()) {
      Notice notice;
      try {
        notice = notices.poll(closing ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        continue; // close() interrupts; the loop condition tells
      }
      long lost = dropped.getAndSet(0);
      if (lost > 0) {
        guarded(() -> receiver.onNoticesDropped(lost));
      }
      if (notice != null) {
        guarded(() -> receiver.onNotice(notice));
      }
    }
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      log.warn("a listener failed; the switcher goes on", e);
    }
  }
}
