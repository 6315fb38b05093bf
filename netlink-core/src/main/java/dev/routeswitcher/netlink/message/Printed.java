package dev.routeswitcher.netlink.message;

import com.google.common.base.CharMatcher;
import com.google.common.base.Strings;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.Function;

/** Attributes as text, for {@code toString}: what cannot be read is shown as such, never thrown. */
public final class Printed {
  private Printed() {}

  /** The last attribute of a type, if it can be told. */
  public static Optional<Attribute> find(Attributes attributes, int type) {
    try {
      return attributes.find(type);
    } catch (MalformedAttributeException e) {
      return Optional.empty();
    }
  }

  public static OptionalLong u32(Attributes attributes, int type) {
    Optional<Attribute> found = find(attributes, type);
    return found.isPresent() && found.get().length() == 4
        ? OptionalLong.of(found.get().u32())
        : OptionalLong.empty();
  }

  public static String number(Attribute attribute) {
    return value(attribute, a -> Long.toString(a.u32()));
  }

  public static String address(Attribute attribute, AddressFamily family) {
    return value(attribute, a -> AddressValue.read(a, family).toString());
  }

  /** A prefix; {@code 0/LENGTH} or, for a length of 0, {@code whenZero} without an address. */
  public static String prefix(
      Attributes attributes, int type, AddressFamily family, int length, String whenZero) {
    int bits = 8 * AddressValue.length(family);
    return find(attributes, type)
        .map(a -> address(a, family) + (length == bits ? "" : "/" + length))
        .orElse(length == 0 ? whenZero : "0/" + length);
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
  public static String printable(String line) {
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

  public static String value(Attribute attribute, Function<Attribute, String> reading) {
    try {
      return reading.apply(attribute);
    } catch (MalformedAttributeException e) {
      return "?" + attribute.bytes();
    }
  }

  /** Adds a label and the attribute's value, if there is the attribute. */
  public static void add(
      StringJoiner text,
      String label,
      Attributes attributes,
      int type,
      Function<Attribute, String> reading) {
    find(attributes, type).ifPresent(a -> text.add(label).add(value(a, reading)));
  }

  /** Says that the message ends in bytes that are no attribute. */
  public static void addDefect(StringJoiner text, Attributes attributes) {
    attributes.defect().ifPresent(defect -> text.add("(" + defect.getMessage() + ")"));
  }
}
