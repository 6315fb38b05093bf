package dev.routeswitcher.engine;

import com.google.common.base.Ascii;

/** The one form in which constants are written for programs and logs. */
public final class Codes {
  private Codes() {}

  /** The constant's name in lower case, with hyphens: {@code no-carrier}. */
  public static String of(Enum<?> constant) {
    return Ascii.toLowerCase(constant.name()).replace('_', '-');
  }
}
