package dev.routeswitcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.routeswitcher.runtime.settings.Settings;
import java.util.List;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to standard error, in one of its {@link LogForm forms}; what a line quotes can
 * neither end it nor move a terminal's cursor. Whoever logs never waits for whoever reads it. Set
 * up in code, which starts a good deal faster than a configuration file.
 */
final class LogSetup {

  private @Nullable NonBlockingAppender appender;

  @Inject
  LogSetup() {}

  void apply(Level level, LogForm form) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    NonBlockingAppender detached = new NonBlockingAppender();
    detached.setContext(context);
    detached.addAppender(console(context, form));
    detached.start();
    appender = detached;
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(detached);
    root.setLevel(Level.WARN);
    context.getLogger("dev.routeswitcher").setLevel(level);
  }

  /**
   * Logs more or less from now on.
   *
   * @throws IllegalArgumentException if there is no such level
   */
  static void setLevel(String level) {
    String known = Settings.LOG_LEVEL.form().reader().apply(List.of(level));
    if (known == null) {
      throw new IllegalArgumentException("there is no level '" + level + "'");
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("dev.routeswitcher").setLevel(Level.valueOf(known));
  }

  /** Writes what still waits, in half a second or not at all; what is logged later is lost. */
  void finish() {
    if (appender != null) {
      appender.stop();
    }
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context, LogForm form) {
    Layout<ILoggingEvent> layout = form.layout();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    return console;
  }
}
