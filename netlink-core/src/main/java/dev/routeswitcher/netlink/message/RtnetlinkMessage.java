package dev.routeswitcher.netlink.message;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import java.util.Optional;

/**
 * The body of an rtnetlink message: the object it is about. What happens to the object (new,
 * deleted) is the type in the message's header.
 */
public abstract class RtnetlinkMessage extends NetlinkMessage {
  /** A message of these parts; see {@link NetlinkMessage}. */
  protected RtnetlinkMessage(byte[] fixed, Attributes attributes) {
    super(fixed, attributes);
  }

  /**
   * Reads the message that a cursor is at; see {@link NetlinkMessage}.
   *
   * @throws MalformedMessageException if its fixed part is not whole
   */
  protected RtnetlinkMessage(
      MessageCursor cursor, String structure, int size, AttributeSchema schema) {
    super(cursor, structure, size, schema);
  }

  /**
   * The prefix whose address is in an attribute and whose length is in the fixed part; empty if the
   * attribute is absent.
   */
  protected final Optional<IpPrefix> prefix(AttributeType.Of<IpAddress> type, int length) {
    return attributes()
        .find(type)
        .map(
            attribute -> {
              IpAddress address = type.form().read(attribute);
              if (length > address.bitLength()) {
                throw attribute.malformed(
                    "a prefix length of at most " + address.bitLength() + " bits");
              }
              return new IpPrefix(address, length);
            });
  }

  /** One line as {@code ip} prints it; control characters are not escaped yet. Never throws. */
  protected abstract String text(InterfaceNames names);

  /**
   * One line as {@code ip} prints it. Never fails: what cannot be read is shown as its bytes, with
   * a question mark.
   *
   * @param names how interfaces are called; {@code toString} has {@link InterfaceNames#BY_INDEX}
   */
  public final String toText(InterfaceNames names) {
    return AttributeText.printable(text(names));
  }

  /** {@link #toText} with interfaces by index: {@code dev if3}. */
  @Override
  public final String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }
}
