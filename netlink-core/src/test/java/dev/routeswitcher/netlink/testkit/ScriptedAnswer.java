package dev.routeswitcher.netlink.testkit;

import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link ScriptedKernel} answers to one request: messages that go into one datagram after
 * the other, and things that go wrong. Sequence and port id are those of the request unless said
 * otherwise.
 */
public final class ScriptedAnswer {
  private static final int MESSAGE_ATTRIBUTE = 1;
  private static final int OFFSET_ATTRIBUTE = 2;

  private final ByteOrder order;
  private final List<Step> steps = new ArrayList<>();
  private int extraFlags;
  private long sequenceShift;
  private long senderPort;

  @FunctionalInterface
  private interface Step {
    Delivery deliver(ReceivedRequest request, long port);
  }

  ScriptedAnswer(ByteOrder order) {
    this.order = order;
  }

  /** A part of a dump, in a datagram of its own. */
  public ScriptedAnswer part(int type, NetlinkMessage message) {
    return message(type, NetlinkHeader.MULTI, message);
  }

  /** A message that is no part of a dump, in a datagram of its own. */
  public ScriptedAnswer message(int type, NetlinkMessage message) {
    return message(type, 0, message);
  }

  private ScriptedAnswer message(int type, int flags, NetlinkMessage message) {
    return encoded(type, flags, (writer, request) -> message.writeTo(writer));
  }

  /** {@code NLM_F_DUMP_INTR} on every message from here on. */
  public ScriptedAnswer interrupted() {
    extraFlags |= NetlinkHeader.DUMP_INTERRUPTED;
    return this;
  }

  /** The end of a dump. */
  public ScriptedAnswer done() {
    return encoded(NetlinkHeader.DONE, NetlinkHeader.MULTI, (writer, request) -> writer.s32(0));
  }

  /** The end of a dump that was refused, with the kernel's words. */
  public ScriptedAnswer doneWithError(Errno error, String words) {
    return encoded(
        NetlinkHeader.DONE,
        NetlinkHeader.MULTI | NetlinkHeader.ACK_ATTRIBUTES,
        (writer, request) -> writer.s32(-error.value()).textAttribute(MESSAGE_ATTRIBUTE, words));
  }

  /** An acknowledgement. */
  public ScriptedAnswer ack() {
    return error(Errno.NONE);
  }

  /** An acknowledgement with a warning. */
  public ScriptedAnswer ackWithWarning(String words) {
    return verdict(Errno.NONE, words, -1);
  }

  /** An error without words. */
  public ScriptedAnswer error(Errno error) {
    return encoded(
        NetlinkHeader.ERROR,
        NetlinkHeader.CAPPED,
        (writer, request) -> writeVerdict(writer, error, request));
  }

  /** An error with the kernel's words. */
  public ScriptedAnswer error(Errno error, String words) {
    return verdict(error, words, -1);
  }

  /** An error with the kernel's words about the attribute at an offset of the request. */
  public ScriptedAnswer error(Errno error, String words, int offset) {
    return verdict(error, words, offset);
  }

  private ScriptedAnswer verdict(Errno error, String words, int offset) {
    return encoded(
        NetlinkHeader.ERROR,
        NetlinkHeader.CAPPED | NetlinkHeader.ACK_ATTRIBUTES,
        (writer, request) -> {
          writeVerdict(writer, error, request);
          writer.textAttribute(MESSAGE_ATTRIBUTE, words);
          if (offset >= 0) {
            writer.u32Attribute(OFFSET_ATTRIBUTE, offset);
          }
        });
  }

  private static void writeVerdict(NetlinkWriter writer, Errno error, ReceivedRequest request) {
    NetlinkHeader header = request.header();
    writer.s32(-error.value()).u32(request.bytes().length());
    writer.u16(header.type()).u16(header.flags()).u32(header.sequence()).u32(header.portId());
  }

  /** From here on, messages carry the sequence of a request this many before. */
  public ScriptedAnswer staleBy(long requests) {
    sequenceShift = requests;
    return this;
  }

  /** From here on, datagrams come from this port; 0 is the kernel. */
  public ScriptedAnswer fromPort(long port) {
    senderPort = port;
    return this;
  }

  /** A datagram of any bytes. */
  public ScriptedAnswer datagram(Bytes bytes) {
    long sender = senderPort;
    steps.add((request, port) -> Delivery.from(bytes, sender));
    return this;
  }

  /** A datagram that is longer than the receiver's buffer. */
  public ScriptedAnswer truncated(Bytes bytes) {
    steps.add((request, port) -> Delivery.truncated(bytes));
    return this;
  }

  /** Lost messages: the receive call fails with ENOBUFS. */
  public ScriptedAnswer overrun() {
    steps.add((request, port) -> Delivery.OVERRUN);
    return this;
  }

  /** Nothing: the receive call times out, without a real wait. */
  public ScriptedAnswer silence() {
    steps.add((request, port) -> Delivery.SILENCE);
    return this;
  }

  /**
   * Something that happens when everything before has been received and before what follows is,
   * such as an event on another transport. It is run by the thread that receives.
   */
  public ScriptedAnswer meanwhile(Runnable happening) {
    steps.add((request, port) -> Delivery.happening(happening));
    return this;
  }

  @FunctionalInterface
  private interface Body {
    void write(NetlinkWriter writer, ReceivedRequest request);
  }

  private ScriptedAnswer encoded(int type, int flags, Body body) {
    int allFlags = flags | extraFlags;
    long shift = sequenceShift;
    long sender = senderPort;
    steps.add(
        (request, port) -> {
          NetlinkWriter writer = new NetlinkWriter(order);
          long sequence = (request.header().sequence() - shift) & 0xffff_ffffL;
          int start = writer.beginMessage(new NetlinkHeader(type, allFlags, sequence, port));
          body.write(writer, request);
          return Delivery.from(writer.endMessage(start).toBytes(), sender);
        });
    return this;
  }

  List<Delivery> deliveries(ReceivedRequest request, long port) {
    return steps.stream().map(step -> step.deliver(request, port)).toList();
  }
}
