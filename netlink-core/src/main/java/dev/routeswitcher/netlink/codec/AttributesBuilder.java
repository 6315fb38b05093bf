package dev.routeswitcher.netlink.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes {@link Attributes}. Setting a type that is there already takes its place in the order; a
 * new one goes to the end. Not thread-safe.
 */
public final class AttributesBuilder {
  /** Room for the header of an attribute and an IPv6 address. */
  private static final int USUAL_ATTRIBUTE = 20;

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

  /** True if there is an attribute of this type. */
  public boolean has(AttributeType type) {
    return attributes.stream().anyMatch(attribute -> attribute.type == type.number());
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

  /** Sets an attribute to a number. */
  public AttributesBuilder set(AttributeType.OfInt type, int value) {
    return set(type.number(), w -> type.form().write(w, value));
  }

  /** Sets an attribute to a number. */
  public AttributesBuilder set(AttributeType.OfLong type, long value) {
    return set(type.number(), w -> type.form().write(w, value));
  }

  /** Sets an attribute to a value. */
  public <T> AttributesBuilder set(AttributeType.Of<T> type, T value) {
    return set(type.number() | type.form().flags(), w -> type.form().write(w, value));
  }

  /** Removes every attribute of this type. */
  public AttributesBuilder remove(AttributeType type) {
    attributes.removeIf(attribute -> attribute.type == type.number());
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
    int size = 0;
    for (Encoded attribute : attributes) {
      size += attribute.bytes.length();
    }
    NetlinkWriter writer = new NetlinkWriter(order, size);
    attributes.forEach(attribute -> writer.bytes(attribute.bytes.toArray()));
    ByteBuffer bytes = writer.toBytes().asBuffer();
    return Attributes.copyOf(bytes, 0, bytes.limit(), order, messageOffset, schema);
  }

  private Encoded encode(int rawType, Consumer<NetlinkWriter> payload) {
    NetlinkWriter writer = new NetlinkWriter(order, USUAL_ATTRIBUTE);
    int start = writer.beginAttribute(rawType);
    payload.accept(writer);
    writer.endAttribute(start);
    int type = rawType & ~(AttributeCursor.NESTED_FLAG | AttributeCursor.NETWORK_ORDER_FLAG);
    return new Encoded(type, writer.toBytes());
  }
}
