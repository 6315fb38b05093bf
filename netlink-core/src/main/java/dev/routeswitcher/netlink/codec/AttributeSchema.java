package dev.routeswitcher.netlink.codec;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.ip.AddressFamily;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attribute types of one place (a kind of message, or one nesting attribute). It serves errors,
 * printing and {@link Attributes#problems}; an attribute without an entry is as good as any other.
 */
public final class AttributeSchema {
  /** Knows no attribute. */
  public static final AttributeSchema NONE = of("attribute ");

  private final String prefix;
  private final ImmutableMap<Integer, AttributeType> types;
  private final AddressFamily family;

  /** The same schema by family, made when it is needed. Threads may make one twice, to no harm. */
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
   */
  public static AttributeSchema of(String prefix, AttributeType... types) {
    Builder builder = builder(prefix);
    for (AttributeType type : types) {
      builder.add(type);
    }
    return builder.build();
  }

  /** A new schema of types whose names begin with {@code prefix}, such as {@code RTA_}. */
  public static Builder builder(String prefix) {
    return new Builder(prefix);
  }

  /** The same for messages of a family, which decides how long their addresses are. */
  public AttributeSchema of(AddressFamily newFamily) {
    AttributeSchema known = byFamily[newFamily.value()];
    if (known == null) {
      known = new AttributeSchema(prefix, types, newFamily, byFamily);
      byFamily[newFamily.value()] = known;
    }
    return known;
  }

  /** The same with another type of the same number. */
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

  /**
   * The schema of what an attribute of this type holds; {@link #NONE} if it holds none, or if its
   * siblings decide it.
   */
  AttributeSchema nested(int number) {
    return types.get(number) instanceof AttributeType.Of<?> type ? type.form().nested() : NONE;
  }

  /** What decides the schema of what an attribute of this type holds, if its siblings do. */
  @Nullable Function<Attributes, AttributeSchema> chooser(int number) {
    return types.get(number) instanceof AttributeType.Of<?> type ? type.form().chooser() : null;
  }

  /** Throws if the value has not the form that its type asks for. */
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

  /** Collects the types of an {@link AttributeSchema} as they are declared. */
  public static final class Builder {
    private final String prefix;
    private final ImmutableMap.Builder<Integer, AttributeType> types = ImmutableMap.builder();

    private Builder(String prefix) {
      this.prefix = prefix;
    }

    /**
     * Adds a type.
     *
     * @return the type
     */
    public <A extends AttributeType> A add(A type) {
      types.put(type.number(), type);
      return type;
    }

    /** The schema. */
    public AttributeSchema build() {
      return new AttributeSchema(
          prefix, types.buildOrThrow(), AddressFamily.UNSPEC, new AttributeSchema[256]);
    }
  }
}
