package dev.routeswitcher.engine.trace;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of value is written as JSON, and read back.
 *
 * @param write gives what {@link Json} writes
 * @param read takes what {@link Json} reads; throws {@link TraceFormatException}
 */
record Codec<T>(Function<T, Object> write, Function<Object, T> read) {

  static final Codec<String> TEXT = atom(String.class, "a string");
  static final Codec<Boolean> FLAG = atom(Boolean.class, "true or false");
  static final Codec<Long> NUMBER = atom(Long.class, "a whole number");
  static final Codec<Integer> COUNT = NUMBER.as(Integer::longValue, Codec::toInt);
  static final Codec<Duration> DURATION = NUMBER.as(Duration::toNanos, Duration::ofNanos);
  static final Codec<InetAddress> ADDRESS =
      TEXT.as(InetAddresses::toAddrString, InetAddresses::forString);

  private static <T> Codec<T> atom(Class<T> type, String name) {
    return new Codec<>(
        value -> value,
        json -> {
          if (!type.isInstance(json)) {
            throw new TraceFormatException(Json.write(json) + " is not " + name);
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
            throw new TraceFormatException(Json.write(json) + ": " + e.getMessage());
          }
        });
  }

  /** A constant by its name in lower case, with hyphens. */
  static <E extends Enum<E>> Codec<E> constant(Class<E> type) {
    return TEXT.as(
        value -> Ascii.toLowerCase(value.name()).replace('_', '-'),
        text -> Enum.valueOf(type, Ascii.toUpperCase(text).replace('-', '_')));
  }

  static <T> Codec<ImmutableList<T>> list(Codec<T> element) {
    return new Codec<>(
        values -> values.stream().map(element.write).toList(),
        json -> {
          if (!(json instanceof List<?> list)) {
            throw new TraceFormatException(Json.write(json) + " is not an array");
          }
          ImmutableList.Builder<T> values = ImmutableList.builder();
          list.forEach(each -> values.add(element.read.apply(present(each))));
          return values.build();
        });
  }

  static <T> Codec<ImmutableSet<T>> set(Codec<T> element) {
    return list(element).as(ImmutableSet::asList, ImmutableSet::copyOf);
  }

  /** A value of several parts. */
  static <T> Codec<T> object(BiConsumer<T, Writing> write, Function<Reading, T> read) {
    return new Codec<>(
        value -> {
          Writing writing = new Writing();
          write.accept(value, writing);
          return writing.members;
        },
        json -> read.apply(new Reading(members(json))));
  }

  /**
   * One of several kinds of values, told apart by the member {@code name}.
   *
   * @param kinds the kinds; every value belongs to one
   */
  static <T> Codec<T> oneOf(String name, List<Kind<? extends T>> kinds) {
    return new Codec<>(
        value -> {
          for (Kind<? extends T> kind : kinds) {
            if (kind.type().isInstance(value)) {
              return kind.write(name, value);
            }
          }
          throw new IllegalArgumentException("a trace has no word for " + value.getClass());
        },
        json -> {
          String word = new Reading(members(json)).get(name, TEXT);
          for (Kind<? extends T> kind : kinds) {
            if (kind.word().equals(word)) {
              return kind.codec().read.apply(json);
            }
          }
          throw new TraceFormatException("\"" + word + "\" is no known " + name);
        });
  }

  private static Map<?, ?> members(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new TraceFormatException(Json.write(json) + " is not an object");
  }

  private static Object present(@Nullable Object json) {
    if (json == null) {
      throw new TraceFormatException("null where a value must be");
    }
    return json;
  }

  /**
   * One of several kinds of values.
   *
   * @param type its class
   * @param word what it is called
   */
  record Kind<T>(Class<T> type, String word, Codec<T> codec) {

    private Object write(String name, Object value) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put(name, word);
      members(codec.write.apply(type.cast(value)))
          .forEach((key, member) -> members.put((String) key, member));
      return members;
    }
  }

  /** The members of an object that is being written. */
  static final class Writing {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    <T> Writing put(String name, Codec<T> codec, T value) {
      members.put(name, codec.write.apply(value));
      return this;
    }

    /** Leaves the member out if there is no value. */
    <T> Writing maybe(String name, Codec<T> codec, @Nullable T value) {
      return value == null ? this : put(name, codec, value);
    }
  }

  /** The members of an object that was read; those nobody asks for are ignored. */
  record Reading(Map<?, ?> members) {

    <T> T get(String name, Codec<T> codec) {
      T value = maybe(name, codec);
      if (value == null) {
        throw new TraceFormatException("no \"" + name + "\"");
      }
      return value;
    }

    <T> @Nullable T maybe(String name, Codec<T> codec) {
      Object json = members.get(name);
      return json == null ? null : codec.read.apply(json);
    }
  }

  /** The classes of the kinds. */
  static <T> List<Class<?>> types(List<Kind<? extends T>> kinds) {
    List<Class<?>> types = new ArrayList<>();
    kinds.forEach(kind -> types.add(kind.type()));
    return types;
  }
}
