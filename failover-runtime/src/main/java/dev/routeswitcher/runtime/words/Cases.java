package dev.routeswitcher.runtime.words;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A result for each record of a sealed type.
 *
 * @param <T> the sealed type
 * @param <R> what each of its values becomes
 */
final class Cases<T, R> {

  private final Map<Class<?>, Function<T, R>> rows = new LinkedHashMap<>();

  @CanIgnoreReturnValue
  <S extends T> Cases<T, R> on(Class<S> type, Function<S, R> result) {
    rows.put(type, value -> result.apply(type.cast(value)));
    return this;
  }

  R of(T value) {
    Function<T, R> row = rows.get(value.getClass());
    if (row == null) {
      throw new IllegalStateException("no words for " + value.getClass());
    }
    return row.apply(value);
  }

  Set<Class<?>> types() {
    return rows.keySet();
  }
}
