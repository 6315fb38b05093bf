package dev.routeswitcher.runtime.words;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The records of a sealed type. */
final class SealedTypes {

  private SealedTypes() {}

  static List<Class<?>> of(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .<Class<?>>flatMap(type -> type.isSealed() ? of(type).stream() : Stream.of(type))
        .distinct()
        .toList();
  }
}
