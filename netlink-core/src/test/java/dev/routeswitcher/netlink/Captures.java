package dev.routeswitcher.netlink;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Messages that Linux sent, from {@code src/test/resources/captures}. */
public final class Captures {

  /** One message: what made the object, how it reads, and its bytes. */
  public record Capture(String command, String text, Bytes bytes) {

    public MessageCursor cursor() {
      MessageCursor cursor = new MessageCursor(ByteOrder.LITTLE_ENDIAN).over(bytes.asBuffer());
      cursor.next();
      return cursor;
    }

    public RtnetlinkMessage message() {
      return RtnetlinkMessages.read(cursor());
    }

    @Override
    public String toString() {
      return command;
    }
  }

  private Captures() {}

  public static Stream<Capture> all() {
    return Stream.of("routes", "links", "addresses", "neighbours", "rules", "nexthops")
        .flatMap(name -> read(name).stream());
  }

  /** Entries of the connection tracker, of which each is as {@link ConntrackMessage} reads it. */
  public static List<Capture> connections() {
    return read("connections");
  }

  /** The message of the object that a command made. */
  public static RtnetlinkMessage madeBy(String command) {
    return all()
        .filter(capture -> capture.command().startsWith(command))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no capture of " + command))
        .message();
  }

  private static List<Capture> read(String name) {
    List<Capture> captures = new ArrayList<>();
    for (String block : Splitter.on("\n\n").split(resource("captures/" + name + ".txt"))) {
      String command = "";
      String text = "";
      StringBuilder hex = new StringBuilder();
      for (String line : block.lines().toList()) {
        if (line.startsWith("# ")) {
          command = line.substring(2);
        } else if (line.startsWith("= ")) {
          text = line.substring(2);
        } else {
          hex.append(line);
        }
      }
      if (!hex.isEmpty()) {
        captures.add(new Capture(command, text, Bytes.parseHex(hex.toString())));
      }
    }
    return captures;
  }

  private static String resource(String path) {
    try {
      return Resources.toString(Resources.getResource(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
