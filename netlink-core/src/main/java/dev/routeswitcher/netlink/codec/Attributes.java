package dev.routeswitcher.netlink.codec;

import com.google.common.base.Joiner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run of attributes: immutable, in wire order, doubles and unknown types included, byte for byte
 * as it was read.
 *
 * <p>Reading never fails as a whole. Where an attribute has an impossible length, the run ends in a
 * {@link #defect}; {@link #find(int)} then throws it for types that were not found before it,
 * because it is not known whether they are absent. Bytes at the end that are too few for an
 * attribute are a defect too, but hide none.
 *
 * <p>Equal if bytes and byte order are.
 */
public final class Attributes implements Iterable<Attribute> {
  private static final int MAX_PROBLEMS = 64;

  /** Attributes are not followed deeper into attributes than this. Linux nests about six deep. */
  private static final int MAX_NESTING = 16;

  private final byte[] wire;
  private final int start;
  private final int length;
  private final ByteOrder order;
  private final int origin;
  private final AttributeSchema schema;

  /** Found lazily; threads may find the same twice, to no harm. */
  private @Nullable Choice choices;

  private Attributes(
      byte[] wire, int start, int length, ByteOrder order, int origin, AttributeSchema schema) {
    this.wire = wire;
    this.start = start;
    this.length = length;
    this.order = order;
    this.origin = origin;
    this.schema = schema;
  }

  /**
   * A copy of a range of a buffer.
   *
   * @param messageOffset how far the range starts from its message's header; errors count offsets
   *     from there
   */
  public static Attributes copyOf(
      ByteBuffer buffer,
      int offset,
      int length,
      ByteOrder order,
      int messageOffset,
      AttributeSchema schema) {
    byte[] copy = new byte[length];
    buffer.get(offset, copy);
    return new Attributes(copy, 0, length, order, messageOffset, schema);
  }

  /** No attributes. */
  public static Attributes empty(ByteOrder order, AttributeSchema schema) {
    return copyOf(ByteBuffer.allocate(0), 0, 0, order, 0, schema);
  }

  /** The schema of what the attributes of one type hold: looked up once. */
  private record Choice(int type, AttributeSchema nested, @Nullable Choice next) {}

  /** The schema of what the attributes of a type in this run hold. */
  AttributeSchema nestedSchema(int type) {
    Function<Attributes, AttributeSchema> chooser = schema.chooser(type);
    if (chooser == null) {
      return AttributeSchema.NONE;
    }
    for (Choice choice = choices; choice != null; choice = choice.next) {
      if (choice.type == type) {
        return choice.nested;
      }
    }
    AttributeSchema nested = chooser.apply(this);
    choices = new Choice(type, nested, choices);
    return nested;
  }

  /** A sub-range, sharing the bytes. */
  Attributes part(int offset, int partLength, AttributeSchema by) {
    return new Attributes(wire, offset, partLength, order, origin, by);
  }

  /** The byte order of the numbers in it. */
  public ByteOrder order() {
    return order;
  }

  /** What names and checks these attributes. */
  public AttributeSchema schema() {
    return schema;
  }

  /** The length in bytes, headers and padding included. */
  public int length() {
    return length;
  }

  /** The whole run as it is on the wire. */
  public Bytes bytes() {
    return Bytes.copyOf(ByteBuffer.wrap(wire), start, length);
  }

  /** A cursor before the first attribute. It may throw where the {@link #defect} is. */
  public AttributeCursor cursor() {
    return cursorFrom(start);
  }

  AttributeCursor cursorFrom(int offset) {
    return new AttributeCursor()
        .over(ByteBuffer.wrap(wire), offset, start + length - offset, order, origin + offset)
        .named(schema);
  }

  /**
   * The attribute of this type; the last one if there are several, as the kernel has it.
   *
   * @throws MalformedAttributeException if there is none before the {@link #defect}
   */
  public Optional<Attribute> find(int type) {
    AttributeCursor at = at(type);
    return at == null ? Optional.empty() : Optional.of(new Attribute(this, at.offset()));
  }

  /** The attribute of this type; {@link #find(int)} by its number. */
  public Optional<Attribute> find(AttributeType type) {
    return find(type.number());
  }

  /** A cursor at the attribute of this type; null if there is none. */
  private @Nullable AttributeCursor at(int type) {
    int found = -1;
    AttributeCursor cursor = cursor();
    try {
      while (cursor.next()) {
        if (cursor.type() == type) {
          found = cursor.offset();
        }
      }
    } catch (MalformedAttributeException defect) {
      if (found < 0 && defect.mayHideAttributes()) {
        throw defect;
      }
    }
    if (found < 0) {
      return null;
    }
    cursor.moveTo(found);
    return cursor;
  }

  /** True if there is an attribute of this type; fails like {@link #find(int)}. */
  public boolean has(AttributeType type) {
    return at(type.number()) != null;
  }

  /**
   * The value of the attribute of this type; fails like {@link #find(int)}.
   *
   * @throws MalformedAttributeException if it does not have the type's form
   */
  public OptionalInt get(AttributeType.OfInt type) {
    AttributeCursor at = at(type.number());
    return at == null ? OptionalInt.empty() : OptionalInt.of(type.form().read(at));
  }

  /**
   * The value of the attribute of this type; fails like {@link #find(int)}.
   *
   * @throws MalformedAttributeException if it does not have the type's form
   */
  public OptionalLong get(AttributeType.OfLong type) {
    AttributeCursor at = at(type.number());
    return at == null ? OptionalLong.empty() : OptionalLong.of(type.form().read(at));
  }

  /**
   * The value of the attribute of this type; fails like {@link #find(int)}.
   *
   * @throws MalformedAttributeException if it does not have the type's form
   */
  public <T> Optional<T> get(AttributeType.Of<T> type) {
    return find(type).map(type.form()::read);
  }

  /** The broken end of this run, if it has one. */
  public Optional<MalformedAttributeException> defect() {
    AttributeCursor cursor = cursor();
    try {
      boolean more;
      do {
        more = cursor.next();
      } while (more);
      return Optional.empty();
    } catch (MalformedAttributeException defect) {
      return Optional.of(defect);
    }
  }

  /** The attributes before the defect, in order. */
  public List<Attribute> toList() {
    List<Attribute> list = new ArrayList<>();
    for (Attribute attribute : this) {
      list.add(attribute);
    }
    return list;
  }

  /** The attributes before the defect, in order. */
  @Override
  public Iterator<Attribute> iterator() {
    AttributeCursor cursor = cursor();
    return new Iterator<>() {
      private boolean ready = advance();

      private boolean advance() {
        try {
          return cursor.next();
        } catch (MalformedAttributeException defect) {
          return false;
        }
      }

      @Override
      public boolean hasNext() {
        return ready;
      }

      @Override
      public Attribute next() {
        if (!ready) {
          throw new NoSuchElementException();
        }
        Attribute attribute = new Attribute(Attributes.this, cursor.offset());
        ready = advance();
        return attribute;
      }
    };
  }

  /**
   * Everything in this run, and inside its attributes, that cannot be read: values that do not have
   * the form the schema asks for, and broken ends. At most 64 are reported.
   */
  public List<MalformedAttributeException> problems() {
    List<MalformedAttributeException> problems = new ArrayList<>();
    collectProblems(problems, 1);
    return problems.subList(0, Math.min(problems.size(), MAX_PROBLEMS));
  }

  private void collectProblems(List<MalformedAttributeException> problems, int depth) {
    for (Attribute attribute : this) {
      if (problems.size() >= MAX_PROBLEMS) {
        return;
      }
      try {
        schema.check(attribute);
        if (depth < MAX_NESTING) {
          schema.inside(attribute).forEach(inside -> inside.collectProblems(problems, depth + 1));
        }
      } catch (MalformedAttributeException problem) {
        problems.add(problem);
      }
    }
    defect().ifPresent(problems::add);
  }

  /**
   * Names the attribute at an offset, from the outermost to the innermost, such as {@code
   * RTA_METRICS/RTAX_MTU}. What is not known is named by its number, and followed inwards if it is
   * marked as nested.
   *
   * @param messageOffset bytes from the message's header
   * @return empty if no attribute is there
   */
  public Optional<String> pathAt(long messageOffset) {
    List<Attribute> trail = new ArrayList<>();
    String path = follow(messageOffset, trail);
    return trail.isEmpty() ? Optional.empty() : Optional.of(path);
  }

  /**
   * Names an attribute type that is missing inside the attribute at an offset, with the path to it,
   * such as {@code IFLA_LINKINFO/IFLA_INFO_KIND}.
   *
   * @param messageOffset bytes from the message's header
   * @return empty if no attribute is there
   */
  public Optional<String> pathOfMissing(long messageOffset, int type) {
    List<Attribute> trail = new ArrayList<>();
    String path = follow(messageOffset, trail);
    if (trail.isEmpty()) {
      return Optional.empty();
    }
    Attributes nest = trail.get(trail.size() - 1).attributes();
    return Optional.of(path + "/" + nest.schema.name(type));
  }

  /** Adds the attributes at an offset to a list, the outermost first; the path of their names. */
  private String follow(long messageOffset, List<Attribute> trail) {
    StringBuilder path = new StringBuilder();
    List<Attributes> runs = List.of(this);
    while (trail.size() < MAX_NESTING) {
      Attribute found = null;
      for (int i = 0; i < runs.size() && found == null; i++) {
        found = runs.get(i).attributeAt(messageOffset);
        if (found != null) {
          path.append(runs.size() > 1 ? "[" + i + "]" : "").append(trail.isEmpty() ? "" : "/");
          path.append(found.name());
        }
      }
      if (found == null) {
        break;
      }
      trail.add(found);
      runs = found.messageOffset() == messageOffset ? List.of() : found.inside();
    }
    return path.toString();
  }

  private @Nullable Attribute attributeAt(long messageOffset) {
    for (Attribute attribute : this) {
      int from = attribute.messageOffset();
      int size = AttributeCursor.HEADER_LENGTH + attribute.length();
      if (messageOffset >= from && messageOffset < from + Wire.align(size)) {
        return attribute;
      }
    }
    return null;
  }

  /**
   * Writes the run as it is.
   *
   * @throws IllegalArgumentException if the writer has another byte order
   */
  public void writeTo(NetlinkWriter writer) {
    if (writer.order() != order) {
      throw new IllegalArgumentException("attributes are " + order + ", not " + writer.order());
    }
    writer.bytes(ByteBuffer.wrap(wire), start, length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes that && order == that.order && view().equals(that.view());
  }

  @Override
  public int hashCode() {
    return view().hashCode();
  }

  private ByteBuffer view() {
    return ByteBuffer.wrap(wire, start, length);
  }

  /** {@code [NAME=hex, ...]}. */
  @Override
  public String toString() {
    return "["
        + Joiner.on(", ").join(this)
        + defect().map(d -> ", " + d.getMessage()).orElse("")
        + "]";
  }
}
