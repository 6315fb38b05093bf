package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.TestNamespace;
import dev.routeswitcher.netlink.codec.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the program prints of a file, and what {@code ip monitor} does. */
public final class PrintedFile {
  private PrintedFile() {}

  /** The bytes of a text. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The program's lines, without what only it says: the kinds of links. */
  public static List<String> byProgram(byte[] content, String... options) {
    return run(content, options)
        .lines()
        .map(line -> line.replaceAll(" (kind|port of) \\S+", ""))
        .toList();
  }

  static String run(byte[] content, String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("-");
    Main.run(
        arguments.toArray(String[]::new),
        new ByteArrayInputStream(content),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        System.err);
    return out.toString(StandardCharsets.UTF_8);
  }

  /**
   * What {@code ip monitor} prints of a file of messages, one line for each: continued lines
   * joined, blanks made one, and without M-DOWN, which it takes from other messages.
   */
  public static List<String> byIpMonitor(TestNamespace namespace, Bytes messages)
      throws IOException {
    Path file = Files.createTempFile("messages", ".rtmon");
    try {
      Files.write(file, messages.toArray());
      return namespace
          .run("ip -oneline monitor file " + file)
          .lines()
          .map(line -> line.replace(",M-DOWN", "").replace("\\", " ").strip())
          .map(line -> line.replaceAll("\\s+", " "))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
