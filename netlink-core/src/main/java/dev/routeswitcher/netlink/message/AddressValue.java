package dev.routeswitcher.netlink.message;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The form of an attribute that is an address of its message's family.
 *
 * @param length 4 or 16 bytes; 0 for a family whose addresses are no IP addresses
 */
public record AddressValue(int length) implements Consumer<Attribute> {

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
  public static Optional<IpAddress> in(Attributes attributes, int type, AddressFamily family) {
    return attributes.find(type).map(attribute -> read(attribute, family));
  }

  /**
   * The prefix whose address is in an attribute and whose length is in the message's header.
   *
   * @throws MalformedAttributeException if it is no address of this family, or too short for the
   *     length
   */
  public static Optional<IpPrefix> prefix(
      Attributes attributes, int type, AddressFamily family, int length) {
    return attributes.find(type).map(attribute -> prefix(attribute, family, length));
  }

  public static IpPrefix prefix(Attribute attribute, AddressFamily family, int length) {
    IpAddress address = read(attribute, family);
    if (length > address.bitLength()) {
      throw attribute.malformed("a prefix length of at most " + address.bitLength() + " bits");
    }
    return new IpPrefix(address, length);
  }

  public static IpAddress read(Attribute attribute, AddressFamily family) {
    if (attribute.length() != length(family)) {
      throw attribute.malformed(expected(family));
    }
    return attribute.ipAddress();
  }

  /** The first 64 bits of the IPv6 address that a cursor is at; 0 for IPv4. */
  public static long high(AttributeCursor attribute, AddressFamily family) {
    return require(attribute, family) == 16 ? be64(attribute, 0) : 0;
  }

  /** The last 64 bits of an IPv6 address, or the 32 bits of an IPv4 address. */
  public static long low(AttributeCursor attribute, AddressFamily family) {
    return require(attribute, family) == 16 ? be64(attribute, 8) : attribute.be32();
  }

  private static int require(AttributeCursor attribute, AddressFamily family) {
    int length = length(family);
    if (length == 0 || attribute.payloadLength() != length) {
      throw attribute.malformed(expected(family));
    }
    return length;
  }

  private static long be64(AttributeCursor attribute, int from) {
    ByteBuffer buffer = attribute.buffer();
    long value = buffer.getLong(attribute.payloadOffset() + from);
    return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
  }

  private static String expected(AddressFamily family) {
    int length = length(family);
    return length == 0 ? "an IP address, not of family " + family : length + " bytes of address";
  }

  /** 4 or 16, or 0 for a family whose addresses are no IP addresses. */
  public static int length(AddressFamily family) {
    if (family.equals(AddressFamily.INET) || family.equals(AddressFamily.IPMR)) {
      return 4;
    }
    return family.equals(AddressFamily.INET6) || family.equals(AddressFamily.IP6MR) ? 16 : 0;
  }
}
