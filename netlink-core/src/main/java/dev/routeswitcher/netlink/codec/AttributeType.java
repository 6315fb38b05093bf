package dev.routeswitcher.netlink.codec;

/**
 * An attribute type of one place, such as {@code RTA_OIF} of routes: its number, its name and the
 * form of its value. Accessors, builders, schemas and printing all go by this one declaration,
 * which {@link AttributeSchema.Builder} makes. A type that no schema has can be made for itself.
 *
 * <pre>{@code
 * OptionalLong metric = route.attributes().get(RouteAttributes.PRIORITY);
 * AttributeType.OfLong unknown = new AttributeType.OfLong(4000, "4000", LongForm.U32);
 * OptionalLong value = route.attributes().get(unknown);
 * }</pre>
 */
public sealed interface AttributeType {
  /** The number, without flag bits. */
  int number();

  /** The name, without the prefix of its place. */
  String name();

  /**
   * Checks that a value has the form.
   *
   * @throws MalformedAttributeException if not
   */
  void check(Attribute attribute);

  /**
   * A value as text: numbers in decimal, unsigned unless the form is signed.
   *
   * @throws MalformedAttributeException if it does not have the form
   */
  String print(Attribute attribute);

  /**
   * A type whose values are numbers that fit an {@code int}.
   *
   * @param number without flag bits
   * @param name without the prefix of its place
   * @param form how the number stands on the wire
   */
  record OfInt(int number, String name, IntForm form) implements AttributeType {
    @Override
    public void check(Attribute attribute) {
      form.read(attribute.cursor());
    }

    @Override
    public String print(Attribute attribute) {
      return Integer.toString(form.read(attribute.cursor()));
    }
  }

  /**
   * A type whose values are numbers of up to 64 bits.
   *
   * @param number without flag bits
   * @param name without the prefix of its place
   * @param form how the number stands on the wire
   */
  record OfLong(int number, String name, LongForm form) implements AttributeType {
    @Override
    public void check(Attribute attribute) {
      form.read(attribute.cursor());
    }

    @Override
    public String print(Attribute attribute) {
      return Long.toUnsignedString(form.read(attribute.cursor()));
    }
  }

  /**
   * A type whose values are anything else.
   *
   * @param number without flag bits
   * @param name without the prefix of its place
   * @param form how a value stands on the wire
   */
  record Of<T>(int number, String name, Form<T> form) implements AttributeType {
    @Override
    public void check(Attribute attribute) {
      form.check(attribute);
    }

    @Override
    public String print(Attribute attribute) {
      return form.read(attribute).toString();
    }
  }

  /** The forms of numbers that fit an {@code int}. */
  enum IntForm {
    U8,
    U16,
    S32,
    BE16,
    /** BE16 of an attribute that may be longer; written as BE16. */
    START_AS_BE16;

    /** Reads the attribute that a cursor is at. */
    public int read(AttributeCursor at) {
      return switch (this) {
        case U8 -> at.u8();
        case U16 -> at.u16();
        case S32 -> at.s32();
        case BE16 -> at.be16();
        case START_AS_BE16 -> at.startAsBe16();
      };
    }

    void write(NetlinkWriter writer, int value) {
      switch (this) {
        case U8 -> writer.u8(value);
        case U16 -> writer.u16(value);
        case S32 -> writer.s32(value);
        case BE16, START_AS_BE16 -> writer.be16(value);
      }
    }
  }

  /** The forms of larger numbers. */
  enum LongForm {
    U32,
    U64,
    BE32,
    BE64,
    /** u32 or u64 ({@code NLA_UINT}); written as the smaller that it fits. */
    UINT;

    /** Reads the attribute that a cursor is at. */
    public long read(AttributeCursor at) {
      return switch (this) {
        case U32 -> at.u32();
        case U64 -> at.u64();
        case BE32 -> at.be32();
        case BE64 -> at.be64();
        case UINT -> at.uint();
      };
    }

    void write(NetlinkWriter writer, long value) {
      switch (this) {
        case U32 -> writer.u32(value);
        case U64 -> writer.u64(value);
        case BE32 -> writer.be32(value);
        case BE64 -> writer.be64(value);
        case UINT -> {
          if (value >>> 32 == 0) {
            writer.u32(value);
          } else {
            writer.u64(value);
          }
        }
      }
    }
  }
}
