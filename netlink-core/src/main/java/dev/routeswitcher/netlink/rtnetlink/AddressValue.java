package dev.routeswitcher.netlink.rtnetlink;

import dev.routeswitcher.netlink.address.AddressFamily;
import dev.routeswitcher.netlink.address.IpAddress;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The form of an attribute that is an address of its message's family.
 *
 * @param length 4 or 16 bytes; 0 for a family whose addresses are no IP addresses
 */
record AddressValue(int length) implements Consumer<Attribute> {

  @Override
  public void accept(Attribute attribute) {
    if (length != 0 && attribute.length() != length) {
      throw attribute.malformed(length + " bytes of address");
    }
  }

  /**
   * The address in an attribute of a message.
   *
   * @throws MalformedAttributeException if it is no address of this family
   */
  static Optional<IpAddress> in(Attributes attributes, int type, AddressFamily family) {
    return attributes.find(type).map(attribute -> read(attribute, family));
  }

  static IpAddress read(Attribute attribute, AddressFamily family) {
    int length = length(family);
    if (attribute.length() != length) {
      throw attribute.malformed(
          length == 0 ? "an IP address, not of family " + family : length + " bytes of address");
    }
    return attribute.ipAddress();
  }

  /** 4 or 16, or 0 for a family whose addresses are no IP addresses. */
  static int length(AddressFamily family) {
    if (family.equals(AddressFamily.INET) || family.equals(AddressFamily.IPMR)) {
      return 4;
    }
    return family.equals(AddressFamily.INET6) || family.equals(AddressFamily.IP6MR) ? 16 : 0;
  }
}
