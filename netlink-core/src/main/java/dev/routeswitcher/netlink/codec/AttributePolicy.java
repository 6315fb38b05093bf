package dev.routeswitcher.netlink.codec;

import com.google.common.collect.ImmutableMap;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * What the kernel asks of an attribute's value ({@code NLMSGERR_ATTR_POLICY}, {@code
 * NL_POLICY_TYPE_ATTR_*} of {@code linux/netlink.h}).
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 *
 * @param attributes the policy as it is on the wire
 */
public record AttributePolicy(Attributes attributes) {
  private static final int TYPE = 1;
  private static final int MIN_SIGNED = 2;
  private static final int MAX_SIGNED = 3;
  private static final int MIN_UNSIGNED = 4;
  private static final int MAX_UNSIGNED = 5;
  private static final int MIN_LENGTH = 6;
  private static final int MAX_LENGTH = 7;
  private static final int BITFIELD_MASK = 10;
  private static final int MASK = 12;

  private static final ImmutableMap<Integer, String> TYPE_NAMES =
      ImmutableMap.<Integer, String>builder()
          .put(0, "invalid")
          .put(1, "flag")
          .put(2, "u8")
          .put(3, "u16")
          .put(4, "u32")
          .put(5, "u64")
          .put(6, "s8")
          .put(7, "s16")
          .put(8, "s32")
          .put(9, "s64")
          .put(10, "binary")
          .put(11, "string")
          .put(12, "null-terminated string")
          .put(13, "nested")
          .put(14, "nested array")
          .put(15, "bitfield32")
          .put(16, "sint")
          .put(17, "uint")
          .buildOrThrow();

  static final AttributeSchema SCHEMA =
      AttributeSchema.builder("NL_POLICY_TYPE_ATTR_")
          .value(TYPE, "TYPE", Attribute::u32)
          .value(MIN_SIGNED, "MIN_VALUE_S", Attribute::u64)
          .value(MAX_SIGNED, "MAX_VALUE_S", Attribute::u64)
          .value(MIN_UNSIGNED, "MIN_VALUE_U", Attribute::u64)
          .value(MAX_UNSIGNED, "MAX_VALUE_U", Attribute::u64)
          .value(MIN_LENGTH, "MIN_LENGTH", Attribute::u32)
          .value(MAX_LENGTH, "MAX_LENGTH", Attribute::u32)
          .value(8, "POLICY_IDX", Attribute::u32)
          .value(9, "POLICY_MAXTYPE", Attribute::u32)
          .value(BITFIELD_MASK, "BITFIELD32_MASK", Attribute::u32)
          .raw(11, "PAD")
          .value(MASK, "MASK", Attribute::u64)
          .build();

  /** The form of the value: {@code NL_ATTR_TYPE_*}. */
  public OptionalInt type() {
    return attributes.s32(TYPE);
  }

  /** The name of {@link #type}, such as {@code u32} or {@code nested}; or its number. */
  public String typeName() {
    int type = type().orElse(-1);
    return type < 0 ? "value" : TYPE_NAMES.getOrDefault(type, "type " + type);
  }

  /** True if {@link #minimum} and {@link #maximum} are signed; they are unsigned otherwise. */
  public boolean isSigned() {
    return attributes.find(MIN_SIGNED).isPresent() || attributes.find(MAX_SIGNED).isPresent();
  }

  /** The smallest number allowed. */
  public OptionalLong minimum() {
    return attributes.u64(isSigned() ? MIN_SIGNED : MIN_UNSIGNED);
  }

  /** The largest number allowed. */
  public OptionalLong maximum() {
    return attributes.u64(isSigned() ? MAX_SIGNED : MAX_UNSIGNED);
  }

  /** The shortest payload allowed, in bytes. */
  public OptionalLong minimumLength() {
    return attributes.u32(MIN_LENGTH);
  }

  /** The longest payload allowed, in bytes. */
  public OptionalLong maximumLength() {
    return attributes.u32(MAX_LENGTH);
  }

  /** The bits allowed, of a number or a bit field: 64 bits. */
  public OptionalLong mask() {
    OptionalLong mask = attributes.u64(MASK);
    return mask.isPresent() ? mask : attributes.u32(BITFIELD_MASK);
  }

  /** For people, such as {@code u32 from 0 to 4294967295}. Never fails. */
  @Override
  public String toString() {
    try {
      StringJoiner text = new StringJoiner(" ").add(typeName());
      minimum().ifPresent(value -> text.add("from " + number(value)));
      maximum().ifPresent(value -> text.add("to " + number(value)));
      minimumLength().ifPresent(value -> text.add("of at least " + value + " bytes"));
      maximumLength().ifPresent(value -> text.add("of at most " + value + " bytes"));
      mask().ifPresent(value -> text.add("of bits 0x" + Long.toHexString(value)));
      return text.toString();
    } catch (MalformedAttributeException e) {
      return attributes.toString();
    }
  }

  private String number(long value) {
    return isSigned() ? Long.toString(value) : Long.toUnsignedString(value);
  }
}
