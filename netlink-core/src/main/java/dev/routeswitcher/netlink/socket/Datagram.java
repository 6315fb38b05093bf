package dev.routeswitcher.netlink.socket;

import java.nio.ByteBuffer;

/**
 * A received datagram: a buffer that is used again and again, and who filled it. Not thread-safe.
 */
public final class Datagram {
  private final ByteBuffer buffer;
  private long senderPort;
  private long fullLength;

  /** A datagram in this buffer, from its index 0 to its capacity. */
  public Datagram(ByteBuffer buffer) {
    this.buffer = buffer;
    buffer.clear().limit(0);
  }

  /** A datagram in a direct buffer of this many bytes. */
  public static Datagram allocateDirect(int capacity) {
    return new Datagram(ByteBuffer.allocateDirect(capacity));
  }

  /** What was received, from position to limit. */
  public ByteBuffer bytes() {
    return buffer;
  }

  /** The port id (u32) of the sender; 0 is the kernel, all others are programs. */
  public long senderPort() {
    return senderPort;
  }

  /** True if it was longer than the buffer: the rest is lost. */
  public boolean isTruncated() {
    return fullLength > buffer.capacity();
  }

  /** The length in bytes that it was sent with. */
  public long fullLength() {
    return fullLength;
  }

  /**
   * For transports: says what the buffer was filled with, from index 0.
   *
   * @param length the length it was sent with; more than the capacity if it was truncated
   * @param sender port id
   */
  public void filled(long length, long sender) {
    this.fullLength = length;
    this.senderPort = sender;
    buffer.position(0).limit((int) Math.min(length, buffer.capacity()));
  }
}
