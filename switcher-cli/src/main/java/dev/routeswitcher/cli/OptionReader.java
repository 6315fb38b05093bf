package dev.routeswitcher.cli;

import ch.qos.logback.classic.Level;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Longs;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.Deadline;
import dev.routeswitcher.engine.config.Failback;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.runtime.ExitPolicy;
import dev.routeswitcher.runtime.RouteSwitcher;
import dev.routeswitcher.runtime.RouteSwitcherBuilder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns {@link Options} into what the switcher is started with, and collects every fault. */
final class OptionReader {

  static final String LOG_VARIABLE = "ROUTE_SWITCHER_LOG";

  private static final Map<String, Level> LEVELS =
      Map.of("error", Level.ERROR, "warn", Level.WARN, "info", Level.INFO, "debug", Level.DEBUG);

  private final Options options;
  private final Environment environment;
  private final List<ConfigFault> faults = new ArrayList<>();

  private OptionReader(Options options, Environment environment) {
    this.options = options;
    this.environment = environment;
  }

  /**
   * What the options come to.
   *
   * @param builder ready to start if there are no faults
   * @param logLevel how much to log
   * @param faults everything that is wrong, named by option
   */
  record Reading(RouteSwitcherBuilder builder, Level logLevel, ImmutableList<ConfigFault> faults) {}

  static Reading read(Options options, Environment environment) {
    return new OptionReader(options, environment).read();
  }

  private Reading read() {
    RouteSwitcherBuilder builder = RouteSwitcher.builder();
    new UplinkReader(options, faults).read(builder);
    options.pingTargets.forEach(builder::pingTarget);
    builder.timing(timing());
    builder.policy(new Policy(failback(), new QualityReader(options.quality, faults).read()));
    Optional.ofNullable(options.use).ifPresent(builder::use);
    options.neverUse.forEach(builder::neverUse);
    builder.flushConntrack(options.flushConntrack);
    builder.kernelLinkdown(options.kernelLinkdown);
    builder.tables(tables());
    builder.dryRun(options.dryRun);
    record(builder);
    exitPolicy(builder::onExit);
    Level level = logLevel();
    faults.addAll(faultsOfWhatWasRead(builder));
    return new Reading(builder, level, ImmutableList.copyOf(faults));
  }

  /** What could not be read was replaced by its default or left out, and is judged no further. */
  private List<ConfigFault> faultsOfWhatWasRead(RouteSwitcherBuilder builder) {
    Set<String> unread = faults.stream().map(ConfigFault::setting).collect(Collectors.toSet());
    if (unread.contains("uplink")) {
      unread.addAll(List.of("secondary-interface", "use", "never-use")); // it may be the one
    }
    return builder.faults().stream().filter(fault -> !unread.contains(fault.setting())).toList();
  }

  private Timing timing() {
    Timing defaults = Timing.defaults();
    TimingBuilder timing = defaults.toBuilder();
    duration("failure-interval", options.failureInterval).ifPresent(timing::failureInterval);
    return timing
        .deadline(deadline())
        .interval(duration("interval", options.interval, defaults.interval()))
        .timeout(duration("timeout", options.timeout, defaults.timeout()))
        .quorum(count("quorum", options.quorum, defaults.quorum()))
        .failureThreshold(
            count("failure-threshold", options.failureThreshold, defaults.failureThreshold()))
        .recoveryThreshold(
            count("recovery-threshold", options.recoveryThreshold, defaults.recoveryThreshold()))
        .failbackDelay(duration("failback-delay", options.failbackDelay, defaults.failbackDelay()))
        .maxFailbackDelay(
            duration("max-failback-delay", options.maxFailbackDelay, defaults.maxFailbackDelay()))
        .flapWindow(duration("flap-window", options.flapWindow, defaults.flapWindow()))
        .bootWindow(duration("boot-window", options.bootWindow, defaults.bootWindow()))
        .build();
  }

  private Deadline deadline() {
    return switch (options.deadline) {
      case "adaptive" -> Deadline.ADAPTIVE;
      case "fixed" -> Deadline.FIXED;
      default -> {
        fault("deadline", "'" + options.deadline + "' is none", "give adaptive or fixed");
        yield Deadline.ADAPTIVE;
      }
    };
  }

  private Failback failback() {
    return switch (options.failback) {
      case "automatic" -> Failback.AUTOMATIC;
      case "manual" -> Failback.MANUAL;
      default -> {
        fault("failback", "'" + options.failback + "' is none", "give automatic or manual");
        yield Failback.AUTOMATIC;
      }
    };
  }

  private TableLayout tables() {
    TableLayout usual = TableLayout.DEFAULT;
    return new TableLayout(
        probeTables(),
        options.overrideForeignDefaults,
        number("probe-table", options.probeTable, usual.firstTable()),
        number("probe-rule-preference", options.probeRulePreference, usual.firstPreference()));
  }

  private boolean probeTables() {
    return switch (options.probeRouting) {
      case "table" -> true;
      case "main" -> false;
      default -> {
        fault("probe-routing", "'" + options.probeRouting + "' is none", "give table or main");
        yield true;
      }
    };
  }

  private void record(RouteSwitcherBuilder builder) {
    String file = options.record;
    if (file == null) {
      return;
    }
    if (file.isEmpty()) {
      fault("record", "the name of the file is empty", "give its path");
      return;
    }
    try {
      builder.record(Path.of(file));
    } catch (InvalidPathException e) {
      fault("record", "'" + file + "' cannot be a file", "give the path of one");
    }
  }

  private void exitPolicy(Consumer<ExitPolicy> sink) {
    switch (options.onExit) {
      case "restore" -> sink.accept(ExitPolicy.RESTORE);
      case "keep" -> sink.accept(ExitPolicy.KEEP);
      default -> fault("on-exit", "'" + options.onExit + "' is no policy", "give restore or keep");
    }
  }

  private Level logLevel() {
    boolean byOption = options.logLevel != null;
    String text = byOption ? options.logLevel : environment.get(LOG_VARIABLE);
    if (text == null || (text.isEmpty() && !byOption)) {
      return Level.INFO;
    }
    Level level = LEVELS.get(text.toLowerCase(Locale.ROOT));
    if (level == null) {
      String origin = byOption ? "" : " (from the variable " + LOG_VARIABLE + ")";
      fault("log-level", "'" + text + "' is no level" + origin, "give error, warn, info or debug");
      return Level.INFO;
    }
    return level;
  }

  private Optional<Duration> duration(String setting, @Nullable String text) {
    return text == null
        ? Optional.empty()
        : Optional.of(duration(setting, text, Timing.defaults().interval()));
  }

  private Duration duration(String setting, String text, Duration fallback) {
    Optional<Duration> parsed = DurationText.parse(text);
    if (parsed.isEmpty()) {
      fault(setting, "'" + text + "' is no duration", "give " + DurationText.FORM);
    }
    return parsed.orElse(fallback);
  }

  private int count(String setting, String text, int fallback) {
    long value = number(setting, text, fallback);
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  private long number(String setting, String text, long fallback) {
    Long parsed = Longs.tryParse(text);
    if (parsed == null) {
      fault(setting, "'" + text + "' is no whole number", "give one in digits");
      return fallback;
    }
    return parsed;
  }

  private void fault(String setting, String problem, String remedy) {
    faults.add(new ConfigFault(setting, problem, remedy));
  }
}
