package dev.routeswitcher.engine.trace;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of record is written as a JSON object: each component is the member of its name,
 * durations in nanoseconds with {@code Nanos} behind it. One that is null is left out. Of a sealed
 * interface the member that is named as the interface says which of its records it is. So the trace
 * has no list of its own of the engine's events and decisions.
 */
final class RecordCodec<T> {

  private final Class<T> type;
  private final ImmutableList<Member> members;
  private final Constructor<T> constructor;

  private record Member(String name, Method accessor, Codec<Object> codec, boolean nullable) {}

  private RecordCodec(Class<T> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.members =
        Arrays.stream(components).map(RecordCodec::member).collect(ImmutableList.toImmutableList());
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      this.constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every record has its canonical constructor", e);
    }
  }

  private static Member member(RecordComponent component) {
    boolean duration = component.getType() == Duration.class;
    return new Member(
        component.getName() + (duration ? "Nanos" : ""),
        component.getAccessor(),
        untyped(of(component.getGenericType())),
        isNullable(component.getAnnotatedType()));
  }

  private static boolean isNullable(AnnotatedElement element) {
    return element.isAnnotationPresent(Nullable.class);
  }

  @SuppressWarnings("unchecked") // A codec is only ever given the values of its own component.
  private static Codec<Object> untyped(Codec<?> codec) {
    return (Codec<Object>) codec;
  }

  /** How values of a type are written. */
  static <T> Codec<T> of(Class<T> type) {
    @SuppressWarnings("unchecked") // It is made for this very type.
    Codec<T> codec = (Codec<T>) of((Type) type);
    return codec;
  }

  private static Codec<?> of(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == ImmutableList.class) {
      return Codec.list(of(generic.getActualTypeArguments()[0]));
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() == ImmutableSet.class) {
      return Codec.set(of(generic.getActualTypeArguments()[0]));
    }
    Class<?> raw =
        (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    Codec<?> plain = Codec.PLAIN.get(raw);
    if (plain != null) {
      return plain;
    } else if (raw.isEnum()) {
      return constant(raw);
    } else if (raw.isRecord()) {
      return new RecordCodec<>(raw).codec();
    }
    return oneOf(raw);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // The class is that of an enum.
  private static Codec<?> constant(Class<?> type) {
    return Codec.constant((Class) type);
  }

  private static <T> Codec<T> oneOf(Class<T> type) {
    ImmutableMap.Builder<String, RecordCodec<? extends T>> kinds = ImmutableMap.builder();
    recordsOf(type)
        .forEach(kind -> kinds.put(name(kind), new RecordCodec<>(kind.asSubclass(type))));
    return Codec.oneOf(name(type), kinds.buildOrThrow());
  }

  /** The records that a sealed interface permits, those of its sub-interfaces among them. */
  static ImmutableList<Class<?>> recordsOf(Class<?> type) {
    if (type.isRecord()) {
      return ImmutableList.of(type);
    }
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted == null) {
      throw new IllegalArgumentException("a trace has no form for " + type);
    }
    return Arrays.stream(permitted)
        .flatMap(each -> recordsOf(each).stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** The class as a trace calls it: {@code probe-finished}; of an event just {@code event}. */
  static String name(Class<?> type) {
    String name =
        type.isRecord() ? type.getSimpleName() : type.getSimpleName().replace("Engine", "");
    return CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_HYPHEN, name);
  }

  private Codec<T> codec() {
    return new Codec<>(
        value -> {
          Map<String, @Nullable Object> written = new LinkedHashMap<>();
          writeMembers(value, written);
          return written;
        },
        json -> readMembers(Codec.members(json)));
  }

  boolean isFor(Object value) {
    return type.isInstance(value);
  }

  void writeMembers(Object value, Map<String, @Nullable Object> into) {
    for (Member member : members) {
      Object component = invoke(member.accessor(), value);
      if (component != null) {
        into.put(member.name(), member.codec().write().apply(component));
      }
    }
  }

  private static @Nullable Object invoke(Method accessor, Object value) {
    try {
      return accessor.invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError("what a trace holds is public and only returns its value", e);
    }
  }

  /** Members that nobody knows are ignored. */
  T readMembers(Map<?, ?> json) {
    Object[] values = members.stream().map(member -> read(member, json)).toArray();
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new TraceFormatException(Json.shown(json) + ": " + e.getTargetException().getMessage());
    } catch (InstantiationException | IllegalAccessException e) {
      throw new AssertionError("what a trace holds is public", e);
    }
  }

  private static @Nullable Object read(Member member, Map<?, ?> json) {
    Object value = json.get(member.name());
    if (value == null && member.nullable()) {
      return null;
    }
    return member.codec().read().apply(Codec.member(json, member.name()));
  }
}
