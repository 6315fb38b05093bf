package dev.routeswitcher.runtime.words;

import java.util.Locale;

/**
 * Texts from outside, such as the names of interfaces, as they may stand in a line of a terminal or
 * a log: the kernel lets an alternative name hold line feeds and escape sequences.
 */
public final class Printable {

  private Printable() {}

  /**
   * The text in one line that moves no cursor: control and format characters (of Unicode's
   * categories Cc and Cf, so those that turn the direction of writing too), separators of lines and
   * halves of surrogate pairs are written as {@code \x1b} or <code>&#92;u202e</code>. What is left
   * of a text that has been here before stays as it is.
   */
  public static String of(String text) {
    if (text.codePoints().noneMatch(Printable::isHidden)) {
      return text;
    }
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHidden(c)) {
                printable.append(String.format(Locale.ROOT, c <= 0xff ? "\\x%02x" : "\\u%04x", c));
              } else {
                printable.appendCodePoint(c);
              }
            });
    return printable.toString();
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
