package dev.routeswitcher.netlink.codec;

/**
 * The header of a netlink message ({@code struct nlmsghdr}) without its length, which follows from
 * the body.
 *
 * @param type what the message is: one of this class's control types, or the protocol's own from
 *     {@link #MIN_PROTOCOL_TYPE} on
 * @param flags {@code NLM_F_*} bits; some have another meaning for another kind of message
 * @param sequence u32 that an answer repeats
 * @param portId u32: of the socket that asked, in an answer or in an event it caused; 0 in a
 *     request
 */
public record NetlinkHeader(int type, int flags, long sequence, long portId) {
  /** The size on the wire in bytes. */
  public static final int LENGTH = 16;

  /** {@code NLMSG_NOOP}: nothing. */
  public static final int NOOP = 1;

  /** {@code NLMSG_ERROR}: an error, or an acknowledgement if its number is 0. */
  public static final int ERROR = 2;

  /** {@code NLMSG_DONE}: the end of a multi-part answer, with an error number of its own. */
  public static final int DONE = 3;

  /** {@code NLMSG_OVERRUN}: messages were lost. */
  public static final int OVERRUN = 4;

  /** {@code NLMSG_MIN_TYPE}: types below are control messages of netlink itself. */
  public static final int MIN_PROTOCOL_TYPE = 16;

  /** {@code NLM_F_REQUEST}. */
  public static final int REQUEST = 0x01;

  /** {@code NLM_F_MULTI}: part of an answer that {@link #DONE} ends. */
  public static final int MULTI = 0x02;

  /** {@code NLM_F_ACK}: asks for an acknowledgement. */
  public static final int ACK = 0x04;

  /** {@code NLM_F_ECHO}: asks for the notification that the request causes. */
  public static final int ECHO = 0x08;

  /** {@code NLM_F_DUMP_INTR}: the objects changed during the dump; it may miss some. */
  public static final int DUMP_INTERRUPTED = 0x10;

  /** {@code NLM_F_DUMP_FILTERED}: the dump was filtered by the kernel as asked. */
  public static final int DUMP_FILTERED = 0x20;

  /** {@code NLM_F_DUMP}: asks for all objects (in a get request). */
  public static final int DUMP = 0x300;

  /** {@code NLM_F_REPLACE}: in a new request, an existing object is replaced. */
  public static final int REPLACE = 0x100;

  /** {@code NLM_F_EXCL}: in a new request, an existing object is an error. */
  public static final int EXCLUSIVE = 0x200;

  /** {@code NLM_F_CREATE}: in a new request, a missing object is created. */
  public static final int CREATE = 0x400;

  /** {@code NLM_F_APPEND}: in a new request, the object goes to the end of the list. */
  public static final int APPEND = 0x800;

  /** {@code NLM_F_CAPPED}: in an acknowledgement, the request's body is not repeated. */
  public static final int CAPPED = 0x100;

  /** {@code NLM_F_ACK_TLVS}: in an acknowledgement, extended attributes follow. */
  public static final int ACK_ATTRIBUTES = 0x200;

  public NetlinkHeader {
    Unsigned.requireU16("type", type);
    Unsigned.requireU16("flags", flags);
    Unsigned.requireU32("sequence", sequence);
    Unsigned.requireU32("port id", portId);
  }

  /** True if every one of these flag bits is set. */
  public boolean has(int flag) {
    return (flags & flag) == flag;
  }
}
