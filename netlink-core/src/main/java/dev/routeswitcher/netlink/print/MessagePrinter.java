package dev.routeswitcher.netlink.print;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.InterfaceNames;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RawMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessages;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.io.PrintStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints messages, one line each as {@code ip monitor} has it, and remembers what explains later
 * ones: the names of links, and the requests that are answered.
 */
final class MessagePrinter {
  /** {@code NLMSG_TSTAMP}: what {@code rtmon} writes before each event. */
  private static final int TIME_STAMP = 15;

  private static final int MAX_REQUESTS = 4096;

  private final PrintStream out;
  private final AttributePrinter attributes;
  private final boolean withAttributes;
  private final boolean withTimes;
  private final Map<Integer, String> names = new HashMap<>();

  /** The attributes of requests by sequence number. */
  private final Map<Long, Attributes> requests =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Attributes> eldest) {
          return size() > MAX_REQUESTS;
        }
      };

  private @Nullable Instant time;
  private boolean wellFormed = true;

  MessagePrinter(PrintStream out, boolean withAttributes, boolean withTimes) {
    this.out = out;
    this.attributes = new AttributePrinter(out);
    this.withAttributes = withAttributes;
    this.withTimes = withTimes;
  }

  /** True if nothing that was printed is malformed. */
  boolean isWellFormed() {
    return wellFormed;
  }

  /** Prints the messages of a datagram. */
  void print(CapturedDatagram datagram) {
    if (datagram.time() != null) {
      time = datagram.time();
    }
    if (!datagram.isRtnetlink()) {
      line(
          "netlink family " + datagram.protocol() + ": " + datagram.bytes().remaining() + " bytes");
      return;
    }
    MessageCursor messages = datagram.messages();
    try {
      while (messages.next()) {
        print(messages);
      }
    } catch (MalformedMessageException e) {
      line("malformed " + e.getMessage());
      wellFormed = false;
    }
  }

  private void print(MessageCursor message) {
    if (withAttributes) {
      line(HeaderText.of(message.header(), message.length()));
    }
    try {
      switch (message.type()) {
        case NetlinkHeader.NOOP -> line("NLMSG_NOOP");
        case NetlinkHeader.OVERRUN -> line("NLMSG_OVERRUN: messages were lost");
        case NetlinkHeader.ERROR, NetlinkHeader.DONE -> print(Acknowledgement.read(message));
        case TIME_STAMP -> readTime(message);
        default -> printObject(message);
      }
    } catch (MalformedMessageException e) {
      line(RawMessage.read(message).toString());
      line("    malformed " + e.getMessage());
      wellFormed = false;
    }
  }

  private void readTime(MessageCursor message) {
    message.requireBody("time stamp", 8);
    time = Instant.ofEpochSecond(message.u32(0), message.u32(4) * 1000);
  }

  private void print(Acknowledgement verdict) {
    long sequence = verdict.header().sequence();
    Attributes sent = requests.get(sequence);
    String attribute =
        sent == null ? "" : verdict.attributeIn(sent).map(path -> " " + path).orElse("");
    String what =
        verdict.requestType().isPresent()
            ? RtnetlinkType.name(verdict.requestType().getAsInt())
            : "listing";
    String how = verdict.requestType().isPresent() ? "answer to" : "end of";
    line(how + " " + what + " seq " + sequence + ": " + verdict + attribute);
    if (withAttributes) {
      attributes.print(verdict.extended());
    }
  }

  private void printObject(MessageCursor cursor) {
    RtnetlinkMessage message = RtnetlinkMessages.read(cursor);
    boolean request = (cursor.flags() & NetlinkHeader.REQUEST) != 0;
    if (request) {
      requests.put(cursor.sequence(), message.attributes());
    } else {
      remember(message);
    }
    String text = message.toText(interfaceNames());
    if (message instanceof RawMessage) {
      line(request ? "request " + text : text);
    } else if (request) {
      line("request " + RtnetlinkType.name(cursor.type()) + ": " + text);
    } else {
      line((RtnetlinkType.isDelete(cursor.type()) ? "Deleted " : "") + text);
    }
    if (withAttributes) {
      attributes.print(message.attributes());
    } else {
      attributes.printUnknown(message.attributes());
    }
    for (MalformedAttributeException problem : message.problems()) {
      out.println("    malformed " + problem.getMessage());
      wellFormed = false;
    }
  }

  private void remember(RtnetlinkMessage message) {
    if (message instanceof LinkMessage link && link.problems().isEmpty()) {
      link.name().ifPresent(name -> names.put(link.index(), name));
    }
  }

  private InterfaceNames interfaceNames() {
    return index -> names.getOrDefault(index, InterfaceNames.BY_INDEX.name(index));
  }

  private void line(String text) {
    out.println(withTimes && time != null ? "[" + time + "] " + text : text);
  }
}
