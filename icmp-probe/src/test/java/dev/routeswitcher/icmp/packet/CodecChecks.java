package dev.routeswitcher.icmp.packet;

import static com.google.common.base.Verify.verify;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/** What must hold of any octets that a codec reads, and of those it refuses. */
final class CodecChecks {
  interface Encoder {
    void encode(IcmpMessage message, ByteBuffer out);
  }

  private static final int HEADER_SIZE = 8;
  private static final int CHECKSUM_OFFSET = 2;

  private CodecChecks() {}

  /** A message read is written as the same octets, but for the checksum, which may be corrected. */
  static void reads(byte[] octets, IcmpMessage message, Encoder encoder) {
    ByteBuffer out = ByteBuffer.allocate(octets.length);
    encoder.encode(message, out);
    verify(!out.hasRemaining(), "%s octets are missing from %s", out.remaining(), message);
    byte[] expected = octets.clone();
    Arrays.fill(expected, CHECKSUM_OFFSET, CHECKSUM_OFFSET + Short.BYTES, (byte) 0);
    byte[] written = out.putShort(CHECKSUM_OFFSET, (short) 0).array();
    verify(Arrays.equals(written, expected), "%s is written differently", message);
    if (message instanceof EchoMessage echo) {
      isSeenAlike(octets, echo);
    } else if (message instanceof ErrorMessage error) {
      readExtension(error);
    }
  }

  static void isTooShort(byte[] octets) {
    verify(octets.length < HEADER_SIZE, "%s octets were refused", octets.length);
  }

  static void isNotIntact(byte[] octets) {
    EchoView view = new EchoView();
    boolean isWhole = view.isOn(ByteBuffer.wrap(octets));
    verify(!isWhole || !view.isIntact(), "an intact message was refused");
  }

  static byte[] withChecksum(byte[] octets, ToIntFunction<ByteBuffer> checksum) {
    byte[] intact = octets.clone();
    if (intact.length >= HEADER_SIZE) {
      ByteBuffer message = ByteBuffer.wrap(intact).putShort(CHECKSUM_OFFSET, (short) 0);
      message.putShort(CHECKSUM_OFFSET, (short) checksum.applyAsInt(message));
    }
    return intact;
  }

  /** The view in place and the message that was read agree. */
  private static void isSeenAlike(byte[] octets, EchoMessage echo) {
    EchoView view = new EchoView();
    verify(view.isOn(ByteBuffer.wrap(octets)), "the view refuses what was read");
    verify(view.identifier() == echo.identifier(), "identifier of %s", echo);
    verify(view.sequence() == echo.sequence(), "sequence of %s", echo);
    verify(view.payloadSize() == echo.payload().size(), "size of %s", echo);
    byte[] payload = echo.payload().toByteArray();
    for (int i = 0; i < payload.length; i++) {
      verify(view.payloadByteAt(i) == payload[i], "octet %s of %s", i, echo);
    }
    if (view.payloadSize() >= Long.BYTES) {
      verify(view.payloadLongAt(0) == ByteBuffer.wrap(payload).getLong(), "payload of %s", echo);
    }
  }

  private static void readExtension(ErrorMessage error) {
    try {
      int size = Integer.BYTES;
      for (ExtensionObject object : error.extensionObjects()) {
        size += Integer.BYTES + object.content().size();
      }
      int expected = Math.max(Integer.BYTES, error.extension().size());
      verify(size == expected, "the objects of %s have %s octets", error, size);
    } catch (MalformedPacketException declared) {
      verify(error.extension().size() > 0, "nothing was found malformed in %s", error);
    }
  }
}
