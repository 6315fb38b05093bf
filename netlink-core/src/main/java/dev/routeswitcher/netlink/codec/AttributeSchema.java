package dev.routeswitcher.netlink.codec;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.codec.AttributeType.IntForm;
import dev.routeswitcher.netlink.codec.AttributeType.LongForm;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attribute types of one place (a kind of message, or one nesting attribute). It serves errors,
 * printing and {@link Attributes#problems}; an attribute without an entry is as good as any other.
 */
public final class AttributeSchema {
  /** Knows no attribute. */
  public static final AttributeSchema NONE = builder("attribute ").build();

  private final String prefix;
  private final ImmutableMap<Integer, AttributeType> types;
  private final AddressFamily family;

  /** This schema by family, made when it is needed. Threads may make one twice, to no harm. */
  private final @Nullable AttributeSchema[] byFamily;

  private AttributeSchema(
      String prefix,
      ImmutableMap<Integer, AttributeType> types,
      AddressFamily family,
      @Nullable AttributeSchema[] byFamily) {
    this.prefix = prefix;
    this.types = types;
    this.family = family;
    this.byFamily = byFamily;
  }

  /**
   * A schema of these types, whose names begin with a prefix.
   *
   * @param prefix such as {@code RTA_}
   * @param types adds them
   */
  public static AttributeSchema of(String prefix, Consumer<Builder> types) {
    Builder builder = builder(prefix);
    types.accept(builder);
    return builder.build();
  }

  /** A new schema of types whose names begin with {@code prefix}, such as {@code RTA_}. */
  public static Builder builder(String prefix) {
    return new Builder(prefix);
  }

  /** This schema for messages of a family, which decides how long their addresses are. */
  public AttributeSchema forFamily(AddressFamily newFamily) {
    AttributeSchema known = byFamily[newFamily.value()];
    if (known == null) {
      known = new AttributeSchema(prefix, types, newFamily, byFamily);
      byFamily[newFamily.value()] = known;
    }
    return known;
  }

  /** This schema, but with {@code type} in the place of the type of its number. */
  public AttributeSchema with(AttributeType type) {
    Map<Integer, AttributeType> changed = new LinkedHashMap<>(types);
    changed.put(type.number(), type);
    return new AttributeSchema(
        prefix, ImmutableMap.copyOf(changed), family, new AttributeSchema[256]);
  }

  /** The family of the messages; unspec unless it was said. */
  public AddressFamily family() {
    return family;
  }

  /** The full name of a type, or the prefix and the number. */
  public String name(int number) {
    AttributeType type = types.get(number);
    return prefix + (type == null ? Integer.toString(number) : type.name());
  }

  /** True if this type has a name. */
  public boolean knows(int number) {
    return types.containsKey(number);
  }

  /** What says the schema of the attributes inside one of this type; null if there are none. */
  @Nullable Function<Attributes, AttributeSchema> chooser(int number) {
    return types.get(number) instanceof AttributeType.Of<?> type ? type.form().chooser() : null;
  }

  /** Throws if the value does not have the form that its type asks for. */
  void check(Attribute attribute) {
    AttributeType type = types.get(attribute.type());
    if (type != null) {
      type.check(attribute);
    }
  }

  /** The runs of attributes inside this one, in order. */
  List<Attributes> inside(Attribute attribute) {
    return types.get(attribute.type()) instanceof AttributeType.Of<?> type
        ? type.form().inside(attribute)
        : List.of();
  }

  /**
   * Collects the types of an {@link AttributeSchema} as they are declared. Every type has a number,
   * without flag bits, and a name, without the prefix.
   *
   * <pre>{@code
   * AttributeSchema.Builder rta = AttributeSchema.builder("RTA_");
   * AttributeType.OfInt outputInterface = rta.s32(4, "OIF");
   * }</pre>
   */
  public static final class Builder {
    private final String prefix;
    private final ImmutableMap.Builder<Integer, AttributeType> types = ImmutableMap.builder();

    private Builder(String prefix) {
      this.prefix = prefix;
    }

    /**
     * Adds a type that was made elsewhere.
     *
     * @return the type
     */
    public <A extends AttributeType> A add(A type) {
      types.put(type.number(), type);
      return type;
    }

    /** Adds a u8. */
    public OfInt u8(int number, String name) {
      return add(new OfInt(number, name, IntForm.U8));
    }

    /** Adds a u16. */
    public OfInt u16(int number, String name) {
      return add(new OfInt(number, name, IntForm.U16));
    }

    /** Adds an s32. */
    public OfInt s32(int number, String name) {
      return add(new OfInt(number, name, IntForm.S32));
    }

    /** Adds a u16 in network byte order. */
    public OfInt be16(int number, String name) {
      return add(new OfInt(number, name, IntForm.BE16));
    }

    /** Adds a u32. */
    public OfLong u32(int number, String name) {
      return add(new OfLong(number, name, LongForm.U32));
    }

    /** Adds a u64: its 64 bits, to be read as unsigned. */
    public OfLong u64(int number, String name) {
      return add(new OfLong(number, name, LongForm.U64));
    }

    /** Adds a u32 in network byte order. */
    public OfLong be32(int number, String name) {
      return add(new OfLong(number, name, LongForm.BE32));
    }

    /** Adds a u64 in network byte order. */
    public OfLong be64(int number, String name) {
      return add(new OfLong(number, name, LongForm.BE64));
    }

    /** Adds an unsigned number of 4 or 8 bytes. */
    public OfLong uint(int number, String name) {
      return add(new OfLong(number, name, LongForm.UINT));
    }

    /** Adds UTF-8 text. */
    public Of<String> text(int number, String name) {
      return of(number, name, Form.TEXT);
    }

    /** Adds bytes that are taken as they are. */
    public Of<Bytes> bytes(int number, String name) {
      return of(number, name, Form.BYTES);
    }

    /**
     * Adds types that have a name and nothing else: their bytes are taken as they are.
     *
     * @param first the number of the first; the others follow
     */
    public void opaque(int first, String... names) {
      for (int i = 0; i < names.length; i++) {
        bytes(first + i, names[i]);
      }
    }

    /** Adds a type without payload: the attribute says what it says by being there. */
    public Of<Boolean> flag(int number, String name) {
      return of(number, name, Form.FLAG);
    }

    /** Adds an IP address of the family of the message. */
    public Of<IpAddress> address(int number, String name) {
      return of(number, name, Form.ADDRESS);
    }

    /** Adds attributes inside an attribute. */
    public Of<Attributes> nested(int number, String name, AttributeSchema schema) {
      return of(number, name, Form.nested(schema));
    }

    /** Adds values of another form. */
    public <T> Of<T> of(int number, String name, Form<T> form) {
      return add(new Of<>(number, name, form));
    }

    /** The schema. */
    public AttributeSchema build() {
      return new AttributeSchema(
          prefix, types.buildOrThrow(), AddressFamily.UNSPEC, new AttributeSchema[256]);
    }
  }
}
