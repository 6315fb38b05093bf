package dev.routeswitcher.netlink.message;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * What the builders of all kinds of messages share: a fixed part and attributes. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class MessageBuilder<B extends MessageBuilder<B>> {
  private final AddressFamily family;
  private final AttributesBuilder attributes;
  private final ByteBuffer fixed;

  /**
   * A fixed part of zeros but for the family, and no attributes.
   *
   * @param size the size of the fixed part in bytes
   */
  protected MessageBuilder(AddressFamily family, int size, ByteOrder order) {
    this.family = family;
    this.fixed = ByteBuffer.allocate(size).order(order);
    this.attributes = new AttributesBuilder(order);
    fixed.put(0, (byte) family.value());
  }

  /**
   * The parts of a message.
   *
   * @throws MalformedAttributeException if its attributes end in a defect
   */
  protected MessageBuilder(NetlinkMessage message) {
    this.fixed = ByteBuffer.wrap(message.fixedPart().toArray()).order(message.order());
    this.family = AddressFamily.of(u8(0));
    this.attributes = new AttributesBuilder(message.attributes());
  }

  @SuppressWarnings("unchecked")
  private B self() {
    return (B) this;
  }

  /** The family that it was begun with. */
  protected final AddressFamily family() {
    return family;
  }

  /** The byte order of the message. */
  protected final ByteOrder order() {
    return attributes.order();
  }

  /**
   * Checks that an address is of the family of the message.
   *
   * @throws IllegalArgumentException if not
   */
  protected final IpAddress requireFamily(IpAddress address) {
    return requireFamily(address, address);
  }

  /**
   * Checks that a prefix is of the family of the message.
   *
   * @throws IllegalArgumentException if not
   */
  protected final IpPrefix requireFamily(IpPrefix prefix) {
    requireFamily(prefix, prefix.address());
    return prefix;
  }

  private IpAddress requireFamily(Object named, IpAddress address) {
    if (!address.family().equals(family)) {
      throw new IllegalArgumentException(named + " is not of family " + family);
    }
    return address;
  }

  /** Sets a u8 of the fixed part. */
  protected final B u8(int offset, String what, int value) {
    fixed.put(offset, (byte) Unsigned.requireU8(what, value));
    return self();
  }

  /** Sets a u16 of the fixed part. */
  protected final B u16(int offset, String what, int value) {
    fixed.putShort(offset, (short) Unsigned.requireU16(what, value));
    return self();
  }

  /** Sets an s32 of the fixed part. */
  protected final B s32(int offset, int value) {
    fixed.putInt(offset, value);
    return self();
  }

  /** Sets flags of 32 bits in the fixed part. */
  protected final B flags(int offset, Flags<?> flags) {
    fixed.putInt(offset, (int) flags.bits());
    return self();
  }

  /** What the fixed part has at an offset. */
  protected final int u8(int offset) {
    return Byte.toUnsignedInt(fixed.get(offset));
  }

  /** What the fixed part has at an offset. */
  protected final long u32(int offset) {
    return Integer.toUnsignedLong(fixed.getInt(offset));
  }

  /** Sets an attribute. */
  public final B set(AttributeType.OfInt type, int value) {
    attributes.set(type, value);
    return self();
  }

  /** Sets an attribute. */
  public final B set(AttributeType.OfLong type, long value) {
    attributes.set(type, value);
    return self();
  }

  /** Sets an attribute. */
  public final <T> B set(AttributeType.Of<T> type, T value) {
    attributes.set(type, value);
    return self();
  }

  /**
   * Sets a prefix of the message's family: its length in the fixed part and its address as an
   * attribute, which is left out for the prefix of every address (0.0.0.0/0, ::/0).
   */
  protected final B prefix(int lengthOffset, AttributeType.Of<IpAddress> type, IpPrefix prefix) {
    IpAddress address = requireFamily(prefix).address();
    u8(lengthOffset, "prefix length", prefix.length());
    return prefix.length() == 0 && address.isUnspecified() ? without(type) : set(type, address);
  }

  /**
   * Sets any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public final B attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return self();
  }

  /** Removes an attribute, such as one that the object was read with. */
  public final B without(AttributeType type) {
    attributes.remove(type);
    return self();
  }

  /** Whether the attribute is set, or was read with the object. */
  protected final boolean has(AttributeType type) {
    return attributes.has(type);
  }

  /** A copy of the fixed part. */
  protected final byte[] fixed() {
    return fixed.array().clone();
  }

  /** The attributes, with the offsets that they have in the message. */
  protected final Attributes attributes(AttributeSchema schema) {
    return attributes.build(NetlinkHeader.LENGTH + fixed.limit(), schema.forFamily(family));
  }
}
