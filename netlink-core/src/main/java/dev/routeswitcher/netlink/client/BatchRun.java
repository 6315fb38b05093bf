package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.client.BatchResult.Failure;
import dev.routeswitcher.netlink.client.BatchResult.Warning;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.rtnetlink.RawMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operations in windows: a window is sent as one datagram, which the kernel processes in order, and
 * its acknowledgements are read before the next one is sent. A window is so small that the
 * acknowledgements fit into the receive buffer all at once: they wait there while the kernel works.
 */
final class BatchRun {
  /** More receive buffer than an acknowledgement takes, its text included. */
  private static final int ACKNOWLEDGEMENT_SPACE = 2048;

  private static final int LARGEST_WINDOW = 1024;

  /** The kernel takes datagrams of up to the send buffer, 208 KiB by default. */
  private static final int LARGEST_DATAGRAM = 64 * 1024;

  private final RequestChannel channel;
  private final Iterator<Operation> operations;
  private final Request self;
  private final Operation[] window;
  private final boolean[] answered;
  private int size;
  private int unanswered;
  private long firstSequence;
  private long windowStart;

  private long applied;
  private final List<Failure> failures = new ArrayList<>();
  private final List<Warning> warnings = new ArrayList<>();

  BatchRun(RequestChannel channel, Iterator<Operation> operations) {
    this.channel = channel;
    this.operations = operations;
    this.self =
        new Request(
            "carry out",
            "batch",
            NetlinkHeader.NOOP,
            0,
            new RawMessage(NetlinkHeader.NOOP, Bytes.EMPTY, channel.transport().order()));
    int fitting = channel.transport().receiveBufferSize() / ACKNOWLEDGEMENT_SPACE;
    this.window = new Operation[Math.max(1, Math.min(fitting, LARGEST_WINDOW))];
    this.answered = new boolean[window.length];
  }

  BatchResult run() throws NetlinkException {
    channel.takeTurn(self);
    try {
      while (operations.hasNext()) {
        write();
        exchange();
        windowStart += size;
      }
      return new BatchResult(applied, failures, warnings);
    } finally {
      channel.giveTurnBack();
    }
  }

  private void write() {
    NetlinkWriter writer = channel.freshWriter();
    size = 0;
    while (operations.hasNext() && size < window.length && writer.length() < LARGEST_DATAGRAM) {
      Operation operation = operations.next();
      long sequence = channel.nextSequence();
      if (size == 0) {
        firstSequence = sequence;
      }
      operation.request().writeTo(writer, sequence);
      window[size++] = operation;
    }
    unanswered = size;
    Arrays.fill(answered, 0, size, false);
  }

  private void exchange() throws NetlinkException {
    try {
      channel.send(self);
      long deadline = channel.deadline();
      int dropped = 0;
      while (unanswered > 0 && dropped < RequestChannel.MAX_LEFT_OVER) {
        int unansweredBefore = unanswered;
        MessageCursor messages = channel.await(self, deadline);
        if (messages != null) {
          read(messages);
        }
        if (unanswered < unansweredBefore) {
          deadline = channel.deadline();
        } else {
          dropped++;
        }
      }
      if (unanswered > 0) {
        throw new NetlinkTimeoutException(self, dropped + " datagrams, none of them the answer");
      }
    } catch (NetlinkException e) {
      throw new BatchBrokenException(
          self, e, new BatchResult(applied, failures, warnings), unansweredOperations());
    }
  }

  private List<Operation> unansweredOperations() {
    List<Operation> operationsLeft = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (!answered[i]) {
        operationsLeft.add(window[i]);
      }
    }
    return operationsLeft;
  }

  private void read(MessageCursor messages) throws NetlinkException {
    try {
      while (messages.next()) {
        int type = messages.type();
        if (type == NetlinkHeader.OVERRUN) {
          throw RequestChannel.lost(self);
        }
        int index = index(messages);
        if (index >= 0 && type == NetlinkHeader.ERROR && !answered[index]) {
          judge(index, messages);
        }
      }
    } catch (MalformedMessageException e) {
      throw RequestChannel.malformed(self, e);
    }
  }

  /** The place in the window of the operation that a message answers; -1 if it answers none. */
  private int index(MessageCursor message) {
    long index = (message.sequence() - firstSequence) & 0xffff_ffffL;
    return index < size && message.portId() == channel.transport().portId() ? (int) index : -1;
  }

  private void judge(int index, MessageCursor message) {
    @Nullable Acknowledgement verdict =
        isBareSuccess(message) ? null : Acknowledgement.read(message);
    answered[index] = true;
    unanswered--;
    Operation operation = window[index];
    if (verdict != null && !verdict.isSuccess()) {
      NetlinkException reason =
          Refusal.of(operation.request(), channel.transport().order(), verdict);
      failures.add(new Failure(windowStart + index, operation, reason));
      return;
    }
    applied++;
    if (verdict != null && !Refusal.words(verdict).isEmpty()) {
      warnings.add(new Warning(windowStart + index, operation, verdict));
    }
  }

  private static boolean isBareSuccess(MessageCursor message) {
    return (message.flags() & NetlinkHeader.ACK_ATTRIBUTES) == 0
        && message.size() >= Integer.BYTES + NetlinkHeader.LENGTH
        && message.s32(0) == 0;
  }
}
