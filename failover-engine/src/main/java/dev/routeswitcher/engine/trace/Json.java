package dev.routeswitcher.engine.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of JSON (RFC 8259) that traces are written in: objects, arrays, strings, true, false,
 * null, and whole numbers of 64 bits. What is written is ASCII.
 *
 * <p>Values are {@code Map<String, Object>} in the order of writing, {@code List<Object>}, {@code
 * String}, {@code Boolean}, {@code Long} and null.
 */
final class Json {

  /** Deeper than any trace goes, and shallow enough for any stack. */
  static final int DEEPEST = 32;

  /** More than any line of a trace holds, and few enough for a small heap. */
  static final int MOST_VALUES = 200_000;

  private static final int LONGEST_SHOWN = 60;

  private final String text;
  private int at;
  private int depth;
  private int values;

  private Json(String text) {
    this.text = text;
  }

  // Writing

  static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** The value for a message, cut off where it is long. */
  static String shown(@Nullable Object value) {
    String text = write(value);
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        quote((String) entry.getKey(), out);
        out.append(':');
        write(entry.getValue(), out);
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        out.append(separator);
        write(element, out);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String string) {
      quote(string, out);
    } else {
      out.append(value);
    }
  }

  private static void quote(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  // Reading

  /**
   * The value that {@code text} is.
   *
   * @throws TraceFormatException if it is none
   */
  static @Nullable Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.fault("more than one value");
    }
    return value;
  }

  private @Nullable Object value() {
    skipSpace();
    if (at >= text.length()) {
      throw fault("the line breaks off");
    } else if (++values > MOST_VALUES) {
      throw fault("more than " + MOST_VALUES + " values");
    }
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    enter();
    if (!skip('}')) {
      do {
        skipSpace();
        String name = string();
        expect(':');
        if (members.containsKey(name)) {
          throw fault("\"" + name + "\" twice");
        }
        members.put(name, value());
      } while (skip(','));
      expect('}');
    }
    depth--;
    return members;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    enter();
    if (!skip(']')) {
      do {
        elements.add(value());
      } while (skip(','));
      expect(']');
    }
    depth--;
    return elements;
  }

  private void enter() {
    at++;
    if (++depth > DEEPEST) {
      throw fault("nested too deeply");
    }
  }

  private String string() {
    if (at >= text.length() || text.charAt(at) != '"') {
      throw fault("expected a string");
    }
    StringBuilder string = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return string.toString();
      } else if (c < ' ') {
        throw fault("a control character");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw fault("the line breaks off in a string");
  }

  private char escaped() {
    at++;
    char c = at < text.length() ? text.charAt(at) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw fault("unknown escape sequence");
    };
  }

  private char unicode() {
    int end = at + 5;
    int code = 0;
    for (int i = at + 1; i < end; i++) {
      int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
      if (digit < 0 || text.charAt(i) > 'f') {
        throw fault("unknown escape sequence");
      }
      code = code * 16 + digit;
    }
    at = end - 1;
    return (char) code;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw fault("expected true, false or null");
    }
    at += word.length();
    return value;
  }

  private Long number() {
    int begin = at;
    while (at < text.length() && "-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Long.valueOf(text.substring(begin, at));
    } catch (NumberFormatException e) {
      at = begin;
      throw fault("no whole number of 64 bits");
    }
  }

  private void expect(char c) {
    if (!skip(c)) {
      throw fault("expected '" + c + "'");
    }
  }

  private boolean skip(char c) {
    skipSpace();
    boolean there = at < text.length() && text.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private TraceFormatException fault(String problem) {
    return new TraceFormatException(problem + ", at character " + (at + 1));
  }
}
