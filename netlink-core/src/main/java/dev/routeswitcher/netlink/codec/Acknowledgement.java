package dev.routeswitcher.netlink.codec;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The kernel's verdict on a request: {@code NLMSG_ERROR} ({@code struct nlmsgerr}) or the end of a
 * dump, {@code NLMSG_DONE}. Either may carry extended attributes ({@code NLMSGERR_ATTR_*}): text,
 * the place of the fault, what is missing.
 *
 * @param header of the acknowledgement itself; its sequence is the request's
 * @param error {@link Errno#NONE} for success
 * @param requestType {@code nlmsg_type} of the request, which only {@code NLMSG_ERROR} repeats
 * @param extended the extended attributes; often none
 */
public record Acknowledgement(
    NetlinkHeader header, Errno error, OptionalInt requestType, Attributes extended) {
  private static final int MESSAGE = 1;
  private static final int OFFSET = 2;
  private static final int COOKIE = 3;
  private static final int POLICY = 4;
  private static final int MISSING_TYPE = 5;
  private static final int MISSING_NEST = 6;

  private static final int ERROR_BODY = 4 + NetlinkHeader.LENGTH;

  private static final AttributeSchema POLICY_SCHEMA =
      AttributeSchema.builder("NL_POLICY_TYPE_ATTR_")
          .value(1, "TYPE", Attribute::u32)
          .value(2, "MIN_VALUE_S", Attribute::u64)
          .value(3, "MAX_VALUE_S", Attribute::u64)
          .value(4, "MIN_VALUE_U", Attribute::u64)
          .value(5, "MAX_VALUE_U", Attribute::u64)
          .value(6, "MIN_LENGTH", Attribute::u32)
          .value(7, "MAX_LENGTH", Attribute::u32)
          .value(8, "POLICY_IDX", Attribute::u32)
          .value(9, "POLICY_MAXTYPE", Attribute::u32)
          .value(10, "BITFIELD32_MASK", Attribute::u32)
          .raw(11, "PAD")
          .value(12, "MASK", Attribute::u64)
          .build();

  private static final AttributeSchema SCHEMA =
      AttributeSchema.builder("NLMSGERR_ATTR_")
          .raw(MESSAGE, "MSG")
          .value(OFFSET, "OFFS", Attribute::u32)
          .raw(COOKIE, "COOKIE")
          .nested(POLICY, "POLICY", POLICY_SCHEMA)
          .value(MISSING_TYPE, "MISS_TYPE", Attribute::u32)
          .value(MISSING_NEST, "MISS_NEST", Attribute::u32)
          .build();

  /**
   * Reads the message that the cursor is at, of type {@link NetlinkHeader#ERROR} or {@link
   * NetlinkHeader#DONE}. A {@code DONE} without a number (of 16 bytes) is a success.
   *
   * @throws MalformedMessageException if it is too short, or its number is positive
   */
  public static Acknowledgement read(MessageCursor cursor) {
    NetlinkHeader header = cursor.header();
    boolean done = header.type() == NetlinkHeader.DONE;
    if (done && cursor.bodyLength() == 0) {
      return new Acknowledgement(header, Errno.NONE, OptionalInt.empty(), none(cursor));
    }
    cursor.requireBody(done ? "error number" : "nlmsgerr", done ? 4 : ERROR_BODY);
    int number = cursor.s32(0);
    if (number == Integer.MIN_VALUE || (number > 0 && !done)) {
      throw new MalformedMessageException(
          cursor.bodyOffset(), "an error number of 0 or below", Integer.toString(number));
    }
    Errno error = new Errno(Math.max(0, -number));
    OptionalInt requestType = done ? OptionalInt.empty() : OptionalInt.of(cursor.u16(8));
    boolean hasExtended = header.has(NetlinkHeader.ACK_ATTRIBUTES);
    Attributes extended =
        hasExtended ? cursor.attributes(done ? 4 : errorLength(cursor), SCHEMA) : none(cursor);
    return new Acknowledgement(header, error, requestType, extended);
  }

  /** The length of error number and repeated request: its header alone if it was capped. */
  private static int errorLength(MessageCursor cursor) {
    if ((cursor.flags() & NetlinkHeader.CAPPED) != 0) {
      return ERROR_BODY;
    }
    long repeated = Math.max(NetlinkHeader.LENGTH, cursor.u32(4));
    return (int) Math.min(4 + repeated, cursor.bodyLength());
  }

  private static Attributes none(MessageCursor cursor) {
    return Attributes.empty(cursor.order(), SCHEMA);
  }

  /** True if there was no error. */
  public boolean isSuccess() {
    return error.equals(Errno.NONE);
  }

  /** The kernel's own words: of the error, or a warning on success. */
  public Optional<String> message() {
    return extended.text(MESSAGE);
  }

  /** Where the request is wrong, in bytes from its header. */
  public OptionalLong offset() {
    return extended.u32(OFFSET);
  }

  /** The type of the attribute that the request lacks. */
  public OptionalLong missingType() {
    return extended.u32(MISSING_TYPE);
  }

  /** Where in the request the attribute is that should hold the missing one. */
  public OptionalLong missingNest() {
    return extended.u32(MISSING_NEST);
  }

  /** What a value should be, by the kernel's policy ({@code NL_POLICY_TYPE_ATTR_*}). */
  public Optional<Attributes> policy() {
    return extended.find(POLICY).map(Attribute::attributes);
  }

  /** A handle some subsystems give on success. */
  public Optional<Bytes> cookie() {
    return extended.find(COOKIE).map(Attribute::bytes);
  }
}
