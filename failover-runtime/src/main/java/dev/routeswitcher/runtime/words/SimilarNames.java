package dev.routeswitcher.runtime.words;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Comparator;

/** What somebody may have meant by a name that there is not. */
public final class SimilarNames {

  private SimilarNames() {}

  /**
   * Names that end in what was typed, as {@code primary-gateway} does for {@code gateway}, or else
   * the nearest, if at most every third letter is another; empty if there is none.
   */
  public static ImmutableList<String> of(String typed, Collection<String> names) {
    for (String word : ImmutableList.of(typed, singular(typed))) {
      ImmutableList<String> longer =
          names.stream()
              .filter(name -> word.length() > 1 && name.endsWith("-" + word))
              .collect(ImmutableList.toImmutableList());
      if (!longer.isEmpty()) {
        return longer;
      }
    }
    return names.stream()
        .filter(name -> difference(typed, name) <= typed.length() / 3)
        .min(Comparator.comparingInt(name -> difference(typed, name)))
        .stream()
        .collect(ImmutableList.toImmutableList());
  }

  private static String singular(String word) {
    return word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
  }

  /** How many letters lie between what two words have in common at their beginning and end. */
  private static int difference(String one, String other) {
    int begin = Strings.commonPrefix(one, other).length();
    String rest = one.substring(begin);
    String otherRest = other.substring(begin);
    return Math.max(rest.length(), otherRest.length())
        - Strings.commonSuffix(rest, otherRest).length();
  }
}
