package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.Durations;
import dev.routeswitcher.engine.config.QualityRules;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Those values of a configuration that differ from the usual ones, as the log writes them. */
final class Refinements {

  private final StringBuilder words = new StringBuilder();

  void add(String key, @Nullable Object value, @Nullable Object usual) {
    if (value != null && !value.equals(usual)) {
      words.append(' ').append(key).append('=').append(text(value));
    }
  }

  void add(@Nullable QualityRules rules) {
    if (rules == null) {
      return;
    }
    add("quality_window", rules.window(), null);
    QualityRules.Loss loss = rules.loss();
    if (loss != null) {
      add("leave_at_loss", loss.leavePercent(), null);
      add("return_at_loss", loss.returnPercent(), null);
    }
    QualityRules.Delay delay = rules.delay();
    if (delay != null) {
      add("leave_at_rtt", delay.leave(), null);
      add("return_at_rtt", delay.comeBack(), null);
    }
  }

  private static String text(Object value) {
    if (value instanceof Duration duration) {
      return Durations.text(duration);
    }
    return value instanceof Enum<?> choice
        ? choice.name().toLowerCase(Locale.ROOT)
        : value.toString();
  }

  @Override
  public String toString() {
    return words.toString();
  }
}
