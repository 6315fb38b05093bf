package dev.routeswitcher.runtime.settings;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import dev.routeswitcher.engine.config.ConfigField;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.TimingBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of {@link Settings}: everything there is to say of a setting.
 *
 * @param <T> what its values are
 */
public final class Setting<T> {

  private final String key;
  private final Form<T> form;
  private final String help;

  // What most rows leave as it is. Set only while the table is made.
  private @Nullable ConfigField field;
  private Default<T> usual = (values, place) -> null;
  private @Nullable String usualWords;
  private ImmutableList<String> needed = ImmutableList.of();
  private @Nullable Function<Timing, @Nullable T> timed;
  private @Nullable BiConsumer<TimingBuilder, T> timing;
  private @Nullable String variable;
  private @Nullable String example;
  private Log log = Log.UNLESS_USUAL;
  private boolean replayable;
  private boolean reloadable = true;
  private boolean embeddedOnly;

  /** What a setting is when it is not given. */
  interface Default<T> {
    @Nullable T of(Values others, int place);
  }

  private enum Log {
    ALWAYS,
    UNLESS_USUAL,
    /** Another part of the line tells of it, or it is of no interest there. */
    NEVER
  }

  Setting(String key, Form<T> form, String help) {
    this.key = key;
    this.form = form;
    this.help = help;
  }

  /** A setting whose values the engine checks. */
  Setting(ConfigField field, Form<T> form, String help) {
    this(field.toString(), form, help);
    this.field = field;
  }

  Setting<T> usually(T value) {
    usual = (values, place) -> value;
    return this;
  }

  /** A default that depends on the other values or on the uplink's place, and how to explain it. */
  Setting<T> usually(@Nullable String words, Default<T> value) {
    usual = value;
    usualWords = words;
    return this;
  }

  /** It is unset unless given, which means this. */
  Setting<T> unset(String words) {
    usualWords = words;
    return this;
  }

  /** It is of use only if one of these, by their names, is given. */
  Setting<T> needs(String... rules) {
    needed = ImmutableList.copyOf(rules);
    return this;
  }

  /** It is a part of {@link Timing}, and has its default there. */
  Setting<T> timed(Function<Timing, @Nullable T> read, BiConsumer<TimingBuilder, T> apply) {
    timed = read;
    timing = apply;
    usual = (values, place) -> read.apply(Timing.defaults());
    return this;
  }

  /** An environment variable gives it too. */
  Setting<T> variable(String name) {
    variable = name;
    return this;
  }

  Setting<T> example(String value) {
    example = value;
    return this;
  }

  Setting<T> alwaysLogged() {
    log = Log.ALWAYS;
    return this;
  }

  Setting<T> neverLogged() {
    log = Log.NEVER;
    return this;
  }

  /** A replay may decide by another value than the one recorded. */
  Setting<T> replayable() {
    replayable = true;
    return this;
  }

  /** It cannot change while the switcher runs. */
  Setting<T> fixed() {
    reloadable = false;
    return this;
  }

  /** Only a program that embeds the switcher can give it. */
  Setting<T> embeddedOnly() {
    embeddedOnly = true;
    return this;
  }

  /** Its name, in the words of which every other is made: {@code failback-delay}. */
  public String key() {
    return key;
  }

  public Form<T> form() {
    return form;
  }

  /** What it does, in one line. */
  public String help() {
    return help("");
  }

  private String help(String uplink) {
    return help.replace("%s ", uplink.isEmpty() ? "" : uplink + " ");
  }

  /** What it does, and its default. */
  public String helpWithDefault() {
    return helpWithDefault("", 0);
  }

  /**
   * The same of an uplink that is called by its place.
   *
   * @param uplink {@code primary}
   * @param place from 0
   */
  public String helpWithDefault(String uplink, int place) {
    String usually = defaultText(place);
    return help(uplink) + (usually.isEmpty() ? "" : " (default: " + usually + ")");
  }

  /** The default, for people; empty if it goes without saying. */
  public String defaultText(int place) {
    if (usualWords != null) {
      return usualWords;
    }
    T value = usual.of(Values.NONE, place);
    String text = value == null || form.isFlag() || form.isRepeatable() ? "" : form.text(value);
    return variable == null ? text : "the variable " + variable + ", or " + text;
  }

  /** The least and the greatest value; empty if there are none, or the values have no order. */
  public Optional<Range<?>> range() {
    return field == null ? Optional.empty() : field.range();
  }

  /** The names of those of which one must be given for this one to be of use; empty for most. */
  public ImmutableList<String> needed() {
    return needed;
  }

  /** The environment variable that gives it too. */
  public Optional<String> variable() {
    return Optional.ofNullable(variable);
  }

  /** A value that one might give it; empty for most. */
  public Optional<String> example() {
    return Optional.ofNullable(example);
  }

  /** Whether a replay may decide by another value than the one recorded. */
  public boolean isReplayable() {
    return replayable;
  }

  /** Whether it can change while the switcher runs. */
  public boolean isReloadable() {
    return reloadable;
  }

  /** Whether only a program that embeds the switcher can give it. */
  public boolean isEmbeddedOnly() {
    return embeddedOnly;
  }

  @Nullable T usual(Values others, int place) {
    return usual.of(others, place);
  }

  /** {@code values} with what these texts say; of a setting that is not repeatable the last one. */
  Values read(List<String> texts, Values values) throws Form.Malformed {
    return values.with(this, form.read(texts));
  }

  void apply(Values values, TimingBuilder builder) {
    if (timing != null && values.has(this)) {
      timing.accept(builder, values.get(this));
    }
  }

  /** {@code values} with what this setting is in a timing. */
  Values from(Timing given, Values values) {
    if (timed == null) {
      return values;
    }
    T value = timed.apply(given);
    return value == null ? values.without(this) : values.with(this, value);
  }

  /** The value as it is written in the log, if it belongs there. */
  Optional<String> logged(Values values) {
    Optional<T> value = values.find(this);
    if (log == Log.UNLESS_USUAL) {
      T constant = usual.of(Values.NONE, 0);
      value = value.filter(it -> !it.equals(constant));
    }
    return log == Log.NEVER ? Optional.empty() : value.map(form::text);
  }

  @Override
  public String toString() {
    return key;
  }
}
