package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.message.Printed;
import java.util.Optional;

/**
 * The two attributes of an {@link Encapsulation}, its type and what that needs, wherever they are.
 */
public final class LightweightTunnel {
  private LightweightTunnel() {}

  /** The schema of what a type needs. */
  public static AttributeSchema schema(int type) {
    return switch (type) {
      case Encapsulation.MPLS -> MplsEncapsulation.SCHEMA;
      case Encapsulation.IP -> IpEncapsulation.INET_SCHEMA;
      case Encapsulation.IP6 -> IpEncapsulation.INET6_SCHEMA;
      case Encapsulation.SEG6 -> Seg6Encapsulation.SCHEMA;
      default -> AttributeSchema.NONE;
    };
  }

  /** The schema of what the type in a run of attributes needs. */
  public static AttributeSchema schemaIn(Attributes run, int typeAttribute) {
    return schema(typeIn(run, typeAttribute));
  }

  private static int typeIn(Attributes run, int typeAttribute) {
    return Printed.find(run, typeAttribute)
        .filter(a -> a.length() == 2)
        .map(Attribute::u16)
        .orElse(0);
  }

  /** The encapsulation in a run of attributes; of type 0 if that is not said. */
  public static Optional<Encapsulation> in(Attributes run, int typeAttribute, int attribute) {
    return run.find(attribute).map(a -> of(typeIn(run, typeAttribute), a.attributes()));
  }

  private static Encapsulation of(int type, Attributes attributes) {
    return switch (type) {
      case Encapsulation.MPLS -> new MplsEncapsulation(attributes);
      case Encapsulation.IP, Encapsulation.IP6 -> new IpEncapsulation(type, attributes);
      case Encapsulation.SEG6 -> new Seg6Encapsulation(attributes);
      default -> new RawEncapsulation(type, attributes);
    };
  }

  /** Sets both attributes. */
  public static void set(
      AttributesBuilder run, int typeAttribute, int attribute, Encapsulation encapsulation) {
    run.u16(typeAttribute, encapsulation.type());
    run.nested(attribute, encapsulation.attributes());
  }

  /** The name {@code ip} uses for a type, such as {@code mpls}, or the number. */
  public static String name(int type) {
    return switch (type) {
      case Encapsulation.MPLS -> "mpls";
      case Encapsulation.IP -> "ip";
      case 3 -> "ila";
      case Encapsulation.IP6 -> "ip6";
      case Encapsulation.SEG6 -> "seg6";
      case 6 -> "bpf";
      case 7 -> "seg6local";
      case 8 -> "rpl";
      case 9 -> "ioam6";
      case 10 -> "xfrm";
      default -> Integer.toString(type);
    };
  }
}
