package dev.routeswitcher.netlink.client;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What can be done to objects of every kind. */
abstract class Verbs<M extends RtnetlinkMessage> {
  /** What the kernel says of an object to delete that is not there, or whose link is not. */
  private static final ImmutableSet<Errno> ABSENT =
      ImmutableSet.of(Errno.ESRCH, Errno.ENOENT, Errno.ENODEV, Errno.EADDRNOTAVAIL);

  final Exchange exchange;
  private final Kind kind;
  private final Function<MessageCursor, M> reader;

  Verbs(Exchange exchange, Kind kind, Function<MessageCursor, M> reader) {
    this.exchange = exchange;
    this.kind = kind;
    this.reader = reader;
  }

  /** The objects that a question asks for, and that are wanted. */
  final List<M> list(Object described, M question, Predicate<M> wanted) throws NetlinkException {
    return exchange.list(
        kind.list(described, question),
        cursor -> {
          M object = reader.apply(cursor);
          return wanted.test(object) ? object : null;
        });
  }

  /** The object that a question asks for. */
  final M get(Object described, M question) throws NetlinkException {
    return exchange.get(kind.get(described, question), reader);
  }

  /** An interface as it is named in errors. */
  static String dev(int index) {
    return index == 0 ? "" : " dev if" + index;
  }

  final ByteOrder order() {
    return exchange.transport().order();
  }

  /**
   * Adds an object.
   *
   * @throws NetlinkException EEXIST if there is one of its key
   */
  public Acknowledgement add(M object) throws NetlinkException {
    return ask(Verb.ADD, object);
  }

  /**
   * Adds an object unless there is one of its key, whatever else that says.
   *
   * @return false if there is one
   * @throws NetlinkException as {@link #add}, but for EEXIST
   */
  public boolean addIfAbsent(M object) throws NetlinkException {
    return askUnless(ImmutableSet.of(Errno.EEXIST), Verb.ADD, object);
  }

  /**
   * Deletes an object.
   *
   * @throws NetlinkException if there is none
   */
  public Acknowledgement delete(M object) throws NetlinkException {
    return ask(Verb.DELETE, object);
  }

  /**
   * Deletes an object if there is one.
   *
   * @return false if there is none, or its link is gone
   * @throws NetlinkException as {@link #delete}, but for the errors that say so
   */
  public boolean deleteIfPresent(M object) throws NetlinkException {
    return askUnless(ABSENT, Verb.DELETE, object);
  }

  /** Asks for a change; false if it fails with one of these errors. */
  private boolean askUnless(ImmutableSet<Errno> errors, Verb verb, M object)
      throws NetlinkException {
    try {
      ask(verb, object);
      return true;
    } catch (NetlinkException e) {
      if (e.errno().filter(errors::contains).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  final Acknowledgement ask(Verb verb, M object) throws NetlinkException {
    return exchange.change(new Operation(verb, object).request());
  }
}
