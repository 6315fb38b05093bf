package dev.routeswitcher.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls one receiver on a thread of its own, in order, through a bounded queue: a slow or throwing
 * receiver delays nobody but itself. What finds the queue full is dropped, and in its place in the
 * order the receiver learns how much was.
 */
final class DeliveryQueue {

  static final int CAPACITY = 1024;

  private static final Logger log = LoggerFactory.getLogger(DeliveryQueue.class);

  private final LongConsumer dropReport;
  private final Runnable lastAct;
  private final BlockingQueue<Runnable> calls = new ArrayBlockingQueue<>(CAPACITY);
  private final Thread thread;
  private volatile boolean closing;

  /** Calls dropped since the last report; guarded by this. */
  private long dropped;

  /**
   * A queue whose thread is not started yet.
   *
   * @param dropReport receives on that thread how many calls were dropped before the next one
   * @param lastAct is done by that thread when everything was delivered, however late that is
   */
  DeliveryQueue(String threadName, LongConsumer dropReport, Runnable lastAct) {
    this.dropReport = dropReport;
    this.lastAct = lastAct;
    this.thread = new Thread(this::deliver, threadName);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Hands a call over without waiting; any thread may. */
  synchronized void offer(Runnable call) {
    long before = dropped;
    if (before > 0 && calls.remainingCapacity() > 1) {
      calls.add(() -> dropReport.accept(before));
      dropped = 0;
    }
    if (dropped > 0 || !calls.offer(call)) {
      dropped++;
    }
  }

  /** Whether {@code candidate} is the thread that calls the receiver. */
  boolean deliversOn(Thread candidate) {
    return candidate == thread;
  }

  /**
   * Lets the thread end when it has delivered what waits. Waits for that at most {@code millis};
   * not at all on that thread itself.
   */
  void close(long millis) {
    closing = true;
    wakeUp();
    if (deliversOn(Thread.currentThread())) {
      return;
    }
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the thread end without delivering what waits; does not wait for it. */
  void abandon() {
    closing = true;
    calls.clear();
    wakeUp();
  }

  boolean isStarted() {
    return thread.getState() != Thread.State.NEW;
  }

  /** No interrupt: that would hit the receiver. A full queue needs none, its thread is awake. */
  private void wakeUp() {
    boolean ignored = calls.offer(() -> {});
  }

  private void deliver() {
    while (!closing || !calls.isEmpty()) {
      try {
        guarded(calls.take());
      } catch (InterruptedException e) {
        // A receiver left its interrupt behind; it concerns nobody here.
      }
    }
    long last = takeDropped();
    if (last > 0) {
      guarded(() -> dropReport.accept(last));
    }
    guarded(lastAct);
  }

  private synchronized long takeDropped() {
    long taken = dropped;
    dropped = 0;
    return taken;
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable thrown) {
      log.warn("{}: what it delivers to failed; the switcher goes on", thread.getName(), thrown);
    }
  }
}
