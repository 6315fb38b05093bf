package dev.routeswitcher.engine.probe;

import org.jspecify.annotations.Nullable;

/** Compares times of a monotonic clock, by subtraction, because nanoseconds may overflow. */
public final class Instants {

  private Instants() {}

  public static long earlier(long one, long other) {
    return one - other <= 0 ? one : other;
  }

  /** The same, or {@code latest} if it is after that. */
  public static @Nullable Long notAfter(long latest, @Nullable Long instant) {
    return instant == null ? null : (Long) earlier(instant, latest);
  }

  public static long later(long one, long other) {
    return one - other >= 0 ? one : other;
  }
}
