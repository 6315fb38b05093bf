package dev.routeswitcher.netlink.codec;

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
  private static final AttributeSchema.Builder POLICY =
      AttributeSchema.builder("NL_POLICY_TYPE_ATTR_");

  private static final AttributeType.OfInt TYPE = POLICY.s32(1, "TYPE"); // a u32, and small
  private static final AttributeType.OfLong MIN_SIGNED = POLICY.u64(2, "MIN_VALUE_S");
  private static final AttributeType.OfLong MAX_SIGNED = POLICY.u64(3, "MAX_VALUE_S");
  private static final AttributeType.OfLong MIN_UNSIGNED = POLICY.u64(4, "MIN_VALUE_U");
  private static final AttributeType.OfLong MAX_UNSIGNED = POLICY.u64(5, "MAX_VALUE_U");
  private static final AttributeType.OfLong MIN_LENGTH = POLICY.u32(6, "MIN_LENGTH");
  private static final AttributeType.OfLong MAX_LENGTH = POLICY.u32(7, "MAX_LENGTH");
  private static final AttributeType.OfLong BITFIELD_MASK = POLICY.u32(10, "BITFIELD32_MASK");
  private static final AttributeType.OfLong MASK = POLICY.u64(12, "MASK");

  static {
    POLICY.u32(8, "POLICY_IDX");
    POLICY.u32(9, "POLICY_MAXTYPE");
    POLICY.bytes(11, "PAD");
  }

  static final AttributeSchema SCHEMA = POLICY.build();

  private static final Names TYPE_NAMES =
      Names.from(0, "invalid", "flag", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64")
          .and(10, "binary", "string", "null-terminated string", "nested", "nested array")
          .and(15, "bitfield32", "sint", "uint");

  /** The form of the value: {@code NL_ATTR_TYPE_*}. */
  public OptionalInt type() {
    return attributes.get(TYPE);
  }

  /**
   * The name of {@link #type}, such as {@code u32} or {@code nested}; {@code type} and the number
   * if it has none; {@code value} if the kernel did not say.
   */
  public String typeName() {
    int type = type().orElse(-1);
    return type < 0 ? "value" : TYPE_NAMES.of(type, "type ");
  }

  /** True if {@link #minimum} and {@link #maximum} are signed; they are unsigned otherwise. */
  public boolean isSigned() {
    return attributes.has(MIN_SIGNED) || attributes.has(MAX_SIGNED);
  }

  /** The smallest number allowed. */
  public OptionalLong minimum() {
    return attributes.get(isSigned() ? MIN_SIGNED : MIN_UNSIGNED);
  }

  /** The largest number allowed. */
  public OptionalLong maximum() {
    return attributes.get(isSigned() ? MAX_SIGNED : MAX_UNSIGNED);
  }

  /** The shortest payload allowed, in bytes. */
  public OptionalLong minimumLength() {
    return attributes.get(MIN_LENGTH);
  }

  /** The longest payload allowed, in bytes. */
  public OptionalLong maximumLength() {
    return attributes.get(MAX_LENGTH);
  }

  /** The bits allowed, of a number or a bit field: 64 bits. */
  public OptionalLong mask() {
    OptionalLong mask = attributes.get(MASK);
    return mask.isPresent() ? mask : attributes.get(BITFIELD_MASK);
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
