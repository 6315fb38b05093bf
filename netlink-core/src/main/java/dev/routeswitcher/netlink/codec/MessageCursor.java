package dev.routeswitcher.netlink.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Steps over the messages of a datagram ({@code NLMSG_OK}, {@code NLMSG_NEXT}). It allocates
 * nothing, may be used for any number of datagrams, and moves neither the buffer's position nor its
 * limit. The values are those of the message that the last {@link #next} came to; offsets, {@link
 * #size} and {@link #bytesFrom} are of its body. Not thread-safe.
 */
public final class MessageCursor extends Structure {
  private int headerStart;
  private int next;
  private int limit;
  private int length;

  /** A cursor for messages of this byte order, over nothing yet. */
  public MessageCursor(ByteOrder order) {
    super(order);
  }

  /** Puts the cursor before the first message between the buffer's position and limit. */
  public MessageCursor over(ByteBuffer datagram) {
    place(datagram, datagram.position(), 0);
    this.headerStart = datagram.position();
    this.next = datagram.position();
    this.limit = datagram.limit();
    this.length = 0;
    return this;
  }

  /**
   * Comes to the next message; false if there is none. After a failure there is none.
   *
   * @throws MalformedMessageException if what follows is no message; the offset counts from the
   *     start of the buffer
   */
  public boolean next() {
    int remaining = limit - next;
    if (remaining <= 0) {
      return false;
    }
    headerStart = next;
    next = limit;
    if (remaining < NetlinkHeader.LENGTH) {
      throw new MalformedMessageException(
          headerStart, "a header of " + NetlinkHeader.LENGTH + " bytes", remaining + " bytes");
    }
    long stated = Wire.u32(buffer(), headerStart, order());
    if (stated < NetlinkHeader.LENGTH || stated > remaining) {
      throw new MalformedMessageException(
          headerStart,
          "a message length of " + NetlinkHeader.LENGTH + " to " + remaining,
          Long.toString(stated));
    }
    length = (int) stated;
    place(buffer(), headerStart + NetlinkHeader.LENGTH, length - NetlinkHeader.LENGTH);
    next = (int) Math.min(limit, headerStart + Wire.align(stated));
    return true;
  }

  /** Where the message's header starts in the buffer. */
  public int offset() {
    return headerStart;
  }

  /** The length of the message in bytes, header included, padding not. */
  public int length() {
    return length;
  }

  /** {@code nlmsg_type}. */
  public int type() {
    return Wire.u16(buffer(), headerStart + 4, order());
  }

  /** {@code nlmsg_flags}. */
  public int flags() {
    return Wire.u16(buffer(), headerStart + 6, order());
  }

  /** {@code nlmsg_seq}, unsigned. */
  public long sequence() {
    return Wire.u32(buffer(), headerStart + 8, order());
  }

  /** {@code nlmsg_pid}, unsigned. */
  public long portId() {
    return Wire.u32(buffer(), headerStart + 12, order());
  }

  /** The header as a value. */
  public NetlinkHeader header() {
    return new NetlinkHeader(type(), flags(), sequence(), portId());
  }

  /**
   * Checks that the body has at least the fixed part that its type asks for.
   *
   * @param what the structure, such as {@code rtmsg}
   * @param needed its size in bytes
   * @throws MalformedMessageException if the body is shorter; the offset counts from the start of
   *     the buffer
   */
  public void requireBody(String what, int needed) {
    if (size() < needed) {
      throw new MalformedMessageException(
          start(), "a " + what + " of " + needed + " bytes", size() + " bytes");
    }
  }

  /** True if the body, which is not shorter, starts with these bytes. */
  public boolean startsWith(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if ((byte) u8(i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the fixed part of the body, which is checked by {@link #requireBody}. */
  public byte[] fixedPart(String what, int size) {
    requireBody(what, size);
    byte[] fixed = new byte[size];
    buffer().get(start(), fixed);
    return fixed;
  }

  /**
   * Puts a cursor before the first attribute.
   *
   * @param fixedLength the size of the fixed part of the body, already checked with {@link
   *     #requireBody}
   */
  public AttributeCursor attributes(int fixedLength, AttributeCursor cursor) {
    int from = attributesAt(fixedLength);
    return cursor.over(buffer(), from, headerStart + length - from, order(), from - headerStart);
  }

  /** The attributes of {@link #attributes(int, AttributeCursor)} as a copy, read by this schema. */
  public Attributes attributes(int fixedLength, AttributeSchema schema) {
    int from = attributesAt(fixedLength);
    return Attributes.copyOf(
        buffer(), from, headerStart + length - from, order(), from - headerStart, schema);
  }

  private int attributesAt(int fixedLength) {
    long aligned = NetlinkHeader.LENGTH + Wire.align(fixedLength);
    return headerStart + (int) Math.min(length, aligned);
  }
}
