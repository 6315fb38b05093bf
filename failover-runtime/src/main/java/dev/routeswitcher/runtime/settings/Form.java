package dev.routeswitcher.runtime.settings;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Longs;
import dev.routeswitcher.engine.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How the values of a setting are written.
 *
 * @param <T> what they are
 */
public final class Form<T> {

  /** A number with ms, s, m or h; a bare number is seconds. */
  static final Form<Duration> DURATION = single("DURATION", Form::duration, Durations::text);

  static final Form<Long> NUMBER = single("N", Form::number, String::valueOf);

  static final Form<Long> PERCENT = single("PERCENT", Form::number, String::valueOf);

  static final Form<Path> FILE = single("FILE", Form::file, Path::toString);

  /** Whether something is so; on a command line it has no value. */
  static final Form<Boolean> FLAG = choice(ImmutableMap.of("true", true, "false", false));

  private final String label;
  private final boolean repeatable;
  private final Reader<T> reader;
  private final Function<T, String> writer;

  private Form(String label, boolean repeatable, Reader<T> reader, Function<T, String> writer) {
    this.label = label;
    this.repeatable = repeatable;
    this.reader = reader;
    this.writer = writer;
  }

  /** Turns texts, at least one, into a value. */
  private interface Reader<T> {
    T read(List<String> texts) throws Malformed;
  }

  /** Turns one text into a value. */
  private interface TextReader<T> {
    T read(String text) throws Malformed;
  }

  /** A text is not of the form: what is wrong, and what to do about it. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    Malformed(String problem, String remedy) {
      super(problem);
      this.remedy = remedy;
    }

    String problem() {
      return String.valueOf(getMessage());
    }

    String remedy() {
      return remedy;
    }
  }

  /** Of several texts the last one counts. */
  private static <T> Form<T> single(
      String label, TextReader<T> reader, Function<T, String> writer) {
    return new Form<>(label, false, texts -> reader.read(texts.get(texts.size() - 1)), writer);
  }

  static Form<String> text(String label) {
    return single(label, text -> text, text -> text);
  }

  /** Every text counts. */
  static Form<ImmutableList<String>> texts(String label) {
    return new Form<>(label, true, ImmutableList::copyOf, texts -> String.join(",", texts));
  }

  /** One of some words, in either case. */
  static <T> Form<T> choice(ImmutableMap<String, T> values) {
    return single(
        String.join("|", values.keySet()),
        text -> {
          T value = values.get(Ascii.toLowerCase(text));
          if (value == null) {
            throw new Malformed("unknown value '" + text + "'", "use " + listed(values.keySet()));
          }
          return value;
        },
        value ->
            values.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow());
  }

  /** The constants of an enum by their names. */
  static <E extends Enum<E>> Form<E> choice(Class<E> type) {
    return choice(
        Arrays.stream(type.getEnumConstants())
            .collect(
                ImmutableMap.toImmutableMap(
                    constant -> Ascii.toLowerCase(constant.name()), constant -> constant)));
  }

  /** {@code error, warn, info or debug}. */
  private static String listed(Iterable<String> words) {
    List<String> all = ImmutableList.copyOf(words);
    int last = all.size() - 1;
    return String.join(", ", all.subList(0, last)) + " or " + all.get(last);
  }

  private static Duration duration(String text) throws Malformed {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new Malformed(
                    "'" + text + "' is not a duration", "give a number with ms, s, m or h"));
  }

  private static long number(String text) throws Malformed {
    Long number = Longs.tryParse(text);
    if (number == null) {
      throw new Malformed("'" + text + "' is not a whole number", "give one in digits");
    }
    return number;
  }

  private static Path file(String text) throws Malformed {
    if (text.isEmpty()) {
      throw new Malformed("the name of the file is empty", "give its path");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Malformed("'" + text + "' cannot be the name of a file", "give its path");
    }
  }

  /** What stands for a value in a help text: {@code DURATION}, {@code restore|keep}. */
  public String label() {
    return label;
  }

  /** Whether it may be given several times, and all of them count. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** Whether the value says only whether something is so. */
  public boolean isFlag() {
    return this == FLAG;
  }

  T read(List<String> texts) throws Malformed {
    return reader.read(texts);
  }

  /** The value as it is written. */
  String text(T value) {
    return writer.apply(value);
  }
}
