package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.message.AttributeText;
import java.util.Optional;

/**
 * What kind of link one is, and what is particular to that kind ({@code IFLA_LINKINFO}).
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 *
 * @param attributes {@code IFLA_INFO_*} as they are on the wire
 */
public record LinkInfo(Attributes attributes) {
  private static final AttributeSchema.Builder INFO = AttributeSchema.builder("IFLA_INFO_");

  /** {@code IFLA_INFO_KIND}. */
  public static final AttributeType.Of<String> KIND = INFO.text(1, "KIND");

  /** {@code IFLA_INFO_DATA}: what is particular to the kind. */
  public static final AttributeType.Of<Attributes> DATA =
      INFO.of(2, "DATA", Form.nestedBy(LinkKinds::data));

  /** {@code IFLA_INFO_XSTATS}: counters of the kind. */
  public static final AttributeType.Of<Bytes> XSTATS = INFO.bytes(3, "XSTATS");

  /** {@code IFLA_INFO_SLAVE_KIND}: the kind of its master. */
  public static final AttributeType.Of<String> PORT_KIND = INFO.text(4, "SLAVE_KIND");

  /** {@code IFLA_INFO_SLAVE_DATA}: what is particular to ports of such a master. */
  public static final AttributeType.Of<Attributes> PORT_DATA =
      INFO.of(5, "SLAVE_DATA", Form.nestedBy(LinkKinds::portData));

  static final Form<LinkInfo> FORM =
      Form.nested(INFO.build())
          .map((attribute, inside) -> new LinkInfo(inside), LinkInfo::attributes);

  /** The kind of a link made by software, such as {@code veth}. */
  public Optional<String> kind() {
    return attributes.get(KIND);
  }

  /** What is particular to the kind, such as {@code IFLA_VLAN_ID}; names where they are known. */
  public Optional<Attributes> data() {
    return attributes.get(DATA);
  }

  /** The kind of its master, such as {@code bridge}. */
  public Optional<String> portKind() {
    return attributes.get(PORT_KIND);
  }

  /** What is particular to the ports of such a master; names where they are known. */
  public Optional<Attributes> portData() {
    return attributes.get(PORT_DATA);
  }

  /** {@code kind vlan}, and the kind of the master if there is one. */
  @Override
  public String toString() {
    return new AttributeText(attributes).add("kind", KIND).add("port of", PORT_KIND).toString();
  }
}
