package dev.routeswitcher.cli;

import com.google.common.primitives.Ints;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.QualityRules;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the options about loss and round-trip times: rules of quality, or none. */
final class QualityReader {

  private static final Duration DEFAULT_WINDOW = Duration.ofSeconds(60);

  private final QualityOptions options;
  private final List<ConfigFault> faults;

  QualityReader(QualityOptions options, List<ConfigFault> faults) {
    this.options = options;
    this.faults = faults;
  }

  @Nullable QualityRules read() {
    Optional<Integer> leaveAtLoss = percent("leave-at-loss", options.leaveAtLoss);
    Optional<Integer> returnAtLoss = percent("return-at-loss", options.returnAtLoss);
    Optional<Duration> leaveAtRtt = duration("leave-at-rtt", options.leaveAtRtt);
    Optional<Duration> returnAtRtt = duration("return-at-rtt", options.returnAtRtt);
    Optional<Duration> window = duration("quality-window", options.qualityWindow);
    needs("return-at-loss", options.returnAtLoss, "leave-at-loss", options.leaveAtLoss);
    needs("return-at-rtt", options.returnAtRtt, "leave-at-rtt", options.leaveAtRtt);
    String anyRule = options.leaveAtLoss == null ? options.leaveAtRtt : options.leaveAtLoss;
    needs("quality-window", options.qualityWindow, "leave-at-loss or --leave-at-rtt", anyRule);
    if (leaveAtLoss.isEmpty() && leaveAtRtt.isEmpty()) {
      return null;
    }
    return new QualityRules(
        window.orElse(DEFAULT_WINDOW),
        leaveAtLoss
            .map(leave -> new QualityRules.Loss(leave, returnAtLoss.orElse(leave / 4)))
            .orElse(null),
        leaveAtRtt
            .map(leave -> new QualityRules.Delay(leave, returnAtRtt.orElse(leave.dividedBy(2))))
            .orElse(null));
  }

  private void needs(
      String setting, @Nullable String text, String needed, @Nullable String neededText) {
    if (text != null && neededText == null) {
      faults.add(new ConfigFault(setting, "is given without a rule", "give --" + needed + " too"));
    }
  }

  private Optional<Integer> percent(String setting, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Integer parsed = Ints.tryParse(text);
    if (parsed == null) {
      faults.add(
          new ConfigFault(
              setting, "'" + text + "' is no whole number", "give a percentage in digits"));
    }
    return Optional.ofNullable(parsed);
  }

  private Optional<Duration> duration(String setting, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Duration> parsed = DurationText.parse(text);
    if (parsed.isEmpty()) {
      faults.add(
          new ConfigFault(setting, "'" + text + "' is no duration", "give " + DurationText.FORM));
    }
    return parsed;
  }
}
