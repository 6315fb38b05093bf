package dev.routeswitcher.netlink.codec;

import dev.routeswitcher.netlink.ip.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes {@link Attributes}. Setting a type that is there already takes its place in the order; a
 * new one goes to the end. Not thread-safe.
 */
public final class AttributesBuilder {
  private final ByteOrder order;
  private final List<Encoded> attributes = new ArrayList<>();

  private record Encoded(int type, Bytes bytes) {}

  /** No attributes yet. */
  public AttributesBuilder(ByteOrder order) {
    this.order = order;
  }

  /**
   * All attributes of a run, in its order.
   *
   * @throws MalformedAttributeException if the run has a {@link Attributes#defect}
   */
  public AttributesBuilder(Attributes attributes) {
    this(attributes.order());
    attributes
        .defect()
        .ifPresent(
            defect -> {
              throw defect;
            });
    attributes.forEach(this::append);
  }

  /** True if nothing was set. */
  public boolean isEmpty() {
    return attributes.isEmpty();
  }

  /** The byte order of the numbers in it. */
  public ByteOrder order() {
    return order;
  }

  /** Adds an attribute at the end, whether there is one of its type or not. */
  public AttributesBuilder append(Attribute attribute) {
    attributes.add(encode(attribute.rawType(), w -> w.bytes(attribute.bytes().toArray())));
    return this;
  }

  /**
   * Sets an attribute's payload.
   *
   * @param rawType the type with any flag bits
   */
  public AttributesBuilder set(int rawType, Consumer<NetlinkWriter> payload) {
    Encoded encoded = encode(rawType, payload);
    for (int i = attributes.size() - 1; i >= 0; i--) {
      if (attributes.get(i).type == encoded.type) {
        attributes.set(i, encoded);
        return this;
      }
    }
    attributes.add(encoded);
    return this;
  }

  /** Sets an attribute to a u8. */
  public AttributesBuilder u8(int type, int value) {
    return set(type, w -> w.u8(value));
  }

  /** Sets an attribute to a u16. */
  public AttributesBuilder u16(int type, int value) {
    return set(type, w -> w.u16(value));
  }

  /** Sets an attribute to a u32. */
  public AttributesBuilder u32(int type, long value) {
    return set(type, w -> w.u32(value));
  }

  /** Sets an attribute to an s32. */
  public AttributesBuilder s32(int type, int value) {
    return set(type, w -> w.s32(value));
  }

  /** Sets an attribute to the 64 bits of a u64. */
  public AttributesBuilder u64(int type, long value) {
    return set(type, w -> w.u64(value));
  }

  /** Sets an attribute to a u32 in network byte order. */
  public AttributesBuilder be32(int type, long value) {
    return set(type, w -> w.be32(value));
  }

  /** Sets an attribute to the 64 bits of a u64 in network byte order. */
  public AttributesBuilder be64(int type, long value) {
    return set(type, w -> w.be64(value));
  }

  /** Sets an attribute that has no payload. */
  public AttributesBuilder flag(int type) {
    return set(type, w -> {});
  }

  /** Sets an attribute to these bytes. */
  public AttributesBuilder bytes(int type, Bytes value) {
    return set(type, w -> w.bytes(value.toArray()));
  }

  /** Sets an attribute to an address. */
  public AttributesBuilder address(int type, IpAddress value) {
    return set(type, w -> w.bytes(value.toBytes()));
  }

  /** Sets an attribute to UTF-8 text and a zero byte. */
  public AttributesBuilder text(int type, String value) {
    return set(type, w -> w.bytes(value.getBytes(StandardCharsets.UTF_8)).u8(0));
  }

  /** Sets an attribute to attributes, marked as such. */
  public AttributesBuilder nested(int type, Attributes value) {
    return set(type | AttributeCursor.NESTED_FLAG, value::writeTo);
  }

  /** Removes every attribute of this type. */
  public AttributesBuilder remove(int type) {
    attributes.removeIf(attribute -> attribute.type == type);
    return this;
  }

  /** The attributes, to be put into others. */
  public Attributes build() {
    return build(0, AttributeSchema.NONE);
  }

  /**
   * The attributes of a message.
   *
   * @param messageOffset how far they will be from their message's header
   */
  public Attributes build(int messageOffset, AttributeSchema schema) {
    NetlinkWriter writer = new NetlinkWriter(order);
    attributes.forEach(attribute -> writer.bytes(attribute.bytes.toArray()));
    ByteBuffer bytes = writer.toBytes().asBuffer();
    return Attributes.copyOf(bytes, 0, bytes.limit(), order, messageOffset, schema);
  }

  private Encoded encode(int rawType, Consumer<NetlinkWriter> payload) {
    NetlinkWriter writer = new NetlinkWriter(order);
    int start = writer.beginAttribute(rawType);
    payload.accept(writer);
    writer.endAttribute(start);
    int type = rawType & ~(AttributeCursor.NESTED_FLAG | AttributeCursor.NETWORK_ORDER_FLAG);
    return new Encoded(type, writer.toBytes());
  }
}
