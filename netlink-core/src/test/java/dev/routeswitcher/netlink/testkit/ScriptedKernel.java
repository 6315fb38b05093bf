package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A kernel that expects requests in order, and answers each by its script. Anything else it is sent
 * fails with an {@link AssertionError}, in the sender's thread and again in {@link #verify}.
 *
 * <p>Receiving waits for real time when nothing is queued; {@link ScriptedAnswer#silence} makes one
 * wait end at once. Thread-safe.
 */
public final class ScriptedKernel {
  /** The port id of the transport. */
  public static final long PORT = 4711;

  private final ByteOrder order;
  private final boolean strict;
  private final Deque<Expectation> expectations = new ArrayDeque<>();
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final List<String> surprises = new ArrayList<>();
  private final Set<Integer> groups = new TreeSet<>();
  private final ScriptedTransport transport;

  private record Expectation(int type, ScriptedAnswer answer) {}

  /** A kernel of this machine's byte order that checks strictly. */
  public ScriptedKernel() {
    this(ByteOrder.nativeOrder(), true);
  }

  /**
   * A kernel.
   *
   * @param order of the numbers it sends and reads
   * @param strictChecking what {@link NetlinkTransport#strictChecking} says
   */
  public ScriptedKernel(ByteOrder order, boolean strictChecking) {
    this.order = order;
    this.strict = strictChecking;
    this.transport = new ScriptedTransport(this);
  }

  /** The transport to this kernel; always the same. */
  public NetlinkTransport transport() {
    return transport;
  }

  /** Expects a request of this type next; says what to answer. */
  public synchronized ScriptedAnswer expect(int requestType) {
    ScriptedAnswer answer = new ScriptedAnswer(order);
    expectations.add(new Expectation(requestType, answer));
    return answer;
  }

  /**
   * Sends an event now, as one datagram.
   *
   * @param type such as {@link RtnetlinkType#NEWROUTE}
   */
  public void event(int type, NetlinkMessage message) {
    NetlinkWriter writer = new NetlinkWriter(order);
    int start = writer.beginMessage(new NetlinkHeader(type, 0, 0, 0));
    message.writeTo(writer);
    datagram(writer.endMessage(start).toBytes());
  }

  /** Sends a datagram now. */
  public void datagram(Bytes bytes) {
    transport.queue(Delivery.of(bytes));
  }

  /** Sends a datagram of a program now. */
  public void foreignDatagram(Bytes bytes, long senderPort) {
    transport.queue(Delivery.from(bytes, senderPort));
  }

  /** Sends a datagram now that is longer than the receiver's buffer. */
  public void truncatedDatagram(Bytes bytes) {
    transport.queue(Delivery.truncated(bytes));
  }

  /**
   * Reports lost messages now, <em>before</em> everything that is queued and not yet received, as
   * Linux does.
   */
  public void overrun() {
    transport.queueFirst(Delivery.OVERRUN);
  }

  /** Lets one wait end at once without a datagram. */
  public void silence() {
    transport.queue(Delivery.SILENCE);
  }

  /** The requests so far, in order. */
  public synchronized List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The multicast groups that were joined. */
  public synchronized Set<Integer> groups() {
    return Set.copyOf(groups);
  }

  /**
   * Checks that every expected request came and nothing else.
   *
   * @throws AssertionError if not
   */
  public synchronized void verify() {
    List<String> faults = new ArrayList<>(surprises);
    for (Expectation expectation : expectations) {
      faults.add("missing " + ReceivedRequest.name(expectation.type));
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(String.join("; ", faults));
    }
  }

  boolean strictChecking() {
    return strict;
  }

  ByteOrder order() {
    return order;
  }

  synchronized void join(int group) {
    groups.add(group);
  }

  /** Takes a datagram of requests; what it answers. */
  synchronized List<Delivery> take(ByteBuffer datagram) {
    List<Delivery> deliveries = new ArrayList<>();
    MessageCursor cursor = new MessageCursor(order).over(datagram);
    while (cursor.next()) {
      ReceivedRequest request =
          new ReceivedRequest(
              cursor.header(),
              ReceivedRequest.read(cursor),
              Bytes.copyOf(datagram, cursor.offset(), cursor.length()));
      requests.add(request);
      Expectation expected = expectations.poll();
      if (expected == null || expected.type != cursor.type()) {
        String wanted = expected == null ? "nothing" : ReceivedRequest.name(expected.type);
        String surprise = "expected " + wanted + ", got " + request;
        surprises.add(surprise);
        throw new AssertionError(surprise);
      }
      deliveries.addAll(expected.answer.deliveries(request, PORT));
    }
    return deliveries;
  }
}
