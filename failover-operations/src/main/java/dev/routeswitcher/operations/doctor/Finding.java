package dev.routeswitcher.operations.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.runtime.words.Printable;

/**
 * One thing that was looked at, and what it comes to.
 *
 * @param subject what it is about, in a word or two: an interface, a target, a family
 * @param words what was found, a sentence without a full stop
 * @param remedy what to do about it, its parts separated by {@code "; "}; empty if, and only if, it
 *     is as it should be
 * @param figures what was measured, by name: counts, and times in seconds
 */
public record Finding(
    Kind kind,
    Severity severity,
    String subject,
    String words,
    String remedy,
    ImmutableMap<String, Number> figures) {

  /** Makes the texts printable. */
  public Finding {
    checkArgument((severity == Severity.OK) == remedy.isEmpty(), "remedy '%s'", remedy);
    subject = Printable.of(subject);
    words = Printable.of(words);
    remedy = Printable.of(remedy);
  }

  static Finding ok(Kind kind, String subject, String words) {
    return new Finding(kind, Severity.OK, subject, words, "", ImmutableMap.of());
  }

  static Finding advice(Kind kind, String subject, String words, String remedy) {
    return new Finding(kind, Severity.ADVICE, subject, words, remedy, ImmutableMap.of());
  }

  static Finding fault(Kind kind, String subject, String words, String remedy) {
    return new Finding(kind, Severity.FAULT, subject, words, remedy, ImmutableMap.of());
  }

  Finding with(ImmutableMap<String, Number> measured) {
    return new Finding(kind, severity, subject, words, remedy, measured);
  }
}
