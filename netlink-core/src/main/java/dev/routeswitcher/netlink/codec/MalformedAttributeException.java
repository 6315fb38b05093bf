package dev.routeswitcher.netlink.codec;

/**
 * One attribute that cannot be read: its length breaks the frame, or its value does not have the
 * form that its type asks for. It concerns this attribute alone; the message's other attributes
 * before it, and all other messages, are unharmed.
 */
public final class MalformedAttributeException extends MalformedMessageException {
  private static final long serialVersionUID = 1L;

  /** What is called so is no attribute. */
  static final String SCRAPS = "attribute";

  private final String attribute;
  private final transient Bytes bytes;

  /**
   * Says what was wrong with which attribute.
   *
   * @param attribute its name, such as {@code RTA_GATEWAY}
   * @param offset of the attribute from the start of its message (of the {@code nlmsghdr})
   * @param expected what should have been there
   * @param found what was there
   * @param bytes the bytes in question
   */
  public MalformedAttributeException(
      String attribute, long offset, String expected, String found, Bytes bytes) {
    super(attribute, offset, expected, found);
    this.attribute = attribute;
    this.bytes = bytes;
  }

  /** The attribute's name, such as {@code RTA_GATEWAY}. */
  public String attribute() {
    return attribute;
  }

  /**
   * False if all that cannot be read are bytes at the end of the run, too few for an attribute. The
   * kernel ignores them.
   */
  public boolean mayHideAttributes() {
    return bytes.length() >= AttributeCursor.HEADER_LENGTH || !attribute.equals(SCRAPS);
  }

  /**
   * The attribute's payload; where its length is at fault, everything from its header on (to 256
   * bytes at most).
   */
  public Bytes bytes() {
    return bytes;
  }
}
