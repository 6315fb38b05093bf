package dev.routeswitcher.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what somebody meant who typed the name of an option that does not exist. */
final class SimilarNames {

  private SimilarNames() {}

  /**
   * Those that end in the words typed, as {@code --primary-gateway} does for {@code --gateway}, or
   * else the nearest, if at most every third letter is another.
   */
  static List<String> of(String typed, Collection<String> names) {
    String letters = typed.replaceFirst("^-+", "");
    List<String> longer = names.stream().filter(name -> name.endsWith("-" + letters)).toList();
    if (letters.length() > 1 && !longer.isEmpty()) {
      return longer;
    }
    return names.stream()
        .filter(name -> distance(typed, name) <= letters.length() / 3)
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .stream()
        .toList();
  }

  /** How many letters must be added, left out or replaced to make one of the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }
}
