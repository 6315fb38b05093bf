package dev.routeswitcher.engine.trace;

import com.google.common.base.CaseFormat;
import com.google.common.base.Converter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.ImmutableLongArray;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of value is written as JSON, and read back.
 *
 * @param write gives what {@link Json} writes
 * @param read takes what {@link Json} reads; throws {@link TraceFormatException}
 */
record Codec<T>(Function<T, Object> write, Function<Object, T> read) {

  private static final Codec<Long> LONG = atom(Long.class, "a whole number");

  private static final Codec<String> TEXT = atom(String.class, "a string");

  private static final Codec<ImmutableSortedMap<Integer, Long>> NUMBERS_BY_NUMBER =
      new Codec<>(Codec::writeNumbers, Codec::readNumbers);

  /** Of what is neither a record, a constant, a collection nor one of several kinds of records. */
  static final ImmutableMap<Class<?>, Codec<?>> PLAIN =
      ImmutableMap.<Class<?>, Codec<?>>builder()
          .put(String.class, TEXT)
          .put(boolean.class, atom(Boolean.class, "true or false"))
          .put(long.class, LONG)
          .put(Long.class, LONG)
          .put(int.class, LONG.as(Integer::longValue, Codec::toInt))
          .put(Integer.class, LONG.as(Integer::longValue, Codec::toInt))
          .put(Duration.class, LONG.as(Duration::toNanos, Duration::ofNanos))
          .put(InetAddress.class, TEXT.as(InetAddresses::toAddrString, InetAddresses::forString))
          .put(
              ImmutableLongArray.class,
              list(LONG)
                  .as(
                      numbers -> ImmutableList.copyOf(numbers.asList()),
                      ImmutableLongArray::copyOf))
          .put(ImmutableSortedMap.class, NUMBERS_BY_NUMBER)
          .build();

  private static <T> Codec<T> atom(Class<T> type, String name) {
    return new Codec<>(
        value -> value,
        json -> {
          if (!type.isInstance(json)) {
            throw new TraceFormatException(Json.shown(json) + " is not " + name);
          }
          return type.cast(json);
        });
  }

  private static int toInt(long value) {
    if (value != (int) value) {
      throw new TraceFormatException(value + " is out of range");
    }
    return (int) value;
  }

  private static Object writeNumbers(ImmutableSortedMap<Integer, Long> numbers) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    numbers.forEach((number, value) -> members.put(number.toString(), value));
    return members;
  }

  private static ImmutableSortedMap<Integer, Long> readNumbers(Object json) {
    ImmutableSortedMap.Builder<Integer, Long> numbers = ImmutableSortedMap.naturalOrder();
    members(json)
        .forEach(
            (number, value) -> {
              try {
                numbers.put(Integer.valueOf((String) number), LONG.read.apply(present(value)));
              } catch (NumberFormatException e) {
                throw new TraceFormatException(Json.shown(number) + " is not the name of a number");
              }
            });
    return numbers.buildOrThrow();
  }

  /** A value that is written as another kind; what cannot be made of that kind is no such value. */
  <U> Codec<U> as(Function<U, T> to, Function<T, U> from) {
    return new Codec<>(
        value -> write.apply(to.apply(value)),
        json -> {
          T read = this.read.apply(json);
          try {
            return from.apply(read);
          } catch (TraceFormatException e) {
            throw e;
          } catch (RuntimeException e) {
            throw new TraceFormatException(Json.shown(json) + ": " + e.getMessage());
          }
        });
  }

  /** A constant by its name in lower case, with hyphens. */
  static <E extends Enum<E>> Codec<E> constant(Class<E> type) {
    Converter<String, String> names =
        CaseFormat.UPPER_UNDERSCORE.converterTo(CaseFormat.LOWER_HYPHEN);
    return TEXT.as(
        value -> names.convert(value.name()),
        text -> Enum.valueOf(type, names.reverse().convert(text)));
  }

  static <T> Codec<ImmutableList<T>> list(Codec<T> element) {
    return new Codec<>(
        values -> values.stream().map(element.write).toList(),
        json -> {
          if (!(json instanceof List<?> list)) {
            throw new TraceFormatException(Json.shown(json) + " is not an array");
          }
          ImmutableList.Builder<T> values = ImmutableList.builder();
          list.forEach(each -> values.add(element.read.apply(present(each))));
          return values.build();
        });
  }

  static <T> Codec<ImmutableSet<T>> set(Codec<T> element) {
    return list(element).as(ImmutableSet::asList, ImmutableSet::copyOf);
  }

  /**
   * One of several kinds of values, distinguished by the member {@code name}.
   *
   * @param kinds the kinds by what they are called; every value belongs to one
   */
  static <T> Codec<T> oneOf(String name, ImmutableMap<String, RecordCodec<? extends T>> kinds) {
    return new Codec<>(
        value -> {
          for (Map.Entry<String, RecordCodec<? extends T>> kind : kinds.entrySet()) {
            if (kind.getValue().isFor(value)) {
              Map<String, @Nullable Object> members = new LinkedHashMap<>();
              members.put(name, kind.getKey());
              kind.getValue().writeMembers(value, members);
              return members;
            }
          }
          throw new IllegalArgumentException("a trace has no name for " + value.getClass());
        },
        json -> {
          String word = TEXT.read.apply(member(members(json), name));
          RecordCodec<? extends T> kind = kinds.get(word);
          if (kind == null) {
            throw new TraceFormatException("unknown " + name + " \"" + word + "\"");
          }
          return kind.readMembers(members(json));
        });
  }

  static Map<?, ?> members(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new TraceFormatException(Json.shown(json) + " is not an object");
  }

  static Object member(Map<?, ?> members, String name) {
    Object json = members.get(name);
    if (json == null) {
      throw new TraceFormatException("\"" + name + "\" is missing");
    }
    return json;
  }

  private static Object present(@Nullable Object json) {
    if (json == null) {
      throw new TraceFormatException("null where a value must be");
    }
    return json;
  }
}
