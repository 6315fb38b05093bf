package dev.routeswitcher.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Has a thread of its own write the log, so that a reader who stands still (a full pipe, a stopped
 * terminal) stops nothing else. Lines that find the queue full are dropped; a line says how many.
 */
final class NonBlockingAppender extends AsyncAppender {

  private static final int CAPACITY = 1024;
  private static final int FLUSH_MILLIS = 500;

  private final AtomicLong dropped = new AtomicLong();

  NonBlockingAppender() {
    setName("stderr");
    setQueueSize(CAPACITY);
    setDiscardingThreshold(0);
    setNeverBlock(true);
    setMaxFlushTime(FLUSH_MILLIS);
  }

  @Override
  protected void append(ILoggingEvent event) {
    // Room for the line and for the one that counts those dropped before it.
    if (getRemainingCapacity() < 2) {
      dropped.incrementAndGet();
      return;
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      super.append(report(lost));
    }
    super.append(event);
  }

  private LoggingEvent report(long lost) {
    return new LoggingEvent(
        NonBlockingAppender.class.getName(),
        ((LoggerContext) getContext()).getLogger(NonBlockingAppender.class),
        Level.WARN,
        "log too slow: dropped_lines={}",
        null,
        new Object[] {lost});
  }
}
