package dev.routeswitcher.netlink.codec;

/** Bytes that are not the netlink message they should be. */
public class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String expected;
  private final String found;

  /**
   * Says what was wrong where.
   *
   * @param offset of the fault in bytes; what it counts from is said where the exception is thrown
   * @param expected what should have been there
   * @param found what was there
   */
  public MalformedMessageException(long offset, String expected, String found) {
    this("message", offset, expected, found);
  }

  MalformedMessageException(String what, long offset, String expected, String found) {
    super(what + " at offset " + offset + ": expected " + expected + ", found " + found);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** The offset of the fault in bytes. */
  public long offset() {
    return offset;
  }

  /** What should have been there. */
  public String expected() {
    return expected;
  }

  /** What was there. */
  public String found() {
    return found;
  }
}
