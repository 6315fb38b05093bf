package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints attributes, one line each, and what is inside them, further in. */
final class AttributePrinter {
  /** How deep attributes are followed into attributes. */
  private static final int MAX_NESTING = 16;

  private static final int SHORTEST_TEXT = 2;

  private final PrintStream out;

  AttributePrinter(PrintStream out) {
    this.out = out;
  }

  /** Prints all attributes. */
  void print(Attributes attributes) {
    print(attributes, 1);
  }

  private void print(Attributes attributes, int depth) {
    for (Attribute attribute : attributes) {
      List<Attributes> inside = depth < MAX_NESTING ? attribute.inside() : List.of();
      String indent = "    ".repeat(depth);
      if (inside.isEmpty()) {
        out.println(indent + attribute + text(attribute));
      } else {
        out.println(indent + attribute.name());
      }
      for (int i = 0; i < inside.size(); i++) {
        if (inside.size() > 1) {
          out.println(indent + "  [" + i + "]");
        }
        print(inside.get(i), depth + 1);
      }
    }
    attributes
        .defect()
        .ifPresent(
            defect -> out.println("    ".repeat(depth) + "malformed " + defect.getMessage()));
  }

  /** Prints those attributes that have no name. */
  void printUnknown(Attributes attributes) {
    for (Attribute attribute : attributes) {
      if (!attributes.schema().knows(attribute.type())) {
        out.println("    unknown " + attribute);
      }
    }
  }

  /** The value in quotes if it looks like text that ends in a zero byte. */
  private static String text(Attribute attribute) {
    byte[] value = attribute.bytes().toArray();
    int length = value.length - 1;
    if (length < SHORTEST_TEXT || value[length] != 0) {
      return "";
    }
    for (int i = 0; i < length; i++) {
      if (value[i] < ' ' || value[i] > '~') {
        return "";
      }
    }
    return " \"" + new String(value, 0, length, StandardCharsets.US_ASCII) + "\"";
  }
}
