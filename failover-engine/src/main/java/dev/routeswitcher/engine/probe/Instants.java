package dev.routeswitcher.engine.probe;

/** Compares times of a monotonic clock, by subtraction, because nanoseconds may overflow. */
public final class Instants {

  private Instants() {}

  public static long earlier(long one, long other) {
    return one - other <= 0 ? one : other;
  }

  public static long later(long one, long other) {
    return one - other >= 0 ? one : other;
  }
}
