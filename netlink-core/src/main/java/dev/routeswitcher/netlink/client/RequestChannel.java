package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.socket.Datagram;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.Reception;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transport, and the requests over it. One thread at a time has its {@linkplain #takeTurn
 * turn}; all that it holds but the transport belongs to that thread. What arrives that is no answer
 * to the request in progress is dropped.
 */
final class RequestChannel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RequestChannel.class);

  /** How many datagrams that are no answer are dropped before the wait for one is given up. */
  static final int MAX_LEFT_OVER = 100_000;

  private final NetlinkTransport transport;
  private final long timeoutNanos;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final MessageCursor cursor;
  private final NetlinkWriter writer;
  private @Nullable Datagram datagram;
  private long sequence;

  RequestChannel(NetlinkTransport transport, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be above 0, is " + timeout);
    }
    this.transport = transport;
    this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
    this.cursor = new MessageCursor(transport.order());
    this.writer = new NetlinkWriter(transport.order());
  }

  NetlinkTransport transport() {
    return transport;
  }

  /** Waits for the turn; {@link #giveTurnBack} must follow. */
  void takeTurn(Request request) throws NetlinkException {
    if (turn.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          request.operation() + ": called while this thread's own listing is under way");
    }
    try {
      if (!turn.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
        throw new NetlinkTimeoutException(request, "another request is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetlinkInterruptedException(request.operation(), request.object());
    }
  }

  void giveTurnBack() {
    turn.unlock();
  }

  /** Where an answer must have come by, if it is to come from now on. */
  long deadline() {
    return System.nanoTime() + timeoutNanos;
  }

  /** The sequence number of a further request. */
  long nextSequence() {
    sequence = (sequence + 1) & 0xffff_ffffL;
    return sequence;
  }

  /** An empty writer, for what is to be sent next. */
  NetlinkWriter freshWriter() {
    return writer.clear();
  }

  /** Sends what was written. */
  void send(Request request) throws NetlinkException {
    try {
      transport.send(writer.written());
    } catch (NetlinkSocketException e) {
      throw failed(request, e);
    }
  }

  /**
   * Waits for a datagram of the kernel.
   *
   * @return a cursor before its first message; null if a program had sent it
   */
  @Nullable MessageCursor await(Request request, long deadline) throws NetlinkException {
    switch (receive(request, deadline - System.nanoTime())) {
      case DATAGRAM -> {}
      case TIMED_OUT ->
          throw new NetlinkTimeoutException(
              request, "no answer in " + Duration.ofNanos(timeoutNanos));
      case OVERRUN -> throw lost(request);
      case INTERRUPTED ->
          throw new NetlinkInterruptedException(request.operation(), request.object());
      case CLOSED -> throw new NetlinkClosedException(request.operation(), request.object());
    }
    Datagram received = datagram();
    if (received.senderPort() != 0) {
      log.debug("foreign sender={}", received.senderPort());
      return null;
    }
    if (received.isTruncated()) {
      throw new NetlinkException(
          request, "an answer of " + received.fullLength() + " bytes was cut off", null);
    }
    return cursor.over(received.bytes());
  }

  /** True if the message is addressed to this socket and answers a request of this number. */
  boolean answers(MessageCursor message, long number) {
    boolean ours = message.sequence() == number && message.portId() == transport.portId();
    if (!ours) {
      log.debug("stale={} expected={}", message.header(), number);
    }
    return ours;
  }

  /**
   * Sends one request and takes its answer.
   *
   * @return the kernel's verdict, a success
   */
  Acknowledgement converse(Request request, Answer answer) throws NetlinkException {
    long number = nextSequence();
    request.writeTo(freshWriter(), number);
    send(request);
    long deadline = deadline();
    int dropped = 0;
    while (dropped < MAX_LEFT_OVER) {
      MessageCursor messages = await(request, deadline);
      boolean progress = false;
      try {
        while (messages != null && messages.next()) {
          if (answers(messages, number)) {
            progress = true;
            Acknowledgement verdict = take(request, messages, answer);
            if (verdict != null) {
              return judged(request, verdict);
            }
          }
        }
      } catch (MalformedMessageException e) {
        throw malformed(request, e);
      }
      if (progress) {
        deadline = deadline();
      } else {
        dropped++;
      }
    }
    throw new NetlinkTimeoutException(request, dropped + " datagrams, none of them the answer");
  }

  /** Takes one message of the answer; the verdict if it was the last. */
  private @Nullable Acknowledgement take(Request request, MessageCursor message, Answer answer)
      throws NetlinkException {
    int type = message.type();
    answer.interrupted |= (message.flags() & NetlinkHeader.DUMP_INTERRUPTED) != 0;
    if (type == NetlinkHeader.ERROR || type == NetlinkHeader.DONE) {
      return Acknowledgement.read(message);
    }
    if (type == NetlinkHeader.OVERRUN) {
      throw lost(request);
    }
    if (request.isAnsweredBy(type)) {
      answer.sink.accept(message);
    } else {
      log.debug("operation={} unexpected={}", request.operation(), message.header());
    }
    return null;
  }

  private Acknowledgement judged(Request request, Acknowledgement verdict) throws NetlinkException {
    if (!verdict.isSuccess()) {
      throw Refusal.of(request, transport.order(), verdict);
    }
    return verdict;
  }

  /** Reads an abandoned dump to its end: the kernel makes it only as fast as it is read. */
  void dropLeftOvers(Request request) throws NetlinkException {
    int dropped = 0;
    while (dropped < MAX_LEFT_OVER && receive(request, 0) == Reception.DATAGRAM) {
      dropped++;
    }
    log.debug("operation={} dropped={}", request.operation(), dropped);
  }

  private Reception receive(Request request, long remainingNanos) throws NetlinkException {
    try {
      return transport.receive(datagram(), remainingNanos);
    } catch (NetlinkSocketException e) {
      throw failed(request, e);
    }
  }

  private Datagram datagram() {
    if (datagram == null) {
      datagram = transport.newDatagram();
    }
    return datagram;
  }

  static NetlinkException malformed(Request request, MalformedMessageException e) {
    return new NetlinkException(request, "malformed answer: " + e.getMessage(), e);
  }

  static NetlinkException lost(Request request) {
    return new NetlinkException(
        request, "ENOBUFS: the answer was lost", Errno.ENOBUFS, null, null, null);
  }

  private static NetlinkException failed(Request request, NetlinkSocketException e) {
    if (e.errno().equals(Errno.EBADF)) {
      return new NetlinkClosedException(request.operation(), request.object());
    }
    return new NetlinkException(request, String.valueOf(e.getMessage()), e.errno(), null, null, e);
  }

  @Override
  public void close() {
    transport.close();
  }

  /** Where the objects of one answer go, and whether they changed meanwhile. */
  static final class Answer {
    private final Sink sink;
    private boolean interrupted;

    Answer(Sink sink) {
      this.sink = sink;
    }

    /** True if the objects changed while they were listed. */
    boolean isInterrupted() {
      return interrupted;
    }
  }
}
