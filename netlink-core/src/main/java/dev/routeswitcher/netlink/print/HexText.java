package dev.routeswitcher.netlink.print;

import com.google.common.base.CharMatcher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages as hexadecimal digits. Blanks, colons and {@code 0x} do not matter; {@code #} starts a
 * comment; an empty line ends a datagram.
 */
final class HexText {
  private static final CharMatcher SEPARATORS = CharMatcher.whitespace().or(CharMatcher.is(':'));

  private HexText() {}

  static boolean isText(byte[] content) {
    for (byte b : content) {
      if (b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  static void read(byte[] content, @Nullable ByteOrder order, Consumer<CapturedDatagram> into)
      throws IOException {
    StringBuilder digits = new StringBuilder();
    int number = 0;
    int first = 1;
    for (String line : new String(content, StandardCharsets.US_ASCII).split("\r?\n", -1)) {
      number++;
      if (line.isBlank()) {
        flush(digits, first, order, into);
        first = number + 1;
      }
      int comment = line.indexOf('#');
      String code = comment < 0 ? line : line.substring(0, comment);
      digits.append(SEPARATORS.removeFrom(code.replace("0x", " ")));
    }
    flush(digits, first, order, into);
  }

  private static void flush(
      StringBuilder digits, int line, @Nullable ByteOrder order, Consumer<CapturedDatagram> into)
      throws IOException {
    if (digits.isEmpty()) {
      return;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(digits));
      into.accept(CapturedDatagram.of(bytes, order == null ? CaptureFile.order(bytes) : order));
    } catch (IllegalArgumentException e) {
      throw new IOException("not hexadecimal, from line " + line + " on: " + e.getMessage(), e);
    }
    digits.setLength(0);
  }
}
