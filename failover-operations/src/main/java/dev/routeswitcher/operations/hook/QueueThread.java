package dev.routeswitcher.operations.hook;

import dev.routeswitcher.operations.event.Event;
import dev.routeswitcher.operations.event.Event.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of events and the thread that delivers them, which begins with the first. */
final class QueueThread {

  private static final Logger log = LoggerFactory.getLogger(QueueThread.class);

  static final int CAPACITY = 1024;

  /** How long a close waits for what is still to be delivered. */
  private static final int LAST_MILLIS = 3000;

  /** And for the thread to let go of what it cannot deliver. */
  private static final int LET_GO_MILLIS = 1000;

  private final String name;
  private final String receiver;
  private final Delivery delivery;
  private final EventQueue queue;
  private @Nullable Thread thread;

  /** Brings one event to its receiver. */
  interface Delivery {
    /** Returns when it is delivered, or is not to be delivered any more. */
    void deliver(EventQueue.Waiting waiting, EventQueue queue) throws InterruptedException;
  }

  QueueThread(String name, String receiver, int capacity, Delivery delivery) {
    this.name = name;
    this.receiver = receiver;
    this.delivery = delivery;
    this.queue = new EventQueue(capacity);
  }

  synchronized void offer(Event event) {
    queue.offer(event);
    if (thread == null) {
      Thread begun = new Thread(this::run, name);
      begun.setDaemon(true);
      try {
        begun.start();
        thread = begun;
      } catch (OutOfMemoryError e) {
        log.warn("{}: no thread can be had; tried again with the next event", receiver);
      }
    }
  }

  private void run() {
    try {
      EventQueue.Waiting next = queue.take();
      while (next != null) {
        deliver(next);
        next = queue.take();
      }
    } catch (InterruptedException e) {
      log.debug("{} is left alone", receiver);
    }
  }

  private void deliver(EventQueue.Waiting next) throws InterruptedException {
    if (next.event().kind() == Kind.DROPPED) {
      log.warn("{}: {}", receiver, next.event().text("text").orElse(""));
    }
    try {
      delivery.deliver(next, queue);
    } catch (RuntimeException | OutOfMemoryError e) {
      log.warn("{} failed on an event; it gets the next one", receiver, e);
    }
  }

  /** Delivers what waits, if that does not take long; counts the rest. */
  void close() {
    Thread running;
    synchronized (this) {
      running = thread;
      queue.close();
    }
    try {
      if (running != null) {
        running.join(LAST_MILLIS);
        running.interrupt();
        running.join(LET_GO_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long left = queue.abandon();
    if (left > 0) {
      log.warn("{}: not told at the end: dropped_events={}", receiver, left);
    }
  }
}
