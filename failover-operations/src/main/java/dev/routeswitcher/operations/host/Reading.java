package dev.routeswitcher.operations.host;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was to be read of the host: a value, or why there is none.
 *
 * @param value null if it could not be read
 * @param fault why it could not be read; empty if it could
 */
public record Reading<T>(@Nullable T value, String fault) {

  /** Reads something; may fail. */
  interface Source<T> {
    T read() throws IOException;
  }

  /** What was read. */
  public static <T> Reading<T> of(T value) {
    return new Reading<>(value, "");
  }

  /** That nothing could be read. */
  public static <T> Reading<T> failed(String why) {
    return new Reading<>(null, why);
  }

  /** Tries it. */
  static <T> Reading<T> tried(Source<T> source) {
    try {
      return of(source.read());
    } catch (IOException e) {
      return failed(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  /** The value, if there is one. */
  public Optional<T> found() {
    return Optional.ofNullable(value);
  }

  /** The value, or another one in its place. */
  public T orElse(T other) {
    return value == null ? other : value;
  }
}
