package dev.routeswitcher.netlink.fuzz;

import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.conntrack.ConntrackAttributes;
import dev.routeswitcher.netlink.conntrack.ConntrackMessage;
import dev.routeswitcher.netlink.conntrack.ConntrackStatistics;
import dev.routeswitcher.netlink.conntrack.ConntrackTuple;
import dev.routeswitcher.netlink.conntrack.ConntrackType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;

/**
 * Any bytes as a datagram of ctnetlink, in either byte order: each message is read, or said to be
 * malformed, and nothing else.
 */
public final class ConntrackFuzz {
  private ConntrackFuzz() {}

  public static void fuzzerTestOneInput(byte[] datagram) {
    read(datagram, ByteOrder.LITTLE_ENDIAN);
    read(datagram, ByteOrder.BIG_ENDIAN);
  }

  private static void read(byte[] datagram, ByteOrder order) {
    MessageCursor cursor = new MessageCursor(order).over(ByteBuffer.wrap(datagram));
    try {
      while (cursor.next()) {
        if (cursor.type() == ConntrackType.GET_STATS) {
          read(ConntrackStatistics.read(cursor), cursor);
        } else {
          read(ConntrackMessage.read(cursor), cursor);
        }
      }
    } catch (MalformedAttributeException undeclared) {
      throw new AssertionError("an attribute fails where none was asked for", undeclared);
    } catch (MalformedMessageException declared) {
      Reading.require(declared.getMessage() != null, "a failure that says nothing");
    }
  }

  private static void read(ConntrackStatistics statistics, MessageCursor cursor) {
    everyMessage(statistics, cursor);
    ask(statistics::entries);
    ask(statistics::maxEntries);
  }

  private static void read(ConntrackMessage entry, MessageCursor cursor) {
    everyMessage(entry, cursor);
    for (Supplier<ConntrackTuple> tuple :
        List.<Supplier<ConntrackTuple>>of(entry::original, entry::reply)) {
      ask(() -> tuple.get().family());
      ask(() -> tuple.get().source());
      ask(() -> tuple.get().destination());
      ask(() -> tuple.get().protocol());
      ask(() -> tuple.get().sourcePort());
      ask(() -> tuple.get().destinationPort());
      ask(() -> tuple.get().icmpType());
      ask(() -> tuple.get().icmpCode());
      ask(() -> tuple.get().icmpId());
      ask(() -> tuple.get().zone());
    }
    ask(entry::status);
    ask(entry::id);
    ask(entry::mark);
    ask(() -> entry.attributes().get(ConntrackAttributes.TIMEOUT));
    ask(entry::zone);
    askForTheKey(entry);
  }

  /** A request to delete names one entry or is not made. */
  private static void askForTheKey(ConntrackMessage entry) {
    ConntrackMessage key;
    try {
      key = entry.key();
    } catch (IllegalArgumentException | MalformedAttributeException refused) {
      return;
    }
    Reading.require(key.original().equals(entry.original()), "the key of another entry");
    Reading.require(key.id().equals(entry.id()), "the id of another entry");
    Reading.require(key.zone() == entry.zone(), "the zone of another entry");
    Reading.require(key.original().source().isPresent(), "a key of many entries");
  }

  private static void everyMessage(NetlinkMessage message, MessageCursor cursor) {
    String text = message.toString();
    Reading.require(text.chars().noneMatch(Character::isISOControl), "no control characters");
    Reading.require(message.problems().size() <= 64, "too many problems");
    Reading.attributes(message.attributes());
    NetlinkWriter writer = new NetlinkWriter(cursor.order());
    int start = writer.beginMessage(new NetlinkHeader(cursor.type(), 0, 0, 0));
    message.writeTo(writer);
    byte[] written = writer.endMessage(start).toBytes().toArray();
    for (int i = 0; i < cursor.size(); i++) {
      byte read = (byte) cursor.u8(i);
      Reading.require(written[NetlinkHeader.LENGTH + i] == read, "another byte at " + i);
    }
  }

  private static void ask(Supplier<?> question) {
    try {
      Reading.require(question.get() != null, "null");
    } catch (MalformedAttributeException declared) {
      Reading.require(declared.getMessage() != null, "a failure that says nothing");
    }
  }
}
