package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Form;
import java.util.HexFormat;

/**
 * A link-layer address, of any length: 6 bytes for Ethernet, 4 for an IPv4 tunnel.
 *
 * @param bytes in the order of transmission
 */
public record LinkAddress(Bytes bytes) {
  /** The bytes as they are. */
  public static final Form<LinkAddress> FORM =
      Form.BYTES.map((attribute, bytes) -> new LinkAddress(bytes), LinkAddress::bytes);

  /**
   * Parses hexadecimal pairs and colons.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static LinkAddress parse(String text) {
    return new LinkAddress(Bytes.of(HexFormat.ofDelimiter(":").parseHex(text)));
  }

  /** Hexadecimal pairs and colons: {@code 02:00:5e:10:00:01}. */
  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(bytes.toArray());
  }
}
