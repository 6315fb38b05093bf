package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.message.Printed;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;
import java.util.StringJoiner;

/**
 * Puts a label stack before the packet ({@code linux/mpls_iptunnel.h}).
 *
 * @param attributes {@code MPLS_IPTUNNEL_*} as they are on the wire
 */
public record MplsEncapsulation(Attributes attributes) implements Encapsulation {
  private static final int DST = 1;
  private static final int TTL = 2;

  static final AttributeSchema SCHEMA =
      AttributeSchema.builder("MPLS_IPTUNNEL_")
          .value(DST, "DST", MplsLabel::readStack)
          .value(TTL, "TTL", Attribute::u8)
          .build();

  /** A stack of these labels, the outermost first; in the machine's byte order. */
  public static MplsEncapsulation of(int... labels) {
    return of(ByteOrder.nativeOrder(), labels);
  }

  /** A stack of these labels, the outermost first. */
  public static MplsEncapsulation of(ByteOrder order, int... labels) {
    AttributesBuilder attributes =
        new AttributesBuilder(order)
            .set(DST, w -> MplsLabel.writeStack(MplsLabel.stack(labels), w));
    return new MplsEncapsulation(attributes.build(0, SCHEMA));
  }

  @Override
  public int type() {
    return MPLS;
  }

  /** The labels, the outermost first. */
  public List<MplsLabel> labels() {
    return attributes.find(DST).map(MplsLabel::readStack).orElse(List.of());
  }

  /** The time to live of the labels; empty if it is the packet's. */
  public OptionalInt ttl() {
    return attributes.u8(TTL);
  }

  /** As {@code ip} prints it: {@code encap mpls 100/200 ttl 9}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ").add("encap mpls");
    Printed.find(attributes, DST)
        .ifPresent(a -> text.add(Printed.value(a, x -> MplsLabel.print(MplsLabel.readStack(x)))));
    Printed.add(text, "ttl", attributes, TTL, a -> Integer.toString(a.u8()));
    return text.toString();
  }
}
