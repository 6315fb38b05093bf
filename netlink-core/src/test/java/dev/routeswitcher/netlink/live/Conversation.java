package dev.routeswitcher.netlink.live;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.socket.Datagram;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.Reception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Requests to the kernel and what it answers, both as bytes, message by message. */
final class Conversation implements AutoCloseable {
  private static final long TIMEOUT_NANOS = Duration.ofSeconds(20).toNanos();

  private final NetlinkTransport transport;
  private final List<Bytes> messages = new ArrayList<>();
  private long sequence;

  Conversation(NetlinkTransport transport) {
    this.transport = transport;
  }

  /** Every message so far, requests and answers, in order. */
  List<Bytes> messages() {
    return messages;
  }

  /** Asks for all objects of a kind; the answer's messages, the end not included. */
  List<Bytes> list(int getType, RtnetlinkMessage filter) throws NetlinkSocketException {
    List<Bytes> answer = ask(getType, NetlinkHeader.DUMP, filter);
    return answer.subList(0, answer.size() - 1);
  }

  /** Sends a request; the answer's messages up to the acknowledgement or end. */
  List<Bytes> ask(int type, int flags, RtnetlinkMessage body) throws NetlinkSocketException {
    int all = flags | NetlinkHeader.REQUEST | NetlinkHeader.ACK;
    NetlinkWriter writer = new NetlinkWriter(transport.order());
    int start = writer.beginMessage(new NetlinkHeader(type, all, ++sequence, 0));
    body.writeTo(writer);
    return ask(writer.endMessage(start).toBytes());
  }

  private List<Bytes> ask(Bytes request) throws NetlinkSocketException {
    messages.add(request);
    transport.send(request.asBuffer());
    List<Bytes> answer = new ArrayList<>();
    Datagram datagram = transport.newDatagram();
    while (true) {
      if (transport.receive(datagram, TIMEOUT_NANOS) != Reception.DATAGRAM) {
        throw new AssertionError("no answer to " + request);
      }
      MessageCursor cursor = new MessageCursor(transport.order()).over(datagram.bytes());
      while (cursor.next()) {
        Bytes message = Bytes.copyOf(cursor.buffer(), cursor.offset(), cursor.length());
        messages.add(message);
        answer.add(message);
        if (cursor.type() == NetlinkHeader.DONE || cursor.type() == NetlinkHeader.ERROR) {
          return answer;
        }
      }
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
