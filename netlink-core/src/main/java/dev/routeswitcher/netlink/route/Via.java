package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.Optional;

/**
 * A gateway of another family than its route's ({@code struct rtvia}), such as an IPv6 router for
 * IPv4 packets (RFC 5549).
 *
 * @param family of the gateway; a u16 on the wire
 * @param address its bytes
 */
public record Via(AddressFamily family, Bytes address) {
  static final Form<Via> FORM =
      Form.of(Via::read, (w, via) -> w.u16(via.family.value()).bytes(via.address.toArray()));

  /** A gateway of this address. */
  public static Via of(IpAddress gateway) {
    return new Via(gateway.family(), Bytes.of(gateway.toBytes()));
  }

  private static Via read(Attribute attribute) {
    Structure via = attribute.structure(2);
    int family = via.u16(0);
    if (family > 255) {
      throw attribute.malformedAt(0, "a family of 0 to 255", Integer.toString(family));
    }
    return new Via(AddressFamily.of(family), via.bytesFrom(2));
  }

  /** The gateway, if it is a whole IPv4 or IPv6 address. */
  public Optional<IpAddress> ipAddress() {
    boolean ip = address.length() > 0 && address.length() == family.addressLength();
    return ip ? Optional.of(IpAddress.of(address.toArray())) : Optional.empty();
  }

  /** As {@code ip} prints it: {@code inet6 2001:db8::1}. */
  @Override
  public String toString() {
    return family + " " + ipAddress().map(IpAddress::toString).orElseGet(address::toString);
  }
}
