package dev.routeswitcher.netlink.client;

import dev.routeswitcher.netlink.client.Operation.Verb;
import dev.routeswitcher.netlink.codec.Acknowledgement;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import java.util.function.Function;

/** What can be done to objects that another one of their key can take the place of. */
abstract class ReplacingVerbs<M extends RtnetlinkMessage> extends Verbs<M> {
  ReplacingVerbs(Exchange exchange, Kind kind, Function<MessageCursor, M> reader) {
    super(exchange, kind, reader);
  }

  /**
   * Puts an object in the place of the one of its key, or adds it. Doing it again changes nothing.
   *
   * @throws NetlinkException if the kernel refuses
   */
  public Acknowledgement replace(M object) throws NetlinkException {
    return ask(Verb.REPLACE, object);
  }

  /**
   * Puts an object in the place of the one of its key.
   *
   * @throws NetlinkException ENOENT if there is none
   */
  public Acknowledgement change(M object) throws NetlinkException {
    return ask(Verb.CHANGE, object);
  }
}
