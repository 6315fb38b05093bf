package dev.routeswitcher.netlink.codec;

import dev.routeswitcher.netlink.ip.IpAddress;

/**
 * An attribute type of one place, such as {@code RTA_OIF} of routes: its number, its name and the
 * form of its value. Accessors, builders, schemas and printing all go by this one declaration.
 *
 * <pre>{@code
 * OptionalLong metric = route.attributes().get(RouteAttributes.PRIORITY);
 * OptionalLong unknown = route.attributes().get(AttributeType.u32(4000, "4000"));
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
   * @throws MalformedAttributeException if it has not the form
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
    BE16;

    /** Reads the attribute that a cursor is at. */
    public int read(AttributeCursor at) {
      return switch (this) {
        case U8 -> at.u8();
        case U16 -> at.u16();
        case S32 -> at.s32();
        case BE16 -> at.be16();
      };
    }

    void write(NetlinkWriter writer, int value) {
      switch (this) {
        case U8 -> writer.u8(value);
        case U16 -> writer.u16(value);
        case S32 -> writer.s32(value);
        case BE16 -> writer.be16(value);
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

  /** A u8. */
  static OfInt u8(int number, String name) {
    return new OfInt(number, name, IntForm.U8);
  }

  /** A u16. */
  static OfInt u16(int number, String name) {
    return new OfInt(number, name, IntForm.U16);
  }

  /** An s32. */
  static OfInt s32(int number, String name) {
    return new OfInt(number, name, IntForm.S32);
  }

  /** A u16 in network byte order. */
  static OfInt be16(int number, String name) {
    return new OfInt(number, name, IntForm.BE16);
  }

  /** A u32. */
  static OfLong u32(int number, String name) {
    return new OfLong(number, name, LongForm.U32);
  }

  /** A u64: its 64 bits, to be read as unsigned. */
  static OfLong u64(int number, String name) {
    return new OfLong(number, name, LongForm.U64);
  }

  /** A u32 in network byte order. */
  static OfLong be32(int number, String name) {
    return new OfLong(number, name, LongForm.BE32);
  }

  /** A u64 in network byte order. */
  static OfLong be64(int number, String name) {
    return new OfLong(number, name, LongForm.BE64);
  }

  /** An unsigned number of 4 or 8 bytes. */
  static OfLong uint(int number, String name) {
    return new OfLong(number, name, LongForm.UINT);
  }

  /** UTF-8 text. */
  static Of<String> text(int number, String name) {
    return of(number, name, Form.TEXT);
  }

  /** Bytes that are taken as they are. */
  static Of<Bytes> bytes(int number, String name) {
    return of(number, name, Form.BYTES);
  }

  /** No payload: the attribute says what it says by being there. */
  static Of<Boolean> flag(int number, String name) {
    return of(number, name, Form.FLAG);
  }

  /** An IP address of the family of the message. */
  static Of<IpAddress> address(int number, String name) {
    return of(number, name, Form.ADDRESS);
  }

  /** Attributes. */
  static Of<Attributes> nested(int number, String name, AttributeSchema schema) {
    return of(number, name, Form.nested(schema));
  }

  /** Values of another form. */
  static <T> Of<T> of(int number, String name, Form<T> form) {
    return new Of<>(number, name, form);
  }
}
