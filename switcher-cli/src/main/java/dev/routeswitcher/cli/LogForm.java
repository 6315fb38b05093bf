package dev.routeswitcher.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import com.google.gson.JsonObject;
import dev.routeswitcher.runtime.words.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How lines of the log are written. */
enum LogForm {
  /** Time with milliseconds and zone, level, words. */
  TEXT {
    @Override
    Layout<ILoggingEvent> layout() {
      return pattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %msg%n%ex{full}");
    }
  },

  /** For the journal, which knows the time: the priority of sd-daemon(3), words. */
  JOURNAL {
    @Override
    Layout<ILoggingEvent> layout() {
      PatternLayout layout = pattern("%priority%msg%n%ex{full}");
      layout.getInstanceConverterMap().put("priority", Priority::new);
      layout.getInstanceConverterMap().put("ex", PrioritizedStackTrace::new);
      return layout;
    }
  },

  /** An object each: time, level, message, and exception if there is one. */
  JSON {
    @Override
    Layout<ILoggingEvent> layout() {
      return new JsonLayout();
    }
  };

  private static final Path STDERR = Path.of("/proc/self/fd/2");

  abstract Layout<ILoggingEvent> layout();

  /**
   * The form that is configured.
   *
   * @param format {@code text} or {@code json}
   */
  static LogForm of(String format, Function<String, @Nullable String> environment) {
    if (format.equals("json")) {
      return JSON;
    }
    String stream = environment.apply("JOURNAL_STREAM");
    return stream != null && stream.equals(identity(STDERR)) ? JOURNAL : TEXT;
  }

  /** What systemd names a stream by: {@code DEVICE:INODE}; empty if it cannot be told. */
  private static String identity(Path file) {
    try {
      return Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
    } catch (IOException e) {
      return "";
    }
  }

  private static PatternLayout pattern(String line) {
    PatternLayout layout = new PatternLayout();
    layout.setPattern(line);
    layout.getInstanceConverterMap().put("msg", PrintableMessage::new);
    layout.getInstanceConverterMap().put("ex", PrintableStackTrace::new);
    return layout;
  }

  private static final class PrintableMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return Printable.of(super.convert(event));
    }
  }

  /** Indented, so that no message of an exception can look like a line of the log. */
  private static class PrintableStackTrace extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy thrown) {
      return super.throwableProxyToString(thrown)
          .lines()
          .map(line -> "    " + Printable.of(line.replace("\t", "    ")) + System.lineSeparator())
          .collect(Collectors.joining());
    }
  }

  private static final class PrioritizedStackTrace extends PrintableStackTrace {
    @Override
    public String convert(ILoggingEvent event) {
      return super.convert(event)
          .lines()
          .map(line -> prefix(event.getLevel()) + line + System.lineSeparator())
          .collect(Collectors.joining());
    }
  }

  private static final class Priority extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
      return prefix(event.getLevel());
    }
  }

  /** Error, warning, informational and debug of syslog(3). */
  private static String prefix(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }

  private static final class JsonLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
      JsonObject line = new JsonObject();
      line.addProperty("time", event.getInstant().toString());
      line.addProperty("level", event.getLevel().toString().toLowerCase(java.util.Locale.ROOT));
      line.addProperty("message", event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        line.addProperty("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      return line + System.lineSeparator();
    }
  }
}
