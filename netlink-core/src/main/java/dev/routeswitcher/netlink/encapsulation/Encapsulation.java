package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.message.AttributeText;

/**
 * How a route encapsulates the packets it forwards (lightweight tunnel, {@code linux/lwtunnel.h}).
 * The type and what it needs are two attributes, in either order.
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 */
public sealed interface Encapsulation
    permits MplsEncapsulation, IpEncapsulation, Seg6Encapsulation, RawEncapsulation {
  /** {@code LWTUNNEL_ENCAP_MPLS}: {@link MplsEncapsulation}. */
  int MPLS = 1;

  /** {@code LWTUNNEL_ENCAP_IP}: {@link IpEncapsulation}. */
  int IP = 2;

  /** {@code LWTUNNEL_ENCAP_IP6}: {@link IpEncapsulation}. */
  int IP6 = 4;

  /** {@code LWTUNNEL_ENCAP_SEG6}: {@link Seg6Encapsulation}. */
  int SEG6 = 5;

  /** The names {@code ip} uses for the types. */
  Names NAMES =
      Names.from(MPLS, "mpls", "ip", "ila", "ip6", "seg6", "bpf", "seg6local", "rpl", "ioam6")
          .and(10, "xfrm");

  /** {@code LWTUNNEL_ENCAP_*}. */
  int type();

  /** What the type needs, as it is on the wire. */
  Attributes attributes();

  /**
   * The form of the attribute that holds what a type needs; of type 0 if that is not said.
   *
   * @param type the attribute beside it that holds the type
   */
  static Form<Encapsulation> form(AttributeType.OfInt type) {
    return Form.nestedBy(run -> schema(new AttributeText(run).get(type, 0)))
        .map(
            (attribute, inside) -> of(new AttributeText(attribute.siblings()).get(type, 0), inside),
            Encapsulation::attributes);
  }

  private static AttributeSchema schema(int type) {
    return switch (type) {
      case MPLS -> MplsEncapsulation.SCHEMA;
      case IP, IP6 -> IpEncapsulation.schema(type);
      case SEG6 -> Seg6Encapsulation.SCHEMA;
      default -> AttributeSchema.NONE;
    };
  }

  private static Encapsulation of(int type, Attributes attributes) {
    return switch (type) {
      case MPLS -> new MplsEncapsulation(attributes);
      case IP, IP6 -> new IpEncapsulation(type, attributes);
      case SEG6 -> new Seg6Encapsulation(attributes);
      default -> new RawEncapsulation(type, attributes);
    };
  }
}
