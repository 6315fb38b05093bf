package dev.routeswitcher.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What a package logs, by whatever thread, until it is closed. */
public final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final Logger logger;
  private final List<ILoggingEvent> events = new ArrayList<>();

  private LoggedLines(Logger logger) {
    this.logger = logger;
  }

  public static LoggedLines of(Class<?> type) {
    LoggedLines lines = new LoggedLines((Logger) LoggerFactory.getLogger(type.getPackageName()));
    lines.start();
    lines.logger.addAppender(lines);
    return lines;
  }

  /** Called with the monitor of this held. */
  @Override
  protected void append(ILoggingEvent event) {
    events.add(event);
    notifyAll();
  }

  public synchronized List<ILoggingEvent> events() {
    return List.copyOf(events);
  }

  public List<String> at(Level level) {
    return events().stream()
        .filter(it -> it.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** Waits for one. */
  public synchronized void await(Level level) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    long left = TimeUnit.SECONDS.toMillis(60);
    while (at(level).isEmpty() && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    assertThat(at(level)).isNotEmpty();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }
}
