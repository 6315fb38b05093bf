package dev.routeswitcher.runtime.settings;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.primitives.Longs;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.config.FirewallMark;
import dev.routeswitcher.runtime.words.DurationText;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a setting are written.
 *
 * @param <T> what they are
 * @param label what stands for a value in a help text: {@code DURATION}, {@code restore|keep}
 * @param isRepeatable whether it may be given several times, and all of them count
 * @param problem what is wrong with a text that is not of this form, which stands for {@code %s}
 * @param remedy how to write it
 * @param reader makes a value of texts, at least one; null if it cannot
 * @param writer makes a text of a value
 */
public record Form<T>(
    String label,
    boolean isRepeatable,
    String problem,
    String remedy,
    Function<List<String>, @Nullable T> reader,
    Function<T, String> writer) {

  static final Form<Duration> DURATION =
      single(
          "DURATION",
          "'%s' is not a duration",
          "give a number with ms, s, m or h",
          text -> DurationText.parse(text).orElse(null),
          DurationText::of);

  static final Form<Long> NUMBER = number("N");

  static final Form<Long> PERCENT = number("PERCENT");

  /** A firewall mark and its mask, each in digits or with 0x, of 32 bits. */
  static final Form<FirewallMark> MARK =
      single(
          "MARK/MASK",
          "'%s' is not a mark and its mask",
          "write it as 0x1000000/0xff000000",
          Form::mark,
          FirewallMark::toString);

  static final Form<Path> FILE =
      single("FILE", "'%s' is not the name of a file", "give its path", Form::path, Path::toString);

  /** The place of something that may be switched off. */
  static final Form<Optional<Path>> FILE_OR_NONE = placeOrNone("FILE|none", "file");

  /** A directory, or none. */
  static final Form<Optional<Path>> DIRECTORY = placeOrNone("DIRECTORY|none", "directory");

  /**
   * Where events are posted to; what is wrong with one is said without it, for it may hold secrets.
   */
  static final Form<ImmutableList<Webhook>> WEBHOOKS =
      new Form<>(
          "URL[,PART]...",
          true,
          "a value cannot be understood",
          "write https://HOST/PATH, or the path of a file that holds that, and behind it"
              + " ,format=json|ntfy|slack|alertmanager and ,headers=FILE if need be",
          Form::webhooks,
          it -> it.stream().map(Webhook::toString).collect(Collectors.joining(" ")));

  /** Whether something is so; on a command line it has no value. */
  static final Form<Boolean> FLAG = choice(ImmutableMap.of("true", true, "false", false));

  /** Of several texts the last one counts. */
  private static <T> Form<T> single(
      String label,
      String problem,
      String remedy,
      Function<String, @Nullable T> reader,
      Function<T, String> writer) {
    return new Form<>(
        label, false, problem, remedy, texts -> reader.apply(texts.get(texts.size() - 1)), writer);
  }

  private static Form<Optional<Path>> placeOrNone(String label, String what) {
    return single(
        label,
        "'%s' is not the name of a " + what,
        "give its path, or none",
        Form::pathOrNone,
        place -> place.map(Path::toString).orElse("none"));
  }

  private static Form<Long> number(String label) {
    return single(
        label,
        "'%s' is not a whole number",
        "give one in digits",
        Longs::tryParse,
        String::valueOf);
  }

  static Form<String> text(String label) {
    return single(label, "", "", text -> text, text -> text);
  }

  static Form<ImmutableList<String>> texts(String label) {
    return new Form<>(label, true, "", "", ImmutableList::copyOf, it -> String.join(",", it));
  }

  /** One of some words, in either case. */
  static <T> Form<T> choice(ImmutableMap<String, T> values) {
    ImmutableList<String> words = values.keySet().asList();
    int last = words.size() - 1;
    return single(
        String.join("|", words),
        "unknown value '%s'",
        "use " + String.join(", ", words.subList(0, last)) + " or " + words.get(last),
        text -> values.get(Ascii.toLowerCase(text)),
        value -> Maps.filterValues(values, value::equals).keySet().iterator().next());
  }

  static Form<String> words(String... words) {
    return choice(Maps.uniqueIndex(Arrays.asList(words), word -> word));
  }

  /** The constants of an enum by their names. */
  static <E extends Enum<E>> Form<E> choice(Class<E> type) {
    return choice(Maps.uniqueIndex(Arrays.asList(type.getEnumConstants()), Codes::of));
  }

  private static @Nullable FirewallMark mark(String text) {
    List<String> parts = Splitter.on('/').splitToList(text);
    if (parts.size() != 2) {
      return null;
    }
    Long value = bits(parts.get(0));
    Long mask = bits(parts.get(1));
    return value == null || mask == null ? null : new FirewallMark(value, mask);
  }

  private static @Nullable Long bits(String text) {
    boolean hex = Ascii.toLowerCase(text).startsWith("0x");
    Long bits = hex ? Longs.tryParse(text.substring(2), 16) : Longs.tryParse(text);
    return bits == null || bits < 0 || bits > 0xffff_ffffL ? null : bits;
  }

  private static @Nullable Optional<Path> pathOrNone(String text) {
    Path path = path(text);
    return path == null ? null : Optional.of(path).filter(it -> !text.equals("none"));
  }

  private static @Nullable Path path(String text) {
    try {
      return text.isEmpty() ? null : Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static @Nullable ImmutableList<Webhook> webhooks(List<String> texts) {
    ImmutableList.Builder<Webhook> webhooks = ImmutableList.builder();
    for (String text : texts) {
      Webhook webhook = Webhook.parse(text);
      if (webhook == null) {
        return null;
      }
      webhooks.add(webhook);
    }
    return webhooks.build();
  }

  /** Whether a number can be its value, and need not be written as text. */
  public boolean isNumeric() {
    return this == NUMBER || this == PERCENT || this == DURATION;
  }

  public boolean isFlag() {
    return this == FLAG;
  }
}
