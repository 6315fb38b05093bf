package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.Policy;
import dev.routeswitcher.engine.config.QualityRules;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All values of one switcher: those of its uplinks, and those that are common to all.
 *
 * <p>The uplinks are a primary and a secondary, or any number that were {@link #add added}. Nothing
 * is checked before {@link #faults}. Not safe for use by several threads.
 */
public final class Configuration {

  private static final ImmutableList<Values> UNCHANGED =
      SettingNames.THE_TWO.stream()
          .map(name -> Values.NONE.with(Settings.NAME, name))
          .collect(ImmutableList.toImmutableList());

  private Values common = Values.NONE;
  private final List<Values> theTwo = new ArrayList<>(UNCHANGED);
  private final List<Values> added = new ArrayList<>();
  private final List<SettingFault> unreadable = new ArrayList<>();

  /** One that is the same now, and does not change with this one. */
  public Configuration copy() {
    Configuration copy = new Configuration();
    copy.common = common;
    copy.theTwo.clear();
    copy.theTwo.addAll(theTwo);
    copy.added.addAll(added);
    copy.unreadable.addAll(unreadable);
    return copy;
  }

  public Values common() {
    return common;
  }

  /** Those of each uplink, in priority order. */
  public List<Values> uplinks() {
    return List.copyOf(added.isEmpty() ? theTwo : added);
  }

  public <T> void set(Setting<T> setting, T value) {
    common = common.with(setting, value);
  }

  /** Adds to those of a repeatable setting. */
  public void add(Setting<ImmutableList<String>> setting, String value) {
    set(setting, ImmutableList.<String>builder().addAll(common.get(setting)).add(value).build());
  }

  /** Gives the primary (place 0) or the secondary (1) a value. */
  public <T> void set(int place, Setting<T> setting, T value) {
    set(place, uplink(place).with(setting, value));
  }

  /** One more uplink, in priority order, in place of the primary and the secondary. */
  public void add(Values uplink) {
    added.add(uplink);
  }

  void set(Values values) {
    common = values;
  }

  void set(int place, Values values) {
    theTwo.set(place, values);
  }

  /** The values of the primary (place 0) or of the secondary (1). */
  Values uplink(int place) {
    return theTwo.get(place);
  }

  /** Takes all values of a timing over. */
  public void takeOver(Timing timing) {
    common = common.without(Settings.FAILURE_INTERVAL); // the one that may be unset
    Settings.ALL.forEach(setting -> common = setting.from(timing, common));
  }

  public void takeOver(Policy policy) {
    for (Setting<?> setting : Settings.QUALITY) {
      common = common.without(setting);
    }
    set(Settings.FAILBACK, policy.failback());
    QualityRules rules = policy.quality();
    if (rules == null) {
      return;
    }
    set(Settings.QUALITY_WINDOW, rules.window());
    QualityRules.Loss loss = rules.loss();
    if (loss != null) {
      set(Settings.LEAVE_AT_LOSS, (long) loss.leavePercent());
      set(Settings.RETURN_AT_LOSS, (long) loss.returnPercent());
    }
    QualityRules.Delay delay = rules.delay();
    if (delay != null) {
      set(Settings.LEAVE_AT_RTT, delay.leave());
      set(Settings.RETURN_AT_RTT, delay.comeBack());
    }
  }

  public void takeOver(TableLayout layout) {
    set(Settings.PROBE_TABLES, layout.probeTables());
    set(Settings.OVERRIDE_FOREIGN_DEFAULTS, layout.overridesForeign());
    set(Settings.PROBE_TABLE, layout.firstTable());
    set(Settings.PROBE_RULE_PREFERENCE, layout.firstPreference());
    common = common.without(Settings.FIREWALL_MARKS);
    if (layout.firstMark() != null) {
      set(Settings.FIREWALL_MARKS, layout.firstMark());
    }
  }

  /** A text that could not be read; the setting it was for is judged no further. */
  public void addUnreadable(SettingFault fault) {
    unreadable.add(fault);
  }

  /** The values as the engine takes them; of use if there are no faults. */
  public EngineConfig engine() {
    return engine(new Families(common, uplinks(), FaultWords.naming(SettingNames.PLAIN)));
  }

  EngineConfig engine(Families families) {
    return new EngineConfig(
        families.all(),
        timing(Timing.defaults()),
        new Policy(common.get(Settings.FAILBACK), quality()),
        tables());
  }

  private TableLayout tables() {
    return new TableLayout(
        common.get(Settings.PROBE_TABLES),
        common.get(Settings.OVERRIDE_FOREIGN_DEFAULTS),
        common.get(Settings.PROBE_TABLE),
        common.get(Settings.PROBE_RULE_PREFERENCE),
        common.find(Settings.FIREWALL_MARKS).orElse(null));
  }

  /** A recorded configuration, with what a replay can change by the values given here. */
  public EngineConfig over(EngineConfig recorded) {
    Policy policy = recorded.policy();
    if (common.has(Settings.FAILBACK)) {
      policy = policy.returning(common.get(Settings.FAILBACK));
    }
    if (Settings.QUALITY.stream().anyMatch(common::has)) {
      policy = policy.judgingBy(quality());
    }
    return new EngineConfig(
        recorded.families(), timing(recorded.timing()), policy, recorded.tables());
  }

  private Timing timing(Timing otherwise) {
    TimingBuilder builder = otherwise.toBuilder();
    Settings.ALL.forEach(setting -> setting.apply(common, builder));
    return builder.build();
  }

  private @Nullable QualityRules quality() {
    Optional<QualityRules.Loss> loss =
        common
            .find(Settings.LEAVE_AT_LOSS)
            .map(leave -> loss(leave, common.get(Settings.RETURN_AT_LOSS)));
    Optional<QualityRules.Delay> delay =
        common
            .find(Settings.LEAVE_AT_RTT)
            .map(leave -> new QualityRules.Delay(leave, common.get(Settings.RETURN_AT_RTT)));
    return loss.isEmpty() && delay.isEmpty()
        ? null
        : new QualityRules(
            common.get(Settings.QUALITY_WINDOW), loss.orElse(null), delay.orElse(null));
  }

  private static QualityRules.Loss loss(long leave, long comeBack) {
    return new QualityRules.Loss(Ints.saturatedCast(leave), Ints.saturatedCast(comeBack));
  }

  /** The texts that could not be read. */
  public List<SettingFault> unreadable() {
    return unreadable;
  }

  /** Whether uplinks were added and the primary or the secondary described besides. */
  boolean isInTwoForms() {
    boolean oneByOne =
        !added.isEmpty() || unreadable.stream().anyMatch(it -> it.setting().equals("uplink"));
    return oneByOne && !theTwo.equals(UNCHANGED);
  }

  /** What could not be read, and what is given without what it needs. */
  public List<SettingFault> readingFaults(FaultWords words) {
    return new ConfigurationCheck(this, words).readingFaults();
  }

  /** Everything that is wrong; empty if it can be run. */
  public ImmutableList<SettingFault> faults(FaultWords words) {
    return new ConfigurationCheck(this, words).faults();
  }

  /**
   * Everything that keeps it from taking the place of another one while the switcher runs: what is
   * wrong with it, and what takes a restart to change; empty if it can.
   */
  public ImmutableList<SettingFault> faultsOfReload(Configuration running, FaultWords words) {
    return ImmutableList.<SettingFault>builder()
        .addAll(faults(words))
        .addAll(ConfigurationChange.faults(running, this, words))
        .build();
  }

  /** All of it in one line, as the log writes it: without most of what has its default. */
  @Override
  public String toString() {
    return new ConfigurationLine(this).toString();
  }
}
