package dev.routeswitcher.netlink.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.util.Arrays;

/**
 * Text of the kernel, which asks of names only that they hold no zero byte: UTF-8 as a rule. A byte
 * that is none becomes the lone surrogate U+DC00 and it (U+DC80 to U+DCFF), and that byte again
 * when it is written, so that every name survives a round trip.
 */
public final class Utf8 {
  private static final char ESCAPE = 0xdc00;

  private Utf8() {}

  /** The text that these bytes are. */
  public static String read(byte[] bytes, int length) {
    CharsetDecoder decoder = UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
    CharBuffer out = CharBuffer.allocate(length);
    while (decoder.decode(in, out, true).isError()) {
      out.put((char) (ESCAPE | in.get() & 0xff));
      decoder.reset();
    }
    return out.flip().toString();
  }

  /**
   * The bytes of a text, without a zero byte at the end.
   *
   * @throws IllegalArgumentException if the text holds a zero byte, at which the kernel would end
   *     it
   */
  public static byte[] write(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "a zero byte in \"" + text.replace("\0", "\\0") + "\"; the kernel would end it there");
    }
    if (text.chars().noneMatch(c -> isEscaped((char) c))) {
      return text.getBytes(UTF_8);
    }
    ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c <= Character.MAX_VALUE && isEscaped((char) c)) {
                bytes.put((byte) c);
              } else {
                bytes.put(Character.toString(c).getBytes(UTF_8));
              }
            });
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private static boolean isEscaped(char c) {
    return c >= (ESCAPE | 0x80) && c <= (ESCAPE | 0xff);
  }
}
