package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.AttributeText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An entry of an MPLS label stack (RFC 3032).
 *
 * @param label 20 bits
 * @param trafficClass 3 bits
 * @param bottom true for the last entry of its stack
 * @param ttl u8
 */
public record MplsLabel(int label, int trafficClass, boolean bottom, int ttl) {
  private static final int SIZE = 4;

  /** A whole stack. */
  public static final Form<List<MplsLabel>> STACK =
      Form.of(MplsLabel::readStack, MplsLabel::writeStack);

  public MplsLabel {
    if (label >>> 20 != 0 || trafficClass >>> 3 != 0) {
      throw new IllegalArgumentException("label " + label + ", traffic class " + trafficClass);
    }
    Unsigned.requireU8("ttl", ttl);
  }

  /** A stack of these labels, the outermost first, as {@code ip} writes it. */
  public static List<MplsLabel> stack(int... labels) {
    List<MplsLabel> stack = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      stack.add(new MplsLabel(labels[i], 0, i == labels.length - 1, 0));
    }
    return stack;
  }

  /** Reads a stack, all of it: what follows the bottom too, if anything does. */
  private static List<MplsLabel> readStack(Attribute attribute) {
    if (attribute.length() % SIZE != 0) {
      throw attribute.malformed("a multiple of " + SIZE + " bytes");
    }
    Structure entries = attribute.structure(0);
    List<MplsLabel> stack = new ArrayList<>();
    for (int at = 0; at < entries.size(); at += SIZE) {
      int label = entries.u8(at) << 12 | entries.u8(at + 1) << 4 | entries.u8(at + 2) >> 4;
      int low = entries.u8(at + 2);
      stack.add(new MplsLabel(label, low >> 1 & 7, (low & 1) != 0, entries.u8(at + 3)));
    }
    return stack;
  }

  private static void writeStack(NetlinkWriter writer, List<MplsLabel> stack) {
    for (MplsLabel entry : stack) {
      int bottom = entry.bottom ? 1 : 0;
      writer.be32(
          Integer.toUnsignedLong(
              entry.label << 12 | entry.trafficClass << 9 | bottom << 8 | entry.ttl));
    }
  }

  /** As {@code ip} prints a stack: {@code 100/200}; with a question mark if it cannot be read. */
  public static String print(Attribute stack) {
    return AttributeText.value(
        stack,
        attribute ->
            readStack(attribute).stream()
                .map(entry -> Integer.toString(entry.label))
                .collect(Collectors.joining("/")));
  }
}
