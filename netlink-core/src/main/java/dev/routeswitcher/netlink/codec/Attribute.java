package dev.routeswitcher.netlink.codec;

import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.List;

/**
 * One attribute of {@link Attributes}: an immutable view of its bytes. What they mean is the
 * reader's choice; a reading that the payload's length does not allow throws {@link
 * MalformedAttributeException}.
 */
public final class Attribute {
  private final Attributes owner;
  private final int offset;

  Attribute(Attributes owner, int offset) {
    this.owner = owner;
    this.offset = offset;
  }

  /** A new cursor that is at this attribute. */
  public AttributeCursor cursor() {
    AttributeCursor cursor = owner.cursorFrom(offset);
    cursor.next();
    return cursor;
  }

  /** The attributes that this one is among, itself included. */
  public Attributes siblings() {
    return owner;
  }

  /** The type without its flag bits. */
  public int type() {
    return cursor().type();
  }

  /** The type as it stands on the wire, {@code NLA_F_NESTED} and others included. */
  public int rawType() {
    return cursor().rawType();
  }

  /** True if the sender marked the payload as attributes. */
  public boolean isNested() {
    return cursor().isNested();
  }

  /** The name of the type, such as {@code RTA_GATEWAY}. */
  public String name() {
    return cursor().name();
  }

  /** How far the attribute's header is from its message's header, in bytes. */
  public int messageOffset() {
    return cursor().messageOffset();
  }

  /** The length of the payload in bytes, padding not counted. */
  public int length() {
    return cursor().payloadLength();
  }

  /** The payload as it is. */
  public Bytes bytes() {
    return cursor().payload();
  }

  /** The payload as an address: IPv4 of 4 bytes or IPv6 of 16. */
  public IpAddress ipAddress() {
    AttributeCursor at = cursor();
    int length = at.payloadLength();
    if (length != 4 && length != 16) {
      throw at.malformed("4 or 16 bytes of address");
    }
    return IpAddress.read(at.buffer(), at.payloadOffset(), length);
  }

  /** The payload as {@link Utf8} text, up to its first zero byte if it has one. */
  public String text() {
    byte[] payload = cursor().payload().toArray();
    int end = 0;
    while (end < payload.length && payload[end] != 0) {
      end++;
    }
    return Utf8.read(payload, end);
  }

  /** The payload as attributes. Faults inside it are faults of what is asked of the result. */
  public Attributes attributes() {
    AttributeCursor at = cursor();
    return owner.part(at.payloadOffset(), at.payloadLength(), owner.nestedSchema(at.type()));
  }

  /**
   * The runs of attributes inside, as far as they are known by the schema or marked by the sender:
   * one for an attribute of attributes, one for each next hop in {@code RTA_MULTIPATH}, none for a
   * plain value.
   */
  public List<Attributes> inside() {
    try {
      List<Attributes> known = owner.schema().inside(this);
      return known.isEmpty() && isNested() ? List.of(attributes()) : known;
    } catch (MalformedAttributeException e) {
      return List.of();
    }
  }

  /**
   * Attributes that start at an offset of the payload, for structures that end in attributes.
   *
   * @throws MalformedAttributeException if the payload is too short
   */
  public Attributes attributes(int from, int length, AttributeSchema schema) {
    AttributeCursor at = cursor();
    if (from < 0 || length < 0 || from > at.payloadLength() - length) {
      throw at.malformed("at least " + (from + length) + " bytes");
    }
    return owner.part(at.payloadOffset() + from, length, schema);
  }

  /**
   * A reader of the payload as a structure of at least {@code size} bytes.
   *
   * @throws MalformedAttributeException if the payload is shorter
   */
  public Structure structure(int size) {
    AttributeCursor at = cursor();
    if (at.payloadLength() < size) {
      throw at.malformed("at least " + size + " bytes");
    }
    return new Structure(at.buffer(), at.payloadOffset(), at.payloadLength(), owner.order());
  }

  /** The error of this attribute if its payload is not {@code expected}. */
  public MalformedAttributeException malformed(String expected) {
    return cursor().malformed(expected);
  }

  /** The error of this attribute at a place within its payload. */
  public MalformedAttributeException malformedAt(int from, String expected, String found) {
    AttributeCursor at = cursor();
    int offsetInMessage = at.messageOffset() + AttributeCursor.HEADER_LENGTH + from;
    return new MalformedAttributeException(
        at.name(), offsetInMessage, expected, found, at.payload());
  }

  /** Equal if type, flag bits and payload are; names and byte order do not matter. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Attribute that
        && rawType() == that.rawType()
        && bytes().equals(that.bytes());
  }

  @Override
  public int hashCode() {
    return 31 * rawType() + bytes().hashCode();
  }

  /** {@code NAME=hex}. */
  @Override
  public String toString() {
    return name() + "=" + bytes();
  }
}
