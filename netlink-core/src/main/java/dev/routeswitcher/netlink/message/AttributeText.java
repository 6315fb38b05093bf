package dev.routeswitcher.netlink.message;

import com.google.common.base.CharMatcher;
import com.google.common.base.Strings;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/**
 * Attributes as words, separated by blanks, for {@code toString}. It never throws: a value that
 * cannot be read is shown as its bytes with a question mark, and after a broken end every attribute
 * that did not come before it is taken as absent.
 */
public final class AttributeText {
  private final Attributes attributes;
  private final StringJoiner text = new StringJoiner(" ");

  /** No words yet. */
  public AttributeText(Attributes attributes) {
    this.attributes = attributes;
  }

  /** The last attribute of a type in a run; empty if there is none before a broken end. */
  public static Optional<Attribute> find(Attributes attributes, AttributeType type) {
    try {
      return attributes.find(type);
    } catch (MalformedAttributeException e) {
      return Optional.empty();
    }
  }

  /** The attribute of a type; empty if there is none before a broken end. */
  public Optional<Attribute> find(AttributeType type) {
    return find(attributes, type);
  }

  /** True if there is an attribute of a type. */
  public boolean has(AttributeType type) {
    return find(type).isPresent();
  }

  /** The value of an attribute; if it is absent or cannot be read, {@code otherwise}. */
  public long get(AttributeType.OfLong type, long otherwise) {
    try {
      return attributes.get(type).orElse(otherwise);
    } catch (MalformedAttributeException e) {
      return otherwise;
    }
  }

  /** The value of an attribute; if it is absent or cannot be read, {@code otherwise}. */
  public int get(AttributeType.OfInt type, int otherwise) {
    try {
      return attributes.get(type).orElse(otherwise);
    } catch (MalformedAttributeException e) {
      return otherwise;
    }
  }

  /** Adds words. */
  public AttributeText add(String... words) {
    for (String word : words) {
      text.add(word);
    }
    return this;
  }

  /** Adds words if a condition holds. */
  public AttributeText addIf(boolean condition, String... words) {
    return condition ? add(words) : this;
  }

  /** Adds a label and the value of an attribute, if there is the attribute. */
  public AttributeText add(String label, AttributeType type) {
    find(type).ifPresent(a -> text.add(label).add(value(a, type::print)));
    return this;
  }

  /** Adds the value of an attribute, unless there is none or its text is empty. */
  public AttributeText add(AttributeType type) {
    find(type).map(a -> value(a, type::print)).filter(v -> !v.isEmpty()).ifPresent(text::add);
    return this;
  }

  /** Adds a label and what a value is printed as; neither if that is empty. */
  public AttributeText add(String label, AttributeType.OfInt type, IntFunction<String> reading) {
    return labelled(label, type, a -> reading.apply(type.form().read(a.cursor())));
  }

  /** Adds a label and what a value is printed as; neither if that is empty. */
  public AttributeText add(String label, AttributeType.OfLong type, LongFunction<String> reading) {
    return labelled(label, type, a -> reading.apply(type.form().read(a.cursor())));
  }

  /** Adds a label and what a value is printed as; neither if that is empty. */
  public <T> AttributeText add(
      String label, AttributeType.Of<T> type, Function<T, String> reading) {
    return labelled(label, type, a -> reading.apply(type.form().read(a)));
  }

  private AttributeText labelled(
      String label, AttributeType type, Function<Attribute, String> reading) {
    find(type)
        .map(a -> value(a, reading))
        .filter(value -> !value.isEmpty())
        .ifPresent(value -> text.add(label).add(value));
    return this;
  }

  /** What an attribute's value is printed as. */
  public static String value(Attribute attribute, Function<Attribute, String> reading) {
    try {
      return reading.apply(attribute);
    } catch (MalformedAttributeException e) {
      return "?" + attribute.bytes();
    }
  }

  /** A prefix; {@code 0/LENGTH} or, for a length of 0, {@code whenZero} without an address. */
  public String prefix(AttributeType.Of<IpAddress> type, int length, String whenZero) {
    AddressFamily family = attributes.schema().family();
    String suffix = length == 8 * family.addressLength() ? "" : "/" + length;
    return find(type)
        .map(a -> value(a, type::print) + suffix)
        .orElse(length == 0 ? whenZero : "0/" + length);
  }

  /** The words. */
  @Override
  public String toString() {
    return text.toString();
  }

  /** The words; and that the attributes end in bytes that are no attribute, if they do. */
  public String line() {
    attributes.defect().ifPresent(defect -> text.add("(" + defect.getMessage() + ")"));
    return text.toString();
  }

  /** As C's {@code %#x}, which writes a zero as it is. */
  public static String hex(long value) {
    return value == 0 ? "0" : "0x" + Long.toHexString(value);
  }

  /** An unsigned number of units of 10 to the power of minus {@code places}: {@code 120.5}. */
  public static String decimal(long value, int places) {
    String digits = Strings.padStart(Long.toUnsignedString(value), places + 1, '0');
    int point = digits.length() - places;
    String fraction = CharMatcher.is('0').trimTrailingFrom(digits.substring(point));
    return digits.substring(0, point) + (fraction.isEmpty() ? "" : "." + fraction);
  }

  /**
   * A line that a terminal can be given: names and labels may hold any character, control
   * characters too, which become {@code \xNN}.
   */
  static String printable(String line) {
    if (line.chars().noneMatch(Character::isISOControl)) {
      return line;
    }
    StringBuilder escaped = new StringBuilder();
    for (char c : line.toCharArray()) {
      if (Character.isISOControl(c)) {
        escaped.append(String.format("\\x%02x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
