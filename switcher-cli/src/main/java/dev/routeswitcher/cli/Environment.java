package dev.routeswitcher.cli;

import org.jspecify.annotations.Nullable;

/** The process's environment variables. */
@FunctionalInterface
interface Environment {

  /** The variable's value, or null if it is not set. */
  @Nullable String get(String name);
}
