package dev.routeswitcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to standard error: time with milliseconds and zone, level, line. Whoever logs never
 * waits for whoever reads it. Set up in code, which starts a good deal faster than a configuration
 * file.
 */
final class LogSetup {

  private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%ex{full}";

  private @Nullable NonBlockingAppender appender;

  @Inject
  LogSetup() {}

  void apply(Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    NonBlockingAppender detached = new NonBlockingAppender();
    detached.setContext(context);
    detached.addAppender(console(context));
    detached.start();
    appender = detached;
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(detached);
    root.setLevel(Level.WARN);
    context.getLogger("dev.routeswitcher").setLevel(level);
  }

  /** Writes what still waits, in half a second or not at all; what is logged later is lost. */
  void finish() {
    if (appender != null) {
      appender.stop();
    }
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(LINE);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    return console;
  }
}
