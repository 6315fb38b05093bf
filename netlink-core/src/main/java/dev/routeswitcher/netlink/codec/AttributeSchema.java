package dev.routeswitcher.netlink.codec;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the attribute types of one place (a kind of message, or one nesting attribute):
 * their names, the form of their values, and what they hold. It serves errors, printing and {@link
 * Attributes#problems}; an attribute without an entry is as good as any other.
 */
public final class AttributeSchema {
  /** Knows no attribute. */
  public static final AttributeSchema NONE = builder("attribute ").build();

  private final String prefix;
  private final ImmutableMap<Integer, Entry> entries;

  private AttributeSchema(String prefix, ImmutableMap<Integer, Entry> entries) {
    this.prefix = prefix;
    this.entries = entries;
  }

  private record Entry(
      String name,
      Consumer<Attribute> check,
      AttributeSchema nested,
      @Nullable Function<Attributes, AttributeSchema> chooser,
      Function<Attribute, List<Attributes>> inside) {}

  /** A new schema of types whose names begin with {@code prefix}, such as {@code RTA_}. */
  public static Builder builder(String prefix) {
    return new Builder(prefix);
  }

  /** The full name of a type, or the prefix and the number. */
  public String name(int type) {
    Entry entry = entries.get(type);
    return prefix + (entry == null ? Integer.toString(type) : entry.name);
  }

  /** True if this type has a name. */
  public boolean knows(int type) {
    return entries.containsKey(type);
  }

  /**
   * The schema of what an attribute of this type holds; {@link #NONE} if it holds none, or if its
   * siblings decide it.
   */
  AttributeSchema nested(int type) {
    Entry entry = entries.get(type);
    return entry == null ? NONE : entry.nested;
  }

  /** What decides the schema of what an attribute of this type holds, if its siblings do. */
  @Nullable Function<Attributes, AttributeSchema> chooser(int type) {
    Entry entry = entries.get(type);
    return entry == null ? null : entry.chooser;
  }

  /** Throws if the value has not the form that its type asks for. */
  void check(Attribute attribute) {
    Entry entry = entries.get(attribute.type());
    if (entry != null) {
      entry.check.accept(attribute);
    }
  }

  /** The runs of attributes inside this one, in order. */
  List<Attributes> inside(Attribute attribute) {
    Entry entry = entries.get(attribute.type());
    return entry == null ? List.of() : entry.inside.apply(attribute);
  }

  /** Collects the entries of an {@link AttributeSchema}. */
  public static final class Builder {
    private final String prefix;
    private final ImmutableMap.Builder<Integer, Entry> entries = ImmutableMap.builder();

    private Builder(String prefix) {
      this.prefix = prefix;
    }

    /** Types whose values are taken as they are. Names without the prefix. */
    public Builder raw(int type, String name) {
      return value(type, name, attribute -> {});
    }

    /**
     * A type with a form.
     *
     * @param check reads the value and throws {@link MalformedAttributeException} if it cannot, as
     *     {@code Attribute::u32} does
     */
    public Builder value(int type, String name, Consumer<Attribute> check) {
      return put(type, new Entry(name, check, NONE, null, attribute -> List.of()));
    }

    /** A type that holds attributes. */
    public Builder nested(int type, String name, AttributeSchema nested) {
      return put(type, new Entry(name, attribute -> {}, nested, null, Builder::whole));
    }

    /**
     * A type that holds attributes whose meaning its siblings decide, such as {@code
     * IFLA_INFO_DATA}, which {@code IFLA_INFO_KIND} explains.
     *
     * @param chooser the schema by the run that the attribute is in; {@link AttributeSchema#NONE}
     *     if that says nothing, and the value is then taken as it is. It must not throw.
     */
    public Builder nestedBy(int type, String name, Function<Attributes, AttributeSchema> chooser) {
      return put(type, new Entry(name, attribute -> {}, NONE, chooser, Builder::wholeIfKnown));
    }

    /** A type that holds several runs of attributes between other data. */
    public Builder runs(
        int type,
        String name,
        Consumer<Attribute> check,
        Function<Attribute, List<Attributes>> inside) {
      return put(type, new Entry(name, check, NONE, null, inside));
    }

    private Builder put(int type, Entry entry) {
      entries.put(type, entry);
      return this;
    }

    private static List<Attributes> whole(Attribute attribute) {
      return List.of(attribute.attributes());
    }

    private static List<Attributes> wholeIfKnown(Attribute attribute) {
      Attributes inside = attribute.attributes();
      return inside.schema() == NONE ? List.of() : List.of(inside);
    }

    /** The schema. */
    public AttributeSchema build() {
      return new AttributeSchema(prefix, entries.buildOrThrow());
    }
  }
}
