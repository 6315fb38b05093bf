package dev.routeswitcher.netlink.codec;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * The kernel's answer to a request: {@code NLMSG_ERROR} ({@code struct nlmsgerr}) or the end of a
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
  private static final AttributeSchema.Builder EXTENDED = AttributeSchema.builder("NLMSGERR_ATTR_");

  private static final AttributeType.Of<String> MESSAGE = EXTENDED.text(1, "MSG");
  private static final AttributeType.OfLong OFFSET = EXTENDED.u32(2, "OFFS");
  private static final AttributeType.Of<Bytes> COOKIE = EXTENDED.bytes(3, "COOKIE");
  private static final AttributeType.Of<Attributes> POLICY =
      EXTENDED.nested(4, "POLICY", AttributePolicy.SCHEMA);
  private static final AttributeType.OfLong MISSING_TYPE = EXTENDED.u32(5, "MISS_TYPE");
  private static final AttributeType.OfLong MISSING_NEST = EXTENDED.u32(6, "MISS_NEST");

  private static final AttributeSchema SCHEMA = EXTENDED.build();

  private static final int ERROR_BODY = 4 + NetlinkHeader.LENGTH;

  /**
   * Reads the message that the cursor is at, of type {@link NetlinkHeader#ERROR} or {@link
   * NetlinkHeader#DONE}. An empty {@code DONE} (header only), or one whose number is positive, is a
   * success.
   *
   * @throws MalformedMessageException if it is too short, or an {@code ERROR} has a positive number
   */
  public static Acknowledgement read(MessageCursor cursor) {
    NetlinkHeader header = cursor.header();
    boolean done = header.type() == NetlinkHeader.DONE;
    if (done && cursor.size() == 0) {
      return new Acknowledgement(header, Errno.NONE, OptionalInt.empty(), none(cursor));
    }
    cursor.requireBody(done ? "error number" : "nlmsgerr", done ? 4 : ERROR_BODY);
    int number = cursor.s32(0);
    if (number == Integer.MIN_VALUE || (number > 0 && !done)) {
      throw new MalformedMessageException(
          cursor.start(), "an error number of 0 or below", Integer.toString(number));
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
    return (int) Math.min(4 + repeated, cursor.size());
  }

  private static Attributes none(MessageCursor cursor) {
    return Attributes.empty(cursor.order(), SCHEMA);
  }

  /** True if there was no error. */
  public boolean isSuccess() {
    return error.equals(Errno.NONE);
  }

  /** The kernel's own message: of the error, or a {@link #warning}. */
  public Optional<String> message() {
    return extended.get(MESSAGE);
  }

  /** The kernel's own message on a request that it has carried out. */
  public Optional<String> warning() {
    return isSuccess() ? message() : Optional.empty();
  }

  /** Where the request is wrong, in bytes from its header. */
  public OptionalLong offset() {
    return extended.get(OFFSET);
  }

  /** The type of the attribute that the request lacks. */
  public OptionalLong missingType() {
    return extended.get(MISSING_TYPE);
  }

  /**
   * Where in the request the attribute is that should hold the missing one, in bytes from its
   * header; empty if the request itself should.
   */
  public OptionalLong missingNest() {
    return extended.get(MISSING_NEST);
  }

  /**
   * Names the attribute that is wrong or, if {@link #missingType} is there, missing, from the
   * outermost to the innermost: {@code RTA_METRICS/RTAX_MTU}.
   *
   * @param sent the attributes of the request, as it was sent
   * @return empty if the kernel did not say, or meant the request's header
   * @throws MalformedAttributeException if the extended attributes cannot be read
   */
  public Optional<String> attributeIn(Attributes sent) {
    OptionalLong missing = missingType();
    if (missing.isEmpty()) {
      return offset().isPresent() ? sent.pathAt(offset().getAsLong()) : Optional.empty();
    }
    int type = (int) missing.getAsLong();
    OptionalLong nest = missingNest();
    return nest.isPresent()
        ? sent.pathOfMissing(nest.getAsLong(), type)
        : Optional.of(sent.schema().name(type));
  }

  /** What the value at {@link #offset} should be. */
  public Optional<AttributePolicy> policy() {
    return extended.get(POLICY).map(AttributePolicy::new);
  }

  /** A handle some subsystems give on success. */
  public Optional<Bytes> cookie() {
    return extended.get(COOKIE);
  }

  /**
   * The answer as text: {@code ERANGE: Attribute failed policy validation (u32 from 0 to
   * 4294967295)}. Never fails.
   */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    try {
      text.add(error + message().map(words -> ": " + words).orElse(""));
      offset().ifPresent(at -> text.add("at offset " + at));
      missingType().ifPresent(type -> text.add("missing attribute " + type));
      missingNest().ifPresent(at -> text.add("in the one at offset " + at));
      policy().ifPresent(policy -> text.add("(" + policy + ")"));
      cookie().ifPresent(cookie -> text.add("cookie " + cookie));
      extended.defect().ifPresent(defect -> text.add("(" + defect.getMessage() + ")"));
    } catch (MalformedAttributeException e) {
      text.add("(" + e.getMessage() + ")");
    }
    return text.toString();
  }
}
