package dev.routeswitcher.netlink.fuzz;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;

/** What must hold of any bytes. */
final class Reading {
  /** As deep as is worth the time; the reader itself goes further. */
  private static final int DEPTH = 3;

  private Reading() {}

  /** Steps over attributes and what is inside them, and names each by its place. */
  static void attributes(Attributes attributes) {
    attributes(attributes, DEPTH);
  }

  private static void attributes(Attributes attributes, int depth) {
    for (Attribute attribute : attributes) {
      require(attributes.pathAt(attribute.messageOffset()).isPresent(), "no path");
      require(!attribute.toString().isEmpty(), "no text");
      if (depth > 0) {
        attribute.inside().forEach(run -> attributes(run, depth - 1));
      }
    }
    require(!attributes.toString().isEmpty(), "no text");
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
