package dev.routeswitcher.netlink.codec;

import java.util.List;

/** The body of a message of any protocol: a fixed part, then attributes to its end. */
public interface NetlinkMessage {
  /** The attributes in wire order, those without an accessor too. */
  Attributes attributes();

  /**
   * Writes the body, without a netlink header.
   *
   * @throws IllegalArgumentException if the writer has another byte order than {@link #attributes}
   */
  void writeTo(NetlinkWriter writer);

  /** Every attribute that cannot be read; empty for a well-formed message. */
  default List<MalformedAttributeException> problems() {
    return attributes().problems();
  }
}
