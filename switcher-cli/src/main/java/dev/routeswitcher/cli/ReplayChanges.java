package dev.routeswitcher.cli;

import com.google.common.primitives.Ints;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.TimingBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a replay decides by instead of what was recorded. */
final class ReplayChanges {

  private final List<String> faults;
  private final List<Consumer<TimingBuilder>> timing = new ArrayList<>();
  private final List<UnaryOperator<Policy>> policy = new ArrayList<>();

  /**
   * Reads them from the command line.
   *
   * @param faults where everything that is wrong is added, named by option
   */
  ReplayChanges(ReplayOptions options, List<String> faults) {
    this.faults = faults;
    count("--quorum", options.quorum, TimingBuilder::quorum);
    count("--failure-threshold", options.failureThreshold, TimingBuilder::failureThreshold);
    count("--recovery-threshold", options.recoveryThreshold, TimingBuilder::recoveryThreshold);
    duration("--failback-delay", options.failbackDelay, TimingBuilder::failbackDelay);
    duration("--max-failback-delay", options.maxFailbackDelay, TimingBuilder::maxFailbackDelay);
    duration("--flap-window", options.flapWindow, TimingBuilder::flapWindow);
    duration("--boot-window", options.bootWindow, TimingBuilder::bootWindow);
    failback(options.failback);
    quality(options.quality);
  }

  private void count(String option, @Nullable String text, BiConsumer<TimingBuilder, Integer> set) {
    if (text == null) {
      return;
    }
    Integer value = Ints.tryParse(text);
    if (value == null) {
      faults.add(option + ": '" + text + "' is no whole number; give one in digits");
    } else {
      timing.add(builder -> set.accept(builder, value));
    }
  }

  private void duration(
      String option, @Nullable String text, BiConsumer<TimingBuilder, Duration> set) {
    if (text == null) {
      return;
    }
    Optional<Duration> value = DurationText.parse(text);
    if (value.isEmpty()) {
      faults.add(option + ": '" + text + "' is no duration; give " + DurationText.FORM);
    } else {
      timing.add(builder -> set.accept(builder, value.get()));
    }
  }

  private void failback(@Nullable String text) {
    if (text == null) {
      return;
    }
    switch (text) {
      case "automatic" -> policy.add(was -> was.returning(Failback.AUTOMATIC));
      case "manual" -> policy.add(was -> was.returning(Failback.MANUAL));
      default -> faults.add("--failback: '" + text + "' is none; give automatic or manual");
    }
  }

  private void quality(QualityOptions options) {
    if (options.areGiven()) {
      List<ConfigFault> unread = new ArrayList<>();
      QualityRules rules = new QualityReader(options, unread).read();
      unread.forEach(fault -> faults.add("--" + fault));
      policy.add(was -> was.judgingBy(rules));
    }
  }

  boolean areAny() {
    return !timing.isEmpty() || !policy.isEmpty();
  }

  /** The configuration to replay with; the recorded one if that is unusable. */
  EngineConfig changed(EngineConfig recorded) {
    TimingBuilder builder = recorded.timing().toBuilder();
    timing.forEach(change -> change.accept(builder));
    Policy changed = recorded.policy();
    for (UnaryOperator<Policy> change : policy) {
      changed = change.apply(changed);
    }
    EngineConfig config = new EngineConfig(recorded.families(), builder.build(), changed);
    List<ConfigFault> unusable = config.faults();
    unusable.forEach(fault -> faults.add("--" + fault));
    return unusable.isEmpty() ? config : recorded;
  }
}
