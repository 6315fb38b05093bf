package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkMessage;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import dev.routeswitcher.netlink.socket.Datagram;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import dev.routeswitcher.netlink.socket.Reception;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and their answers over one transport, one request at a time: a second thread waits its
 * turn. What arrives that is no answer to the request under way is dropped.
 */
final class Exchange implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** How often a dump is made until its objects hold still. */
  static final int DUMP_ATTEMPTS = 5;

  /** How often a dump is asked for until the remains of an earlier one are read. */
  static final int BUSY_ATTEMPTS = 3;

  /** How many datagrams that are no answer are dropped before the wait for one is given up. */
  private static final int MAX_LEFT_OVER = 100_000;

  private final NetlinkTransport transport;
  private final long timeoutNanos;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Datagram datagram;
  private final MessageCursor cursor;
  private long sequence;

  Exchange(NetlinkTransport transport, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be above 0, is " + timeout);
    }
    this.transport = transport;
    this.timeoutNanos = Timeouts.nanos(timeout);
    this.datagram = transport.newDatagram();
    this.cursor = new MessageCursor(transport.order());
  }

  NetlinkTransport transport() {
    return transport;
  }

  /** Sends a request that asks for an acknowledgement; the messages that came before it. */
  <T> List<T> ask(Request request, Function<MessageCursor, T> reader) throws NetlinkException {
    takeTurn(request);
    try {
      Answer<T> answer = new Answer<>(reader, accepted -> true);
      converse(request, answer);
      return answer.messages;
    } finally {
      turn.unlock();
    }
  }

  /** Sends a request to change something; returns when the kernel has done it. */
  void change(Request request) throws NetlinkException {
    List<String> unexpected = ask(request, c -> c.header().toString());
    if (!unexpected.isEmpty()) {
      log.debug("operation={} unexpected={}", request.operation(), unexpected);
    }
  }

  /**
   * All objects that a dump request asks for.
   *
   * @param wanted is asked of each
   */
  <T extends RtnetlinkMessage> List<T> dump(
      Request request, Function<MessageCursor, T> reader, Predicate<T> wanted)
      throws NetlinkException {
    takeTurn(request);
    try {
      Answer<T> answer = new Answer<>(reader, wanted);
      for (int attempt = 1; attempt <= DUMP_ATTEMPTS; attempt++) {
        answer = new Answer<>(reader, wanted);
        dumpOnce(request, answer);
        if (!answer.interrupted) {
          return answer.messages;
        }
        log.debug(
            "operation={} object={} attempt={} interrupted",
            request.operation(),
            request.object(),
            attempt);
      }
      throw new DumpInterruptedException(request, DUMP_ATTEMPTS, answer.messages);
    } finally {
      turn.unlock();
    }
  }

  private void dumpOnce(Request request, Answer<?> answer) throws NetlinkException {
    for (int attempt = 1; ; attempt++) {
      try {
        converse(request, answer);
        return;
      } catch (NetlinkException e) {
        if (!e.is(Errno.EBUSY) || attempt == BUSY_ATTEMPTS) {
          throw e;
        }
        dropLeftOvers(request);
      }
    }
  }

  /** Reads an abandoned dump to its end: the kernel makes it only as fast as it is read. */
  private void dropLeftOvers(Request request) throws NetlinkException {
    int dropped = 0;
    while (dropped < MAX_LEFT_OVER && receive(request, 0) == Reception.DATAGRAM) {
      dropped++;
    }
    log.debug("operation={} dropped={}", request.operation(), dropped);
  }

  private void converse(Request request, Answer<?> answer) throws NetlinkException {
    sequence = (sequence + 1) & 0xffff_ffffL;
    send(request);
    long deadline = System.nanoTime() + timeoutNanos;
    int dropped = 0;
    while (dropped < MAX_LEFT_OVER) {
      awaitDatagram(request, deadline);
      Progress progress = read(request, answer);
      if (progress == Progress.END) {
        return;
      }
      if (progress == Progress.SOME) {
        deadline = System.nanoTime() + timeoutNanos;
      } else {
        dropped++;
      }
    }
    throw new NetlinkTimeoutException(request, dropped + " datagrams, none of them the answer");
  }

  /** What a datagram did for an answer. */
  private enum Progress {
    NONE,
    SOME,
    END
  }

  private Progress read(Request request, Answer<?> answer) throws NetlinkException {
    if (datagram.senderPort() != 0) {
      log.debug("foreign sender={}", datagram.senderPort());
      return Progress.NONE;
    }
    if (datagram.isTruncated()) {
      throw new NetlinkException(
          request, "an answer of " + datagram.fullLength() + " bytes was cut off", null);
    }
    Progress progress = Progress.NONE;
    try {
      cursor.over(datagram.bytes());
      while (cursor.next()) {
        if (cursor.sequence() != sequence || cursor.portId() != transport.portId()) {
          log.debug("stale={} expected={}", cursor.header(), sequence);
        } else if (take(request, answer)) {
          return Progress.END;
        } else {
          progress = Progress.SOME;
        }
      }
      return progress;
    } catch (MalformedMessageException e) {
      throw new NetlinkException(request, "malformed answer: " + e.getMessage(), e);
    }
  }

  /** Takes one message; true if it was the last. */
  private boolean take(Request request, Answer<?> answer) throws NetlinkException {
    int type = cursor.type();
    answer.interrupted |= (cursor.flags() & NetlinkHeader.DUMP_INTERRUPTED) != 0;
    if (type == NetlinkHeader.ERROR || type == NetlinkHeader.DONE) {
      judge(request, Acknowledgement.read(cursor));
      return true;
    }
    if (type == NetlinkHeader.OVERRUN) {
      throw lost(request);
    }
    if (RtnetlinkType.familyOf(type) == RtnetlinkType.familyOf(request.type())) {
      answer.add(cursor);
    } else {
      log.debug("operation={} unexpected={}", request.operation(), cursor.header());
    }
    return false;
  }

  private void judge(Request request, Acknowledgement verdict) throws NetlinkException {
    String words = words(verdict);
    if (verdict.isSuccess()) {
      if (!words.isEmpty()) {
        log.warn(
            "operation=\"{}\" object=\"{}\" kernel=\"{}\"",
            request.operation(),
            request.object(),
            words);
      }
      return;
    }
    String attribute = attribute(request, verdict);
    String problem =
        verdict.error()
            + (words.isEmpty() ? "" : ": " + words)
            + (attribute == null ? "" : " (" + attribute + ")")
            + (verdict.error().equals(Errno.EPERM) ? ": CAP_NET_ADMIN is needed" : "");
    throw new NetlinkException(request, problem, verdict.error(), verdict, attribute, null);
  }

  private static String words(Acknowledgement verdict) {
    try {
      return verdict.message().orElse("");
    } catch (MalformedMessageException e) {
      return e.getMessage() == null ? "" : e.getMessage();
    }
  }

  /** Names the attribute that the kernel means, if it says. */
  private @Nullable String attribute(Request request, Acknowledgement verdict) {
    try {
      if (verdict.offset().isPresent()) {
        return request.attributeAt(transport.order(), verdict.offset().getAsLong()).orElse(null);
      }
      if (verdict.missingType().isPresent() && verdict.missingNest().isEmpty()) {
        return "missing " + request.attributeName(verdict.missingType().getAsLong());
      }
      return null;
    } catch (MalformedMessageException e) {
      log.debug("operation={} acknowledgement={}", request.operation(), e.getMessage());
      return null;
    }
  }

  private void takeTurn(Request request) throws NetlinkException {
    try {
      if (!turn.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
        throw new NetlinkTimeoutException(request, "another request is still under way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NetlinkInterruptedException(request);
    }
  }

  private void send(Request request) throws NetlinkException {
    try {
      transport.send(request.encode(transport.order(), sequence).asBuffer());
    } catch (NetlinkSocketException e) {
      throw failed(request, e);
    }
  }

  private void awaitDatagram(Request request, long deadline) throws NetlinkException {
    switch (receive(request, deadline - System.nanoTime())) {
      case DATAGRAM -> {}
      case TIMED_OUT ->
          throw new NetlinkTimeoutException(
              request, "no answer in " + Duration.ofNanos(timeoutNanos));
      case OVERRUN -> throw lost(request);
      case INTERRUPTED -> throw new NetlinkInterruptedException(request);
      case CLOSED -> throw new NetlinkClosedException(request);
    }
  }

  private Reception receive(Request request, long remainingNanos) throws NetlinkException {
    try {
      return transport.receive(datagram, remainingNanos);
    } catch (NetlinkSocketException e) {
      throw failed(request, e);
    }
  }

  private static NetlinkException lost(Request request) {
    return new NetlinkException(
        request, "ENOBUFS: the answer was lost", Errno.ENOBUFS, null, null, null);
  }

  private static NetlinkException failed(Request request, NetlinkSocketException e) {
    if (e.errno().equals(Errno.EBADF)) {
      return new NetlinkClosedException(request);
    }
    return new NetlinkException(request, String.valueOf(e.getMessage()), e.errno(), null, null, e);
  }

  @Override
  public void close() {
    transport.close();
  }

  /** What an answer has told so far. */
  private static final class Answer<T> {
    private final Function<MessageCursor, T> reader;
    private final Predicate<T> wanted;
    private final List<T> messages = new ArrayList<>();
    private boolean interrupted;

    Answer(Function<MessageCursor, T> reader, Predicate<T> wanted) {
      this.reader = reader;
      this.wanted = wanted;
    }

    void add(MessageCursor cursor) {
      T message = reader.apply(cursor);
      if (wanted.test(message)) {
        messages.add(message);
      }
    }
  }
}
