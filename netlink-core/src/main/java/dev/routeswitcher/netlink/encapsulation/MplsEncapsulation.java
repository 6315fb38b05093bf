package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.message.AttributeText;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalInt;

/**
 * Puts a label stack before the packet ({@code linux/mpls_iptunnel.h}).
 *
 * @param attributes {@code MPLS_IPTUNNEL_*} as they are on the wire
 */
public record MplsEncapsulation(Attributes attributes) implements Encapsulation {
  private static final AttributeSchema.Builder MPLS_IPTUNNEL =
      AttributeSchema.builder("MPLS_IPTUNNEL_");

  private static final AttributeType.Of<List<MplsLabel>> DST =
      MPLS_IPTUNNEL.of(1, "DST", MplsLabel.STACK);
  private static final AttributeType.OfInt TTL = MPLS_IPTUNNEL.u8(2, "TTL");

  static final AttributeSchema SCHEMA = MPLS_IPTUNNEL.build();

  /** A stack of these labels, the outermost first; in the machine's byte order. */
  public static MplsEncapsulation of(int... labels) {
    return of(ByteOrder.nativeOrder(), labels);
  }

  /** A stack of these labels, the outermost first. */
  public static MplsEncapsulation of(ByteOrder order, int... labels) {
    AttributesBuilder attributes = new AttributesBuilder(order).set(DST, MplsLabel.stack(labels));
    return new MplsEncapsulation(attributes.build(0, SCHEMA));
  }

  @Override
  public int type() {
    return MPLS;
  }

  /** The labels, the outermost first. */
  public List<MplsLabel> labels() {
    return attributes.get(DST).orElse(List.of());
  }

  /** The time to live of the labels; empty if it is the packet's. */
  public OptionalInt ttl() {
    return attributes.get(TTL);
  }

  /** As {@code ip} prints it: {@code encap mpls 100/200 ttl 9}. */
  @Override
  public String toString() {
    AttributeText text = new AttributeText(attributes).add("encap mpls");
    text.find(DST).ifPresent(stack -> text.add(MplsLabel.print(stack)));
    return text.add("ttl", TTL).toString();
  }
}
