package dev.routeswitcher.runtime.settings;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import dev.routeswitcher.engine.config.ConfigField;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingNames;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of {@link Settings}: everything there is to say of a setting. It changes
 * only while the table is made.
 *
 * @param <T> what its values are
 */
public final class Setting<T> {

  /** How the words of a row call another setting. */
  private static final Pattern OTHER_SETTING = Pattern.compile("\\{([a-z-]+)\\}");

  private final String key;
  private final @Nullable ConfigField field;
  private final Form<T> form;
  private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
  private String help = "";
  private Default<T> byDefault = (values, place) -> null;
  private @Nullable String defaultWords;
  private @Nullable String rangeWords;
  private ImmutableList<String> needed = ImmutableList.of();
  private @Nullable Function<Timing, @Nullable T> timingReader;
  private @Nullable BiConsumer<TimingBuilder, T> timingWriter;
  private @Nullable String variable;
  private @Nullable String example;

  /** What only some settings are. */
  public enum Trait {
    /** A replay may decide by another value than the one recorded. */
    REPLAYABLE,
    /** A reload of the configuration may not change it: it takes a restart. */
    FIXED,
    /** Only a program that embeds the switcher can give it. */
    EMBEDDED_ONLY,
    /** The line of the log that shows a configuration has it even if it has its default. */
    ALWAYS_LOGGED,
    /** That line has it in another form, or not at all. */
    NEVER_LOGGED
  }

  /** What a setting is when it is not given: null if it is unset then. */
  interface Default<T> {
    @Nullable T of(Values others, int place);
  }

  /**
   * A row without defaults, traits and help.
   *
   * @param field what the engine checks of it; null if it knows nothing of it
   */
  Setting(String key, @Nullable ConfigField field, Form<T> form) {
    this.key = key;
    this.field = field;
    this.form = form;
  }

  /**
   * What it does, in one line.
   *
   * @param line with {@code %s} for the name of the uplink, if it is a setting of one, and {@code
   *     {interval}} for the name of another setting; so in the other words of a row
   */
  Setting<T> help(String line) {
    help = line;
    return this;
  }

  Setting<T> is(Trait trait) {
    traits.add(trait);
    return this;
  }

  Setting<T> byDefault(T value) {
    return byDefault((values, place) -> value);
  }

  Setting<T> byDefault(Default<T> value) {
    byDefault = value;
    return this;
  }

  /** What the default is, for people, if the value itself does not say it. */
  Setting<T> defaultWords(String words) {
    defaultWords = words;
    return this;
  }

  /** What its range is, for people, if another value bounds it. */
  Setting<T> rangeWords(String words) {
    rangeWords = words;
    return this;
  }

  /** It is of use only if one of these, by their names, is given. */
  Setting<T> needs(String... rules) {
    needed = ImmutableList.copyOf(rules);
    return this;
  }

  /** It is a part of {@link Timing}, and has its default there. */
  Setting<T> timed(Function<Timing, @Nullable T> read, BiConsumer<TimingBuilder, T> write) {
    timingReader = read;
    timingWriter = write;
    return byDefault((values, place) -> read.apply(Timing.defaults()));
  }

  Setting<T> variable(String name) {
    variable = name;
    return this;
  }

  Setting<T> example(String value) {
    example = value;
    return this;
  }

  /** Its name, of which every other is made: {@code failback-delay}. */
  public String key() {
    return key;
  }

  public Form<T> form() {
    return form;
  }

  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** What it does, in one line. */
  public String help(SettingNames names) {
    return resolved(help.replace("%s ", ""), names);
  }

  /**
   * The same with its range and its default.
   *
   * @param names how the line calls other settings
   * @param uplink the name of the uplink that it is for; empty if for none in particular
   * @param place the place of that uplink, from 0
   */
  public String helpWithDefault(SettingNames names, String uplink, int place) {
    String line = uplink.isEmpty() ? help(names) : resolved(help.replace("%s", uplink), names);
    String range = rangeText(names);
    String value = defaultText(names, place);
    return line
        + (range.isEmpty() ? "" : "; " + range)
        + (value.isEmpty() ? "" : " (default: " + value + ")");
  }

  private String rangeText(SettingNames names) {
    if (rangeWords != null || form.isRepeatable()) {
      return resolved(Strings.nullToEmpty(rangeWords), names);
    }
    return range().map(FaultWords::range).orElse("");
  }

  private static String resolved(String words, SettingNames names) {
    return OTHER_SETTING.matcher(words).replaceAll(other -> names.of(other.group(1)));
  }

  /** The default, for people; empty if it goes without saying. */
  public String defaultText(SettingNames names, int place) {
    if (defaultWords != null) {
      return resolved(defaultWords, names);
    }
    T value = byDefault.of(Values.NONE, place);
    String text = value == null || form.isFlag() || form.isRepeatable() ? "" : text(value);
    return variable == null ? text : "the variable " + variable + ", or " + text;
  }

  /** The least and the greatest value; empty if there are none, or the values have no order. */
  Optional<Range<?>> range() {
    return field == null ? Optional.empty() : field.range();
  }

  /** The environment variable that gives it too; empty for most. */
  public Optional<String> variable() {
    return Optional.ofNullable(variable);
  }

  /** A value that one might give it; the label of its form for most. */
  String example() {
    return example == null ? form.label() : example;
  }

  /** The names of those of which one must be given for this one to be of use; empty for most. */
  ImmutableList<String> needed() {
    return needed;
  }

  @Nullable T defaultFor(Values others, int place) {
    return byDefault.of(others, place);
  }

  /** {@code values} with what these texts say; empty if they cannot be read. */
  Optional<Values> read(List<String> texts, Values values) {
    T value = form.reader().apply(texts);
    return value == null ? Optional.empty() : Optional.of(values.with(this, value));
  }

  void apply(Values values, TimingBuilder builder) {
    if (timingWriter != null && values.has(this)) {
      timingWriter.accept(builder, values.get(this));
    }
  }

  /** {@code values} with what this setting is in a timing. */
  Values from(Timing given, Values values) {
    T value = timingReader == null ? null : timingReader.apply(given);
    return value == null ? values : values.with(this, value);
  }

  /** The value as the log writes it; empty if it is the default or not for the log. */
  Optional<String> logged(Values values) {
    T constant = has(Trait.ALWAYS_LOGGED) ? null : byDefault.of(Values.NONE, 0);
    return has(Trait.NEVER_LOGGED)
        ? Optional.empty()
        : values.find(this).filter(value -> !value.equals(constant)).map(this::text);
  }

  /** The value or the default, as one would write it; empty if it is unset. */
  public Optional<String> text(Values values, int place) {
    return values.find(this, place).map(this::text);
  }

  private String text(T value) {
    return form.writer().apply(value);
  }

  @Override
  public String toString() {
    return key;
  }
}
