package dev.routeswitcher.netlink.client;

import com.google.common.collect.ImmutableSet;
import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.Errno;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.nio.ByteOrder;

/** What can be done to objects of every kind. */
abstract class Verbs<M extends RtnetlinkMessage> {
  /** What the kernel says of an object to delete that is not there, or whose link is not. */
  private static final ImmutableSet<Errno> ABSENT =
      ImmutableSet.of(Errno.ESRCH, Errno.ENOENT, Errno.ENODEV, Errno.EADDRNOTAVAIL);

  final Exchange exchange;

  Verbs(Exchange exchange) {
    this.exchange = exchange;
  }

  final ByteOrder order() {
    return exchange.transport().order();
  }

  /**
   * Adds an object.
   *
   * @return the kernel's acknowledgement, which may hold a {@linkplain Acknowledgement#warning
   *     warning}
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
    try {
      ask(Verb.ADD, object);
      return true;
    } catch (NetlinkException e) {
      if (e.is(Errno.EEXIST)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Deletes an object.
   *
   * @return the kernel's acknowledgement, which may hold a {@linkplain Acknowledgement#warning
   *     warning}
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
    try {
      ask(Verb.DELETE, object);
      return true;
    } catch (NetlinkException e) {
      if (e.errno().filter(ABSENT::contains).isPresent()) {
        return false;
      }
      throw e;
    }
  }

  final Acknowledgement ask(Verb verb, M object) throws NetlinkException {
    return exchange.change(new Operation(verb, object).request());
  }
}
