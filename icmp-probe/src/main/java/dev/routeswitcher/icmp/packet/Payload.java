package dev.routeswitcher.icmp.packet;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The octets a message carries behind its header: immutable, equal by content. */
public final class Payload {
  /** No octets. */
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] octets;

  private Payload(byte[] octets) {
    this.octets = octets;
  }

  /** Copies the octets. */
  public static Payload of(byte... octets) {
    return new Payload(octets.clone());
  }

  /** Copies the remaining octets; the buffer's position does not change. */
  public static Payload copyOf(ByteBuffer octets) {
    byte[] copy = new byte[octets.remaining()];
    octets.duplicate().get(copy);
    return new Payload(copy);
  }

  /** The number of octets. */
  public int size() {
    return octets.length;
  }

  /** A copy of the octets. */
  public byte[] toByteArray() {
    return octets.clone();
  }

  void writeTo(ByteBuffer out) {
    out.put(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** The octets in hexadecimal. */
  @Override
  public String toString() {
    return BaseEncoding.base16().lowerCase().encode(octets);
  }
}
