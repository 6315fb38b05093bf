package dev.routeswitcher.netlink.print;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The program {@code netlink-print}. */
public final class Main {
  private static final String USAGE =
      """
      usage: netlink-print [--attributes] [--time] [--order big|little] FILE|-

      Prints what the rtnetlink messages of a file say, one line each as ip monitor has it.
      FILE, or standard input, is a capture by tcpdump or Wireshark (link type NETLINK), what
      "rtmon file FILE" wrote, or hexadecimal text: "#" starts a comment, an empty line ends a datagram.

        -a, --attributes   also each header, and every attribute with what is inside it
        -t, --time         also when, if the file says
        --order big|little the byte order of text and of rtmon's files; by default it is found out
        -h, --help         this

      Exit status: 0 all well-formed; 1 something malformed, or no such file; 2 wrong usage.
      """;

  private boolean attributes;
  private boolean times;
  private @Nullable ByteOrder order;
  private @Nullable String file;

  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(arguments, System.in, out, System.err);
    out.flush();
    System.exit(status);
  }

  /** Runs the program with these streams; its exit status. */
  static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err) {
    Main main = new Main();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "-h", "--help" -> {
          out.print(USAGE);
          return 0;
        }
        case "-a", "--attributes" -> main.attributes = true;
        case "-t", "--time" -> main.times = true;
        case "--order" -> {
          i++;
          main.order = i < arguments.length ? order(arguments[i]) : null;
          if (main.order == null) {
            return usage(err, "--order takes big or little");
          }
        }
        default -> {
          if (main.file != null || (arguments[i].startsWith("-") && !arguments[i].equals("-"))) {
            return usage(err, "not understood: " + arguments[i]);
          }
          main.file = arguments[i];
        }
      }
    }
    String file = main.file;
    return file == null ? usage(err, "no file") : main.print(file, in, out, err);
  }

  private static @Nullable ByteOrder order(String name) {
    return switch (name) {
      case "big" -> ByteOrder.BIG_ENDIAN;
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      default -> null;
    };
  }

  private static int usage(PrintStream err, String problem) {
    err.println("netlink-print: " + problem);
    err.print(USAGE);
    return 2;
  }

  private int print(String name, InputStream in, PrintStream out, PrintStream err) {
    try {
      byte[] content = name.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(name));
      MessagePrinter printer = new MessagePrinter(out, attributes, times);
      CaptureFile.read(content, order, printer::print);
      return printer.isWellFormed() ? 0 : 1;
    } catch (IOException | InvalidPathException e) {
      err.println("netlink-print: " + name + ": " + e.getMessage());
      return 1;
    }
  }
}
