package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.message.Printed;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * What kind of link one is, and what is particular to that kind ({@code IFLA_LINKINFO}).
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 *
 * @param attributes {@code IFLA_INFO_*} as they are on the wire
 */
public record LinkInfo(Attributes attributes) {

  /** The kind of a link made by software, such as {@code veth}. */
  public Optional<String> kind() {
    return attributes.text(LinkAttributes.INFO_KIND);
  }

  /** What is particular to the kind, such as {@code IFLA_VLAN_ID}; names where they are known. */
  public Optional<Attributes> data() {
    return attributes.nested(LinkAttributes.INFO_DATA);
  }

  /** The kind of its master, such as {@code bridge}. */
  public Optional<String> portKind() {
    return attributes.text(LinkAttributes.INFO_SLAVE_KIND);
  }

  /** What is particular to the ports of such a master; names where they are known. */
  public Optional<Attributes> portData() {
    return attributes.nested(LinkAttributes.INFO_SLAVE_DATA);
  }

  /** {@code kind vlan}, and the kind of the master if there is one. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    Printed.find(attributes, LinkAttributes.INFO_KIND)
        .ifPresent(kind -> text.add("kind").add(kind.text()));
    Printed.find(attributes, LinkAttributes.INFO_SLAVE_KIND)
        .ifPresent(kind -> text.add("port of").add(kind.text()));
    return text.toString();
  }
}
