package dev.routeswitcher.netlink.codec;

import dev.routeswitcher.netlink.ip.AddressFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The body of a message of any protocol: a fixed part, whose first byte is an address family, then
 * attributes to its end. Immutable; equal to one of the same class, bytes and byte order.
 */
public abstract class NetlinkMessage {
  private final byte[] fixed;
  private final Attributes attributes;

  /**
   * A message of these parts.
   *
   * @param fixed the bytes of the fixed part, not modified afterwards; not copied
   */
  protected NetlinkMessage(byte[] fixed, Attributes attributes) {
    this.fixed = fixed;
    this.attributes = attributes;
  }

  /**
   * Reads the message that a cursor is at.
   *
   * @param structure the name of the fixed part, for errors
   * @param size the size of the fixed part in bytes
   * @throws MalformedMessageException if the fixed part is not whole
   */
  protected NetlinkMessage(
      MessageCursor cursor, String structure, int size, AttributeSchema schema) {
    this(
        cursor.fixedPart(structure, size),
        cursor.attributes(size, schema.forFamily(AddressFamily.of(cursor.u8(0)))));
  }

  /** The fixed part. */
  protected final Structure header() {
    return new Structure(ByteBuffer.wrap(fixed), 0, fixed.length, order());
  }

  /** The address family in its first byte. */
  public final AddressFamily family() {
    return fixed.length == 0 ? AddressFamily.UNSPEC : AddressFamily.of(header().u8(0));
  }

  /** A copy of the fixed part. */
  public final Bytes fixedPart() {
    return Bytes.of(fixed);
  }

  /** The attributes in wire order, those without an accessor too. */
  public final Attributes attributes() {
    return attributes;
  }

  /** The byte order of its numbers. */
  public final ByteOrder order() {
    return attributes.order();
  }

  /**
   * Writes the body, without a netlink header.
   *
   * @throws IllegalArgumentException if the writer has another byte order
   */
  public final void writeTo(NetlinkWriter writer) {
    writer.bytes(fixed);
    attributes.writeTo(writer);
  }

  /** All that an accessor would throw; empty for a well-formed message. */
  public final List<MalformedAttributeException> problems() {
    List<MalformedAttributeException> problems = new ArrayList<>(attributes.problems());
    boolean hasAddresses = family().addressLength() != 0;
    for (Supplier<?> reading : hasAddresses ? readings() : List.<Supplier<?>>of()) {
      try {
        Object unused = reading.get();
      } catch (MalformedAttributeException e) {
        boolean known =
            problems.stream()
                .anyMatch(p -> p.offset() == e.offset() && p.attribute().equals(e.attribute()));
        if (!known) {
          problems.add(e);
        }
      }
    }
    return problems;
  }

  /**
   * The accessors of values that are made of an attribute and something else: they may fail
   * although the attribute by itself is sound. None of them counts in a message of a family without
   * IP addresses, of which none is asked.
   */
  protected List<Supplier<?>> readings() {
    return List.of();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetlinkMessage that
        && getClass() == that.getClass()
        && Arrays.equals(fixed, that.fixed)
        && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(fixed) + attributes.hashCode();
  }
}
