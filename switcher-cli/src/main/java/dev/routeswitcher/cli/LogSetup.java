package dev.routeswitcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.Values;
import java.util.List;
import java.util.function.Function;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to standard error, in one of its {@link LogForm forms}; what a line quotes can
 * neither end it nor move a terminal's cursor. Whoever logs never waits for whoever reads it. Set
 * up in code, which starts a good deal faster than a configuration file.
 */
final class LogSetup {

  private final AnyLayout layout = new AnyLayout();
  private @Nullable NonBlockingAppender appender;

  @Inject
  LogSetup() {}

  /** As configured, from the begin on. */
  void apply(Values values, Function<String, @Nullable String> environment) {
    apply(Level.valueOf(values.get(Settings.LOG_LEVEL)), form(values, environment));
  }

  /** As configured otherwise, while it goes on. */
  void change(Values values, Function<String, @Nullable String> environment) {
    layout.use(form(values, environment));
    setLevel(values.get(Settings.LOG_LEVEL));
  }

  private static LogForm form(Values values, Function<String, @Nullable String> environment) {
    return LogForm.of(values.get(Settings.LOG_FORMAT), environment);
  }

  void apply(Level level, LogForm form) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    NonBlockingAppender detached = new NonBlockingAppender();
    detached.setContext(context);
    layout.setContext(context);
    layout.use(form);
    detached.addAppender(console(context));
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

  /** Lays lines out in a form that can be another one from any line on. */
  private static final class AnyLayout extends LayoutBase<ILoggingEvent> {
    private @Nullable LogForm form;
    private volatile @Nullable Layout<ILoggingEvent> current;

    void use(LogForm next) {
      if (next != form) {
        form = next;
        Layout<ILoggingEvent> layout = next.layout();
        layout.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        layout.start();
        current = layout;
      }
    }

    @Override
    public String doLayout(ILoggingEvent event) {
      Layout<ILoggingEvent> layout = current;
      return layout == null ? "" : layout.doLayout(event);
    }
  }

  /** Writes what still waits, in half a second or not at all; what is logged later is lost. */
  void finish() {
    if (appender != null) {
      appender.stop();
    }
  }

  private ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
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
