package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkMessage;
import dev.routeswitcher.netlink.socket.NetlinkSocketException;
import dev.routeswitcher.netlink.socket.NetlinkTransport;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and their answers: listings on a channel of their own, so that no other request waits
 * for a long one. On each channel a second thread waits its turn.
 */
final class Exchange implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);

  /** How often a dump is made until its objects do not change meanwhile. */
  static final int DUMP_ATTEMPTS = 5;

  /** How often a dump is asked for until the remains of an earlier one are read. */
  static final int BUSY_ATTEMPTS = 3;

  private final RequestChannel requests;
  private final RequestChannel listings;

  /**
   * An exchange.
   *
   * @param listings may be the same transport
   */
  Exchange(NetlinkTransport requests, NetlinkTransport listings, Duration timeout) {
    this.requests = new RequestChannel(requests, timeout);
    this.listings = listings == requests ? this.requests : new RequestChannel(listings, timeout);
  }

  /**
   * An exchange over a socket for requests and one for listings.
   *
   * @param socket opens one
   */
  static Exchange open(Opening socket, Duration timeout) throws NetlinkSocketException {
    NetlinkTransport requests = socket.open();
    try {
      return new Exchange(requests, socket.open(), timeout);
    } catch (NetlinkSocketException e) {
      requests.close();
      throw e;
    }
  }

  /** Opens a socket. */
  interface Opening {
    NetlinkTransport open() throws NetlinkSocketException;
  }

  /** The transport of all requests but listings. */
  NetlinkTransport transport() {
    return requests.transport();
  }

  /** Sends a request to change something; returns when the kernel has done it. */
  Acknowledgement change(Request request) throws NetlinkException {
    return ask(request, Sink.NONE);
  }

  /** The one object that a request asks for. */
  <T extends NetlinkMessage> T get(Request request, Function<MessageCursor, T> reader)
      throws NetlinkException {
    Sink.Collected<T> answer = new Sink.Collected<>(reader::apply);
    warn(request, ask(request, answer));
    if (answer.taken().isEmpty()) {
      throw new NetlinkException(request, "an acknowledgement, but no object", null);
    }
    return answer.taken().get(0);
  }

  private Acknowledgement ask(Request request, Sink sink) throws NetlinkException {
    requests.takeTurn(request);
    try {
      return requests.converse(request, new RequestChannel.Answer(sink));
    } finally {
      requests.giveTurnBack();
    }
  }

  /** Carries out many operations, several of them in flight at a time. */
  BatchResult batch(Iterator<Operation> operations) throws NetlinkException {
    return new BatchRun(requests, operations).run();
  }

  /**
   * All objects that a dump request asks for.
   *
   * @param reader null for an object that is not wanted
   */
  <T extends NetlinkMessage> List<T> list(
      Request request, Function<MessageCursor, @Nullable T> reader) throws NetlinkException {
    Sink.Collected<T> answer = new Sink.Collected<>(reader);
    dump(request, answer);
    return answer.taken();
  }

  /**
   * Sends a dump request, and again until the objects do not change meanwhile.
   *
   * @throws DumpInterruptedException if they keep changing
   */
  void dump(Request request, Sink sink) throws NetlinkException {
    listings.takeTurn(request);
    try {
      for (int attempt = 1; attempt <= DUMP_ATTEMPTS; attempt++) {
        if (attempt > 1) {
          sink.restart();
        }
        RequestChannel.Answer answer = new RequestChannel.Answer(sink);
        warn(request, dumpOnce(request, answer));
        if (!answer.isInterrupted()) {
          return;
        }
        log.debug(
            "operation={} object={} attempt={} interrupted",
            request.operation(),
            request.object(),
            attempt);
      }
      throw new DumpInterruptedException(request, DUMP_ATTEMPTS, sink.taken());
    } finally {
      listings.giveTurnBack();
    }
  }

  private Acknowledgement dumpOnce(Request request, RequestChannel.Answer answer)
      throws NetlinkException {
    for (int attempt = 1; ; attempt++) {
      try {
        return listings.converse(request, answer);
      } catch (NetlinkException e) {
        if (!e.is(Errno.EBUSY) || attempt == BUSY_ATTEMPTS) {
          throw e;
        }
        listings.dropLeftOvers(request);
      }
    }
  }

  private static void warn(Request request, Acknowledgement verdict) {
    String words = Refusal.words(verdict);
    if (!words.isEmpty()) {
      log.warn(
          "operation=\"{}\" object=\"{}\" kernel=\"{}\"",
          request.operation(),
          request.object(),
          words);
    }
  }

  @Override
  public void close() {
    requests.close();
    listings.close();
  }
}
